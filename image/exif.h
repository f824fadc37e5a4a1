// Orientation and resolution out of an EXIF block. Internal to image/.
#pragma once

#include "image/image_file.h"

namespace sohoa {

struct ExifFacts {
  int orientation = 1;  // 1..8
  Dpi dpi;              // 0: not said
};

// `tiff` starts with II or MM. Damaged blocks give what could be read. Tags are
// those of EXIF 2.32 (JEITA CP-3451), IFD0.
[[nodiscard]] ExifFacts read_exif(Bytes tiff);

}  // namespace sohoa
