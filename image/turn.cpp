#include "image/turn.h"

#include <allheaders.h>

namespace sohoa {

PageImage quarter_turned(const PageImage& image, int quarter_turns, bool flip) {
  PixPtr pix(flip ? pixFlipLR(nullptr, image.pix()) : pixClone(image.pix()));
  const int turns = ((quarter_turns % 4) + 4) % 4;
  PageImage turned{PixPtr(pixRotateOrth(pix.get(), turns))};
  turned.set_dpi(image.dpi());
  return turned;
}

}  // namespace sohoa
