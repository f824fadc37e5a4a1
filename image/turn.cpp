#include "image/turn.h"

#include <allheaders.h>

#include <utility>

namespace sohoa {

PageImage quarter_turned(const PageImage& image, int quarter_turns, bool flip) {
  PixPtr pix(flip ? pixFlipLR(nullptr, image.pix()) : pixClone(image.pix()));
  const int turns = ((quarter_turns % 4) + 4) % 4;
  PageImage turned{PixPtr(pixRotateOrth(pix.get(), turns))};
  turned.set_dpi(image.dpi());
  return turned;
}

PixelBox quarter_turned(const PixelBox& box, int quarter_turns, int width, int height) {
  PixelBox turned = box;
  for (int turns = ((quarter_turns % 4) + 4) % 4; turns > 0; --turns) {
    turned = {height - turned.bottom(), turned.left, turned.height, turned.width};
    std::swap(width, height);
  }
  return turned;
}

}  // namespace sohoa
