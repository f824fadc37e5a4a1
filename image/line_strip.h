// A stretch of a line of print alone.
#pragma once

#include <vector>

#include "document/geometry.h"
#include "image/page_image.h"

namespace sohoa {

// The pixels of `area`, in which all above row `top` is paper but for `marks`: what hangs down
// from the line before is gone. All are pixels of `page`, a cleaned page of 1 or 8 bits (dark on
// white); what lies outside of it is left out. Empty where nothing is left. Thread-safe.
[[nodiscard]] PageImage line_strip(const PageImage& page, const PixelBox& area, int top,
                                   const std::vector<PixelBox>& marks);

}  // namespace sohoa
