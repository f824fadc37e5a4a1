// A page as a scanner hands it over: plain rows of pixels from the top downwards.
#pragma once

#include <cstddef>
#include <vector>

#include "document/geometry.h"

namespace sohoa {

enum class PixelKind {
  bilevel,  // 8 pixels a byte, the leftmost in the highest bit, 1 is black
  grey,     // one byte a pixel, 0 is black
  colour    // three bytes a pixel: red, green, blue
};

struct RawImage {
  PixelKind kind = PixelKind::grey;
  int width = 0;  // pixels
  int height = 0;
  Dpi dpi;
  std::vector<unsigned char> rows;  // height times row_bytes(), nothing between rows

  [[nodiscard]] std::size_t row_bytes() const {
    const auto pixels = static_cast<std::size_t>(width);
    return kind == PixelKind::bilevel ? (pixels + 7) / 8
                                      : pixels * (kind == PixelKind::colour ? 3 : 1);
  }
};

}  // namespace sohoa
