// Turning a page image by quarters, without loss.
#pragma once

#include "document/geometry.h"
#include "image/page_image.h"

namespace sohoa {

// Mirrored left to right first where `flip`, then turned clockwise `quarter_turns`
// times (any integer). The result is a new image with the same dpi.
[[nodiscard]] PageImage quarter_turned(const PageImage& image, int quarter_turns, bool flip);

// Where `box` of an image, `width` x `height` pixels, lies after the image was turned clockwise
// `quarter_turns` times (any integer).
[[nodiscard]] PixelBox quarter_turned(const PixelBox& box, int quarter_turns, int width,
                                      int height);

}  // namespace sohoa
