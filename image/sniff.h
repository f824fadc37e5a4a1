// Which format, and what its header says. Internal to image/.
#pragma once

#include <optional>

#include "image/stored_image.h"
#include "image/tiff_file.h"

namespace sohoa {

[[nodiscard]] std::optional<ImageFormat> sniff_format(Bytes file);

// Throws Error{empty_file | unreadable_image}.
[[nodiscard]] ImageFormat known_format(Bytes file);

// The header of a format of one page: any but TIFF.
[[nodiscard]] StoredImage read_header(Bytes file, ImageFormat format);

// The TIFF at its `page` (1-based), checked against the limits. Throws Error{no_pages}
// where there are fewer.
[[nodiscard]] TiffFile open_tiff_page(Bytes file, int page, const ImageLimits& limits);

// As stored: orientation not applied, resolution set.
[[nodiscard]] PageImage decode_stored(Bytes file, ImageFormat format, const StoredImage& image);

}  // namespace sohoa
