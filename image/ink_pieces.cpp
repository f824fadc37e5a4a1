#include "image/ink_pieces.h"

#include <allheaders.h>

#include <algorithm>
#include <memory>

#include "image/leptonica_lists.h"

namespace sohoa {

std::vector<PixelBox> ink_pieces(const PageImage& binary, const PixelBox& area, int largest) {
  std::vector<PixelBox> pieces;
  if (binary.empty() || binary.depth() != 1 || area.empty()) return pieces;
  const std::unique_ptr<Box, BoxDeleter> wanted(
      boxCreate(area.left, area.top, area.width, area.height));
  Box* clipped = nullptr;
  const PixPtr part(pixClipRectangle(binary.pix(), wanted.get(), &clipped));
  const std::unique_ptr<Box, BoxDeleter> got(clipped);
  if (!part || !got) return pieces;
  l_int32 x0 = 0, y0 = 0;
  boxGetGeometry(got.get(), &x0, &y0, nullptr, nullptr);
  const std::unique_ptr<Boxa, BoxaDeleter> boxes(pixConnCompBB(part.get(), 8));
  if (!boxes) return pieces;
  for (int i = 0; i < boxaGetCount(boxes.get()); ++i) {
    l_int32 x = 0, y = 0, width = 0, height = 0;
    boxaGetBoxGeometry(boxes.get(), i, &x, &y, &width, &height);
    if (width <= largest && height <= largest) pieces.push_back({x0 + x, y0 + y, width, height});
  }
  return pieces;
}

namespace {

// Mean column of the ink in the rows [top, bottom) of a box; -1 without any.
double middle_of_ink(const PageImage& binary, const PixelBox& box, int top, int bottom) {
  double sum = 0;
  int count = 0;
  for (int y = top; y < bottom; ++y)
    for (int x = box.left; x < box.right(); ++x) {
      l_uint32 value = 0;
      if (pixGetPixel(binary.pix(), x, y, &value) != 0 || value == 0) continue;
      sum += x;
      ++count;
    }
  return count > 0 ? sum / count : -1;
}

}  // namespace

double slant_of(const PageImage& binary, const PixelBox& piece) {
  const int third = std::max(1, piece.height / 3);
  const double high = middle_of_ink(binary, piece, piece.top, piece.top + third);
  const double low = middle_of_ink(binary, piece, piece.bottom() - third, piece.bottom());
  return high < 0 || low < 0 || piece.width < 1 ? 0 : (high - low) / piece.width;
}

}  // namespace sohoa
