#include "image/borders.h"

#include <allheaders.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <utility>

#include "document/geometry.h"
#include "image/leptonica_lists.h"

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

// Thick black, and of that what is joined to the page's edge. Pixels outside count as
// black, so that a strip along the edge is as thick as it really is. Null: nothing.
PixPtr border_of(Pix* ink) {
  PixPtr framed(pixAddBorderGeneral(ink, kThick, kThick, kThick, kThick, 1));
  PixPtr thick(pixOpenBrick(nullptr, framed.get(), kThick, kThick));
  PixPtr inner(pixRemoveBorder(thick.get(), kThick));
  const PixPtr frame = frame_of(pixGetWidth(ink), pixGetHeight(ink));
  PixPtr seed(pixAnd(nullptr, frame.get(), inner.get()));
  if (is_empty(seed.get())) return {};
  PixPtr border(pixSeedfillBinary(nullptr, seed.get(), inner.get(), 8));
  // The frame itself is not a finding: ink must stand there.
  PixPtr grown(pixDilateBrick(nullptr, border.get(), 2 * kGrow + 1, 2 * kGrow + 1));
  PixPtr found(pixAnd(nullptr, grown.get(), ink));
  return is_empty(found.get()) ? PixPtr() : std::move(found);
}

// A round black disc of a binder's hole: ISO 838 has 6 mm, punches go from 4 to 8.
bool is_hole(Pix* piece, const PixelBox& box) {
  constexpr int kLeast = 14;  // small pixels
  constexpr int kMost = 36;
  constexpr double kUneven = 0.09;  // a square differs from a disc by 0.21 of its area
  if (std::min(box.width, box.height) < kLeast || std::max(box.width, box.height) > kMost) {
    return false;
  }
  if (std::abs(box.width - box.height) > 2 + std::max(box.width, box.height) / 6) return false;
  // Where the piece and a disc of its size differ.
  const double across = box.width / 2.0;
  const double down = box.height / 2.0;
  int different = 0;
  for (int y = 0; y < box.height; ++y) {
    for (int x = 0; x < box.width; ++x) {
      l_uint32 ink = 0;
      pixGetPixel(piece, x, y, &ink);
      const bool inside = std::hypot((x + 0.5) / across - 1, (y + 0.5) / down - 1) <= 1;
      different += inside != (ink != 0) ? 1 : 0;
    }
  }
  return different < kUneven * box.width * box.height;
}

// The holes that stand in the outer parts of the page, clear of any writing. Null: none.
PixPtr holes_of(Pix* ink) {
  constexpr int kMargin = 120;   // small pixels: 30 mm
  constexpr int kHoleCore = 11;  // thicker than any stroke of writing
  PixPtr thick(pixOpenBrick(nullptr, ink, kHoleCore, kHoleCore));
  if (is_empty(thick.get())) return {};
  // All of each piece of ink that has a thick core.
  const PixPtr whole(pixSeedfillBinary(nullptr, thick.get(), ink, 8));
  Pixa* found = nullptr;
  const std::unique_ptr<Boxa, BoxaDeleter> boxes(pixConnComp(whole.get(), &found, 8));
  const std::unique_ptr<Pixa, PixaDeleter> pieces(found);
  PixPtr holes(pixCreateTemplate(ink));
  for (int i = 0; boxes && i < boxaGetCount(boxes.get()); ++i) {
    PixelBox box;
    boxaGetBoxGeometry(boxes.get(), i, &box.left, &box.top, &box.width, &box.height);
    const int to_side = std::min(box.left, pixGetWidth(ink) - box.right());
    const int to_end = std::min(box.top, pixGetHeight(ink) - box.bottom());
    const PixPtr piece(pixaGetPix(pieces.get(), i, L_CLONE));
    if (std::min(to_side, to_end) > kMargin || !is_hole(piece.get(), box)) continue;
    pixRasterop(holes.get(), box.left, box.top, box.width, box.height, PIX_PAINT, piece.get(), 0,
                0);
  }
  if (is_empty(holes.get())) return {};
  return PixPtr(pixDilateBrick(nullptr, holes.get(), 2 * kGrow + 1, 2 * kGrow + 1));
}

// One row or column of pixels, walked from the page's edge inwards.
struct Walk {
  std::size_t first = 0;
  std::ptrdiff_t step = 0;
  int length = 0;

  [[nodiscard]] std::size_t at(int i) const {
    return static_cast<std::size_t>(static_cast<std::ptrdiff_t>(first) + i * step);
  }
};

// The shadow beside a border gets steadily lighter; a letter in it is darker again, and
// there it ends.
void follow_shadow(const Raster& page, const Walk& walk, const Raster& border, Raster& mask) {
  constexpr int kReach = 40;   // small pixels: 10 mm
  constexpr int kNoise = 3;    // of brightness
  constexpr int kLight = 235;  // no longer a shadow
  int edge = 0;
  while (edge < walk.length / 4 && border.data[walk.at(edge)] == 0) ++edge;
  while (edge < walk.length && border.data[walk.at(edge)] != 0) ++edge;
  if (edge == 0 || edge >= walk.length || border.data[walk.at(edge - 1)] == 0) return;
  int before = 0;
  for (int i = edge; i < std::min(walk.length, edge + kReach); ++i) {
    const int value = page.data[walk.at(i)];
    if (value > kLight || value + kNoise < before) return;
    mask.data[walk.at(i)] = 255;
    before = value;
  }
}

void widen_over_shadow(const Raster& page, Raster& mask) {
  const Raster border = mask;
  const auto width = static_cast<std::ptrdiff_t>(page.width);
  for (int y = 0; y < page.height; ++y) {
    const std::size_t left = static_cast<std::size_t>(y) * static_cast<std::size_t>(page.width);
    follow_shadow(page, {left, 1, page.width}, border, mask);
    follow_shadow(page, {left + static_cast<std::size_t>(page.width) - 1, -1, page.width}, border,
                  mask);
  }
  for (int x = 0; x < page.width; ++x) {
    const auto top = static_cast<std::size_t>(x);
    follow_shadow(page, {top, width, page.height}, border, mask);
    follow_shadow(page, {page.data.size() - 1 - top, -width, page.height}, border, mask);
  }
}

}  // namespace

Raster find_dark_borders(const Raster& page, int threshold) {
  const PageImage binary = to_binary_image(page, threshold);
  const PixPtr border = border_of(binary.pix());
  const PixPtr holes = holes_of(binary.pix());
  if (!border && !holes) return {};
  Raster mask(page.width, page.height);
  if (border) {
    pixDilateBrick(border.get(), border.get(), 3, 3);
    mask = to_raster(PageImage(PixPtr(pixConvert1To8(nullptr, border.get(), 0, 255))));
    widen_over_shadow(page, mask);
  }
  if (holes) {
    const Raster found = to_raster(PageImage(PixPtr(pixConvert1To8(nullptr, holes.get(), 0, 255))));
    for (std::size_t i = 0; i < mask.data.size(); ++i) {
      mask.data[i] = static_cast<unsigned char>(mask.data[i] | found.data[i]);
    }
  }
  return mask;
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
