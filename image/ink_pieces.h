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

// How far the ink of a piece leans: from its lowest third to its highest, as a share of its width,
// positive to the right; 0 where there is no ink. Thread-safe.
[[nodiscard]] double slant_of(const PageImage& binary, const PixelBox& piece);

}  // namespace sohoa
