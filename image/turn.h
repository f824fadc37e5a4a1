// Turning a page image by quarters, without loss.
#pragma once

#include "image/page_image.h"

namespace sohoa {

// Mirrored left to right first where `flip`, then turned clockwise `quarter_turns`
// times (any integer). The result is a new image with the same dpi.
[[nodiscard]] PageImage quarter_turned(const PageImage& image, int quarter_turns, bool flip);

}  // namespace sohoa
