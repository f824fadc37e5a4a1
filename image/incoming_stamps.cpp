#include "image/incoming_stamps.h"

#include <allheaders.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>

#include "image/leptonica_lists.h"

namespace sohoa {
namespace {

// A stamp's rules part it into few fields; more are a table.
constexpr std::size_t kMostCells = 4;

PixPtr opened_and_joined(Pix* ink, int along, int join, bool level) {
  const PixPtr rules(level ? pixOpenBrick(nullptr, ink, along, 1)
                           : pixOpenBrick(nullptr, ink, 1, along));
  if (!rules) return nullptr;
  return PixPtr(level ? pixCloseSafeBrick(nullptr, rules.get(), join, 1)
                      : pixCloseSafeBrick(nullptr, rules.get(), 1, join));
}

// `box` in pixels of a quarter.
StampArea rectangle(const PixelBox& box) {
  StampArea area{PixPtr(pixCreate(box.width, box.height, 1)), box.left, box.top, kStampReduction};
  if (area.mask) pixSetAll(area.mask.get());
  return area;
}

PixPtr clipped(Pix* ink, const PixelBox& box) {
  const std::unique_ptr<Box, BoxDeleter> place(boxCreate(box.left, box.top, box.width, box.height));
  return PixPtr(place ? pixClipRectangle(ink, place.get(), nullptr) : nullptr);
}

// The share of rows that have ink among the columns [first, last).
double rows_with_ink(Pix* ink, int first, int last) {
  const PixPtr part = clipped(ink, {first, 0, last - first, pixGetHeight(ink)});
  if (!part) return 0;
  int rows = 0;
  for (int y = 0; y < pixGetHeight(part.get()); ++y) {
    l_int32 count = 0;
    pixCountPixelsInRow(part.get(), y, &count, nullptr);
    if (count > 0) ++rows;
  }
  return static_cast<double>(rows) / pixGetHeight(ink);
}

constexpr double kSlant = 3;  // mm that a side may lean
constexpr double kLeastSide = 0.7;
constexpr double kLeastUpright = 0.5;

// Lines of bold print have no upright stroke of such a length, whatever they look like else.
bool has_upright_sides(Pix* upright, const PixelBox& box, const Millimetres& mm) {
  const int band = mm.pixels(kSlant) / kStampReduction + 1;
  const PixPtr part = clipped(upright, box);
  if (!part || pixGetWidth(part.get()) < 2 * band) return false;
  const int width = pixGetWidth(part.get());
  return rows_with_ink(part.get(), 0, band) >= kLeastUpright &&
         rows_with_ink(part.get(), width - band, width) >= kLeastUpright;
}

// Worn stamps lose one of them.
bool has_a_level_side(Pix* level, const PixelBox& box, const Millimetres& mm) {
  const int band = mm.pixels(kSlant) / kStampReduction + 1;
  const PixPtr part = clipped(level, box);
  const PixPtr across(part ? pixRotate90(part.get(), 1) : nullptr);
  if (!across || pixGetWidth(across.get()) < 2 * band) return false;
  const int height = pixGetWidth(across.get());
  return rows_with_ink(across.get(), 0, band) >= kLeastSide ||
         rows_with_ink(across.get(), height - band, height) >= kLeastSide;
}

bool has_size_of_incoming_stamp(const PixelBox& box, double dots) {
  constexpr double kLeastWidth = 25, kLeastHeight = 12;
  const double width = box.width / dots, height = box.height / dots;
  return width >= kLeastWidth && height >= kLeastHeight && has_size_of_framed_stamp(width, height);
}

// Frames found by their rules alone, however letters and pen cross them: a worn rubber
// stamp leaves gaps of some millimetres.
std::vector<IncomingStamp> framed_by_rules(Pix* small, const Millimetres& mm) {
  constexpr double kShortestLevel = 4, kShortestUpright = 6, kLongestGap = 7, kOpenCorner = 2.5;
  constexpr double kLeastFilled = 0.7;  // of the box around it: a frame that is nearly level
  const auto pixels = [&](double length) { return mm.pixels(length) / kStampReduction + 1; };
  const int gap = pixels(kLongestGap);
  const PixPtr level = opened_and_joined(small, pixels(kShortestLevel), gap, true);
  const PixPtr upright = opened_and_joined(small, pixels(kShortestUpright), gap, false);
  const PixPtr both(level && upright ? pixOr(nullptr, level.get(), upright.get()) : nullptr);
  const int corner = pixels(kOpenCorner);
  const PixPtr rules(both ? pixCloseSafeBrick(nullptr, both.get(), corner, corner) : nullptr);
  const PixPtr filled(rules ? pixHolesByFilling(rules.get(), 4) : nullptr);
  if (!filled) return {};
  pixOr(filled.get(), filled.get(), rules.get());
  // Rules that go on beyond the frame belong to letters.
  const int thin = pixels(kShortestLevel);
  const PixPtr areas(pixOpenBrick(nullptr, filled.get(), thin, thin));
  const double dots = mm.per_millimetre() / kStampReduction;
  const auto is_frame = [&](const PixelBox& box) {
    return has_size_of_incoming_stamp(box, dots) && has_upright_sides(upright.get(), box, mm);
  };
  std::vector<IncomingStamp> found;
  for (const InkComponent& component : components_of(rules.get()))
    if (is_frame(component.box) && has_a_level_side(level.get(), component.box, mm))
      found.push_back({rectangle(component.box), nullptr});
  for (const InkComponent& component : components_of(areas.get())) {
    const PixelBox& box = component.box;
    l_int32 count = 0;
    pixCountPixels(component.pix.get(), &count, nullptr);
    if (!is_frame(box) || count < kLeastFilled * box.width * box.height) continue;
    found.push_back(
        {{PixPtr(pixCopy(nullptr, component.pix.get())), box.left, box.top, kStampReduction},
         nullptr});
  }
  return found;
}

// Letters that stand across the edge are of no use to layout either.
void add_letters_across(StampArea& area, Pix* small, const Millimetres& mm) {
  constexpr double kMostAcross = 1.2;  // mm that a letter sticks out of a frame
  const int reach = mm.pixels(kMostAcross) / kStampReduction + 1;
  StampArea wide{PixPtr(pixAddBorder(area.mask.get(), reach, 0)), area.left - reach,
                 area.top - reach, area.scale};
  if (!wide.mask) return;
  const PixPtr ink(pixCreateTemplate(wide.mask.get()));
  if (!ink) return;
  pixRasterop(ink.get(), 0, 0, pixGetWidth(ink.get()), pixGetHeight(ink.get()), PIX_SRC, small,
              wide.left, wide.top);
  const PixPtr seed(pixAnd(nullptr, ink.get(), wide.mask.get()));
  const PixPtr across(seed ? pixSeedfillBinary(nullptr, seed.get(), ink.get(), 8) : nullptr);
  if (!across) return;
  const PixPtr grown(pixDilateBrick(nullptr, across.get(), 3, 3));
  if (!grown) return;
  pixOr(wide.mask.get(), wide.mask.get(), grown.get());
  area = std::move(wide);
}

// Components of `half`, the page's ink at a half, that may be letters; in pixels of a quarter.
std::vector<PixelBox> letters_of(Pix* half, const Millimetres& mm) {
  constexpr int kRatio = kStampReduction / kStampInkReduction;
  std::vector<PixelBox> letters;
  const double dots = mm.per_millimetre() / kStampInkReduction;
  const std::unique_ptr<Boxa, BoxaDeleter> boxes(pixConnCompBB(half, 8));
  for (int i = 0; boxes && i < boxaGetCount(boxes.get()); ++i) {
    PixelBox box;
    boxaGetBoxGeometry(boxes.get(), i, &box.left, &box.top, &box.width, &box.height);
    const double longest = std::max(box.width, box.height) / dots;
    if (longest >= kLeastStampLetter && longest <= kMostStampLetter)
      letters.push_back(
          {box.left / kRatio, box.top / kRatio, box.width / kRatio, box.height / kRatio});
  }
  return letters;
}

// Secrecy and urgency stamps say a dozen letters, incoming stamps several lines; a table or a
// frame that stands alone on its lines is no trouble to layout.
bool is_incoming_stamp(const StampArea& area, const std::vector<PixelBox>& letters,
                       const Millimetres& mm) {
  constexpr int kLeastInside = 18;
  constexpr int kLeastBeside = 6;
  if (!area.mask) return false;
  const int left = area.left, right = area.left + pixGetWidth(area.mask.get());
  const int top = area.top, bottom = area.top + pixGetHeight(area.mask.get());
  const int apart = mm.pixels(kStampMargin) / kStampReduction;
  int inside = 0, beside = 0;
  for (const PixelBox& letter : letters) {
    const int x = letter.left + letter.width / 2, y = letter.top + letter.height / 2;
    if (y < top || y >= bottom) continue;
    l_uint32 enclosed = 0;
    if (x >= left && x < right) pixGetPixel(area.mask.get(), x - left, y - top, &enclosed);
    if (enclosed != 0) ++inside;
    const bool row = y > top + (bottom - top) / 8 && y < bottom - (bottom - top) / 8;
    if (row && (letter.left > right + apart || letter.right() < left - apart)) ++beside;
  }
  return inside >= kLeastInside && beside >= kLeastBeside;
}

}  // namespace

StampCandidate as_candidate(const IncomingStamp& stamp, const PageImage& binary,
                            const Millimetres& mm) {
  const StampArea& area = stamp.area;
  StampCandidate candidate;
  candidate.area = {PixPtr(pixCopy(nullptr, area.mask.get())), area.left, area.top, area.scale};
  const PixPtr ink(pixCreateTemplate(area.mask.get()));
  const PixPtr small = reduced(reduced(binary.pix(), 1, 0).get(), 1, 0);
  if (!ink || !small) return candidate;
  const int width = pixGetWidth(ink.get()), height = pixGetHeight(ink.get());
  pixRasterop(ink.get(), 0, 0, width, height, PIX_SRC, small.get(), area.left, area.top);
  pixAnd(ink.get(), ink.get(), area.mask.get());
  const double dots = mm.per_millimetre() / area.scale;
  add_points(candidate.ink, ink.get(), area.left, area.top, dots);
  candidate.turns = {levelling_turn(candidate.ink)};
  candidate.square_millimetres = width * height / (dots * dots);
  return candidate;
}

std::vector<IncomingStamp> find_incoming_stamps(const CleanPage& page, const Millimetres& mm) {
  const PixPtr half = reduced(page.binary.pix(), 1, 0);
  const PixPtr small = reduced(half.get(), 1, 0);
  if (!small) return {};
  std::vector<IncomingStamp> found = framed_by_rules(small.get(), mm);
  for (const TableGrid& grid : page.tables)
    if (grid.cells.size() <= kMostCells &&
        has_size_of_framed_stamp(grid.box.width / mm.per_millimetre(),
                                 grid.box.height / mm.per_millimetre()))
      found.push_back(
          {rectangle({grid.box.left / kStampReduction, grid.box.top / kStampReduction,
                      grid.box.width / kStampReduction + 2, grid.box.height / kStampReduction + 2}),
           &grid});
  if (found.empty()) return found;
  const std::vector<PixelBox> letters = letters_of(half.get(), mm);
  std::erase_if(found, [&](const IncomingStamp& stamp) {
    return !is_incoming_stamp(stamp.area, letters, mm);
  });
  for (IncomingStamp& stamp : found) add_letters_across(stamp.area, small.get(), mm);
  return found;
}

}  // namespace sohoa
