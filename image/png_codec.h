// PNG pixels, by libpng. Internal to image/. Thread-safe.
#pragma once

#include "image/page_image.h"
#include "image/png_stream.h"

namespace sohoa {

// 1 bit for bilevel grey, 8 for grey, else 32; a palette gives the least depth that
// holds its colours; transparency on white. Throws Error{unreadable_image}.
[[nodiscard]] PageImage decode_png(Bytes file, const PngStream& header);

}  // namespace sohoa
