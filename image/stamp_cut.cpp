#include "image/stamp_cut.h"

#include <allheaders.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "image/leptonica_lists.h"
#include "image/raster.h"

namespace sohoa {
namespace {

constexpr double kMillimetresPerInch = 25.4;

// The part of a page under a mask, the rest of it paper.
struct Clip {
  Raster raster;
  int left = 0;
  int top = 0;

  [[nodiscard]] int at(int x, int y) const {
    x -= left;
    y -= top;
    const bool inside = x >= 0 && y >= 0 && x < raster.width && y < raster.height;
    return inside ? raster.row(y)[x] : kPaper;
  }
  // Bilinear.
  [[nodiscard]] unsigned char at(PointF p) const {
    const int x = static_cast<int>(std::floor(p.x));
    const int y = static_cast<int>(std::floor(p.y));
    const double right = p.x - x;
    const double down = p.y - y;
    const double above = at(x, y) * (1 - right) + at(x + 1, y) * right;
    const double below = at(x, y + 1) * (1 - right) + at(x + 1, y + 1) * right;
    return static_cast<unsigned char>(std::lround(above * (1 - down) + below * down));
  }
};

Clip clip(const PageImage& page, const StampArea& area) {
  const int left = std::max(0, area.left * area.scale);
  const int top = std::max(0, area.top * area.scale);
  const int right = std::min(page.width(), (area.left + pixGetWidth(area.mask.get())) * area.scale);
  const int bottom =
      std::min(page.height(), (area.top + pixGetHeight(area.mask.get())) * area.scale);
  if (left >= right || top >= bottom) return {};
  const std::unique_ptr<Box, BoxDeleter> box(boxCreate(left, top, right - left, bottom - top));
  const PageImage part(PixPtr(pixClipRectangle(page.pix(), box.get(), nullptr)));
  if (part.empty()) return {};
  Clip result{to_raster(part), left, top};
  for (int y = 0; y < result.raster.height; ++y) {
    unsigned char* row = result.raster.row(y);
    for (int x = 0; x < result.raster.width; ++x) {
      l_uint32 inside = 0;
      pixGetPixel(area.mask.get(), (x + left) / area.scale - area.left,
                  (y + top) / area.scale - area.top, &inside);
      if (inside == 0) row[x] = kPaper;
    }
  }
  return result;
}

void paint_out(Pix* piece, Pix* strokes, const Millimetres& mm) {
  const int soft_edge = mm.pixels(0.25) | 1;
  const PixPtr wide(pixDilateBrick(nullptr, strokes, soft_edge, soft_edge));
  if (wide) pixSetMasked(piece, wide.get(), kPaper);
}

// Straight strokes along the sides that are too long for letters.
void remove_straight_frame(Pix* piece, const Millimetres& mm) {
  const PixPtr ink(pixThresholdToBinary(piece, kStampInk));
  if (!ink) return;
  const int length = mm.pixels(kLongestStroke);
  // Small breaks in a stamped line are bridged first.
  const int bridge = mm.pixels(0.4);
  for (const bool level : {true, false}) {
    const PixPtr closed(
        pixCloseSafeBrick(nullptr, ink.get(), level ? bridge : 1, level ? 1 : bridge));
    const PixPtr lines(
        closed ? pixOpenBrick(nullptr, closed.get(), level ? length : 1, level ? 1 : length)
               : nullptr);
    if (lines) paint_out(piece, lines.get(), mm);
  }
}

// Outlines of other forms, such as an arrow: wide pieces of little ink.
void remove_outlines(Pix* piece, const Millimetres& mm) {
  constexpr double kLeastOutline = 13;  // mm: wider than a letter
  constexpr double kLeastHeight = 7;    // mm
  constexpr double kMostInk = 0.2;      // of the box around it; bold letters have 0.4
  const PixPtr ink(pixThresholdToBinary(piece, kStampInk));
  Pixa* found = nullptr;
  const std::unique_ptr<Boxa, BoxaDeleter> boxes(ink ? pixConnComp(ink.get(), &found, 8) : nullptr);
  const std::unique_ptr<Pixa, PixaDeleter> owned(found);
  for (int i = 0; boxes && found && i < boxaGetCount(boxes.get()); ++i) {
    PixelBox box;
    boxaGetBoxGeometry(boxes.get(), i, &box.left, &box.top, &box.width, &box.height);
    if (box.width < mm.pixels(kLeastOutline) || box.height < mm.pixels(kLeastHeight)) continue;
    const PixPtr outline(pixaGetPix(found, i, L_CLONE));
    l_float32 share = 1;
    pixForegroundFraction(outline.get(), &share);
    if (static_cast<double>(share) > kMostInk) continue;
    const PixPtr placed(pixCreateTemplate(ink.get()));
    if (!placed) continue;
    pixRasterop(placed.get(), box.left, box.top, box.width, box.height, PIX_SRC, outline.get(), 0,
                0);
    paint_out(piece, placed.get(), mm);
  }
}

// Upright on the page around the piece that lies level in `level`, pixels.
PixelBox cover_of(const PixelBox& level, Degrees turn) {
  PixelBox result;
  for (const int x : {level.left, level.right()})
    for (const int y : {level.top, level.bottom()}) {
      const PointF p = turned_by({static_cast<double>(x), static_cast<double>(y)}, {-turn.value});
      result = cover(
          result, {static_cast<int>(std::lround(p.x)), static_cast<int>(std::lround(p.y)), 1, 1});
    }
  return result;
}

}  // namespace

Millimetres::Millimetres(const PageImage& image, double dpi) {
  constexpr double kSheetWidthInches = 8.27;  // A4
  const double guess = std::min(image.width(), image.height()) / kSheetWidthInches;
  dots_ = (dpi > 0 ? dpi : guess) / kMillimetresPerInch;
}

int Millimetres::pixels(double millimetres) const {
  return std::max(1, static_cast<int>(std::lround(millimetres * dots_)));
}

double Millimetres::dpi() const {
  return dots_ * kMillimetresPerInch;
}

StampPiece cut_stamp(const PageImage& page, const StampArea& area, const InkPoints& ink,
                     Degrees turn, const Millimetres& mm) {
  const Extent extent = extent_of(ink, turn);
  const double dots = mm.per_millimetre();
  const PixelBox level{static_cast<int>(std::lround((extent.left - kStampMargin) * dots)),
                       static_cast<int>(std::lround((extent.top - kStampMargin) * dots)),
                       static_cast<int>(std::lround((extent.width() + 2 * kStampMargin) * dots)),
                       static_cast<int>(std::lround((extent.height() + 2 * kStampMargin) * dots))};
  StampPiece piece;
  piece.turn = turn;
  piece.box = cover_of(level, turn);
  piece.middle =
      turned_by({level.left + level.width / 2.0, level.top + level.height / 2.0}, {-turn.value});
  const Clip source = clip(page, area);
  if (source.raster.empty() || level.empty()) return piece;
  Raster out(level.width, level.height);
  const PointF along = turned_by({1, 0}, {-turn.value});
  for (int y = 0; y < out.height; ++y) {
    const PointF start = turned_by(
        {static_cast<double>(level.left), static_cast<double>(level.top + y)}, {-turn.value});
    for (int x = 0; x < out.width; ++x)
      out.row(y)[x] = source.at(PointF{start.x + along.x * x, start.y + along.y * x});
  }
  piece.image = to_grey_image(out);
  remove_straight_frame(piece.image.pix(), mm);
  remove_outlines(piece.image.pix(), mm);
  piece.image.set_dpi({mm.dpi()});
  return piece;
}

}  // namespace sohoa
