#include "image/ink_pieces.h"

#include <allheaders.h>

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

}  // namespace sohoa
