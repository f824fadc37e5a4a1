// EXIF and TIFF orientation (TIFF 6.0, tag 274). Internal to image/.
#pragma once

#include "image/page_image.h"

namespace sohoa {

// Clockwise quarter turns that make the stored image upright; mirrored
// orientations (2, 4, 5, 7) have none: see is_mirrored.
[[nodiscard]] int quarter_turns_of(int orientation);
[[nodiscard]] bool is_mirrored(int orientation);
[[nodiscard]] bool swaps_sides(int orientation);

// The image as a reader sees it.
[[nodiscard]] PageImage make_upright(PageImage stored, int orientation);

}  // namespace sohoa
