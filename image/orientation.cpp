#include "image/orientation.h"

#include <allheaders.h>

#include <utility>

namespace sohoa {

int quarter_turns_of(int orientation) {
  switch (orientation) {
    case 3:
      return 2;
    case 6:
      return 1;
    case 8:
      return 3;
    default:
      return 0;
  }
}

bool is_mirrored(int orientation) {
  return orientation == 2 || orientation == 4 || orientation == 5 || orientation == 7;
}

bool swaps_sides(int orientation) {
  return orientation >= 5 && orientation <= 8;
}

PageImage make_upright(PageImage stored, int orientation) {
  if (stored.empty() || orientation <= 1 || orientation > 8) return stored;
  Pix* pix = stored.pix();
  const Dpi dpi = stored.dpi();
  PixPtr out;
  if (orientation == 2) out.reset(pixFlipLR(nullptr, pix));
  if (orientation == 3) out.reset(pixRotateOrth(pix, 2));
  if (orientation == 4) out.reset(pixFlipTB(nullptr, pix));
  if (orientation == 6 || orientation == 5) out.reset(pixRotateOrth(pix, 1));
  if (orientation == 8 || orientation == 7) out.reset(pixRotateOrth(pix, 3));
  // 5 and 7 are mirrored along a diagonal: a turn, then left and right swapped.
  if (orientation == 5 || orientation == 7) pixFlipLR(out.get(), out.get());
  PageImage upright(std::move(out));
  upright.set_dpi(dpi);
  return upright;
}

}  // namespace sohoa
