// Connected pieces of ink of a black and white page.
#pragma once

#include <vector>

#include "document/geometry.h"
#include "image/page_image.h"

namespace sohoa {

// Boxes of all pieces inside `area` that are at most `largest` pixels wide and
// high. `binary` has 1 bit; an empty image has no pieces. Thread-safe.
[[nodiscard]] std::vector<PixelBox> ink_pieces(const PageImage& binary, const PixelBox& area,
                                               int largest);

}  // namespace sohoa
