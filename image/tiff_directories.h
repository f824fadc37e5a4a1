// Whether a TIFF's page directories lie wholly in the file. Internal to image/.
#pragma once

#include "image/image_file.h"

namespace sohoa {

// libtiff makes up what it cannot read; a scan that was cut in a directory must
// not become half a page. TIFF 6.0 section 2, and BigTIFF.
[[nodiscard]] bool tiff_directories_complete(Bytes file);

}  // namespace sohoa
