// Places and sizes on a page image.
//
// Pixels count from the top left corner of the page as a reader sees it
// (a PDF page's /Rotate applied), x to the right and y downwards.
#pragma once

#include <algorithm>

namespace sohoa {

// Dots per inch. 0 means "the file does not say".
struct Dpi {
  double value = 0;
};

// An angle; positive turns the page clockwise as seen by the reader.
struct Degrees {
  double value = 0;
};

struct PointF {
  double x = 0;
  double y = 0;
};

// Half-open: covers x in [left, left + width), y in [top, top + height).
struct PixelBox {
  int left = 0;
  int top = 0;
  int width = 0;
  int height = 0;

  [[nodiscard]] int right() const { return left + width; }
  [[nodiscard]] int bottom() const { return top + height; }
  [[nodiscard]] bool empty() const { return width <= 0 || height <= 0; }
  friend bool operator==(const PixelBox&, const PixelBox&) = default;
};

// The smallest box that covers both; an empty box adds nothing.
[[nodiscard]] inline PixelBox cover(const PixelBox& a, const PixelBox& b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  const int left = std::min(a.left, b.left);
  const int top = std::min(a.top, b.top);
  return {left, top, std::max(a.right(), b.right()) - left, std::max(a.bottom(), b.bottom()) - top};
}

}  // namespace sohoa
