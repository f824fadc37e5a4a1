#include "image/borders.h"

#include <allheaders.h>

#include <algorithm>
#include <utility>

namespace sohoa {
namespace {

// At 100 dpi about 4 mm: wider than any stroke of writing, narrower than a border.
constexpr int kThick = 15;
constexpr int kGrow = 3;

PixPtr frame_of(int width, int height) {
  PixPtr frame(pixCreate(width, height, 1));
  pixSetAll(frame.get());
  pixRasterop(frame.get(), 2, 2, width - 4, height - 4, PIX_CLR, nullptr, 0, 0);
  return frame;
}

bool is_empty(Pix* pix) {
  int empty = 1;
  pixZero(pix, &empty);
  return empty != 0;
}

}  // namespace

Raster find_dark_borders(const Raster& page, int threshold) {
  const PageImage binary = to_binary_image(page, threshold);
  Pix* ink = binary.pix();
  // Thick black, and of that what is joined to the page's edge. A white margin is
  // added in thought: pixels outside count as black, so that a strip along the
  // edge is as thick as it really is.
  PixPtr framed(pixAddBorderGeneral(ink, kThick, kThick, kThick, kThick, 1));
  PixPtr thick(pixOpenBrick(nullptr, framed.get(), kThick, kThick));
  PixPtr inner(pixRemoveBorder(thick.get(), kThick));
  const PixPtr frame = frame_of(page.width, page.height);
  PixPtr seed(pixAnd(nullptr, frame.get(), inner.get()));
  if (is_empty(seed.get())) return {};
  PixPtr border(pixSeedfillBinary(nullptr, seed.get(), inner.get(), 8));
  // The frame itself is not a finding: ink must stand there.
  PixPtr grown(pixDilateBrick(nullptr, border.get(), 2 * kGrow + 1, 2 * kGrow + 1));
  PixPtr found(pixAnd(nullptr, grown.get(), ink));
  if (is_empty(found.get())) return {};
  pixDilateBrick(found.get(), found.get(), 3, 3);
  return to_raster(PageImage(PixPtr(pixConvert1To8(nullptr, found.get(), 0, 255))));
}

void fill_with_paper(Raster& page, const Raster& mask, int factor) {
  if (mask.empty()) return;
  for (int y = 0; y < page.height; ++y) {
    const unsigned char* from = mask.row(std::min(y / factor, mask.height - 1));
    unsigned char* to = page.row(y);
    for (int x = 0; x < page.width; ++x) {
      if (from[std::min(x / factor, mask.width - 1)] != 0) to[x] = kPaper;
    }
  }
}

}  // namespace sohoa
