#include "image/stamp_pieces.h"

#include <allheaders.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <utility>

namespace sohoa {
namespace {

// Ink darker than this on the white ground of the coloured image counts.
constexpr int kInkThreshold = 176;

// Sizes in millimetres. Secrecy stamps are 20 x 8 mm and larger, their letters
// about 5 mm high (circular 33/2015/TT-BCA); an incoming stamp is about
// 60 x 25 mm with letters of 2 mm; a round seal is 30 to 42 mm wide.
constexpr double kLeastWidth = 6;
constexpr double kLeastHeight = 1.8;
constexpr double kMostHeight = 45;
constexpr double kSealWidth = 26;
constexpr double kLongestStroke = 9;  // longer straight strokes are frames, not letters
constexpr double kLetterGap = 2.5;    // letters and words of one line lie nearer than this
constexpr double kLineGap = 1.2;
constexpr double kMargin = 2;
constexpr double kLeastFrameWidth = 12;
constexpr double kMostFrameWidth = 90;
constexpr double kLeastFrameHeight = 5;
constexpr double kMostFrameHeight = 40;

class Millimetres {
 public:
  Millimetres(const PageImage& image, double dpi)
      : dots_((dpi > 0 ? dpi : std::min(image.width(), image.height()) / kSheetWidthInches) /
              kMillimetresPerInch) {}
  [[nodiscard]] int pixels(double millimetres) const {
    return std::max(1, static_cast<int>(std::lround(millimetres * dots_)));
  }
  [[nodiscard]] double dpi() const { return dots_ * kMillimetresPerInch; }

 private:
  static constexpr double kMillimetresPerInch = 25.4;
  static constexpr double kSheetWidthInches = 8.27;  // A4
  double dots_;
};

struct BoxaDeleter {
  void operator()(Boxa* boxes) const { boxaDestroy(&boxes); }
};

bool looks_like_seal(const PixelBox& box, const Millimetres& mm) {
  const double aspect = static_cast<double>(box.width) / box.height;
  return box.height > mm.pixels(kSealWidth) && aspect > 0.8 && aspect < 1.25;
}

bool may_be_text(const PixelBox& box, const Millimetres& mm) {
  return box.width >= mm.pixels(kLeastWidth) && box.height >= mm.pixels(kLeastHeight) &&
         box.height <= mm.pixels(kMostHeight) && box.width > box.height / 2 &&
         !looks_like_seal(box, mm);
}

PixelBox grown(PixelBox box, int margin, const PageImage& within) {
  const int left = std::max(0, box.left - margin);
  const int top = std::max(0, box.top - margin);
  const int right = std::min(within.width(), box.right() + margin);
  const int bottom = std::min(within.height(), box.bottom() + margin);
  return {left, top, right - left, bottom - top};
}

// The boxes of the connected pieces of `ink`, in pixels `scale` times smaller.
std::vector<PixelBox> boxes_of(Pix* ink, int scale) {
  const std::unique_ptr<Boxa, BoxaDeleter> boxes(ink == nullptr ? nullptr : pixConnCompBB(ink, 8));
  std::vector<PixelBox> result;
  for (int i = 0; boxes && i < boxaGetCount(boxes.get()); ++i) {
    PixelBox box;
    boxaGetBoxGeometry(boxes.get(), i, &box.left, &box.top, &box.width, &box.height);
    result.push_back({box.left * scale, box.top * scale, box.width * scale, box.height * scale});
  }
  return result;
}

// Sizes are judged on the image reduced to a quarter of its side.
constexpr int kReduction = 4;

PixPtr quarter(Pix* ink) {
  return PixPtr(ink == nullptr ? nullptr : pixReduceRankBinaryCascade(ink, 1, 1, 0, 0));
}

std::vector<PixelBox> topmost(std::vector<PixelBox> pieces, const PageImage& page,
                              const Millimetres& mm, std::size_t most) {
  std::stable_sort(pieces.begin(), pieces.end(),
                   [](const PixelBox& a, const PixelBox& b) { return a.top < b.top; });
  if (pieces.size() > most) pieces.resize(most);
  for (PixelBox& box : pieces) box = grown(box, mm.pixels(kMargin), page);
  return pieces;
}

// Pieces of coloured ink of text-like size, from the top of the page downwards.
std::vector<PixelBox> find_coloured(const PageImage& coloured, const Millimetres& mm,
                                    std::size_t most) {
  const PixPtr ink(pixThresholdToBinary(coloured.pix(), kInkThreshold));
  const PixPtr small = quarter(ink.get());
  if (!small) return {};
  const PixPtr joined(pixCloseSafeBrick(nullptr, small.get(),
                                        mm.pixels(kLetterGap) / kReduction + 1,
                                        mm.pixels(kLineGap) / kReduction + 1));
  std::vector<PixelBox> pieces = boxes_of(joined.get(), kReduction);
  std::erase_if(pieces, [&](const PixelBox& box) { return !may_be_text(box, mm); });
  return topmost(std::move(pieces), coloured, mm, most);
}

// Whether a stroke runs along the upper and the lower edge of `box`.
bool has_frame(const std::vector<PixelBox>& strokes, const PixelBox& box) {
  bool above = false, below = false;
  for (const PixelBox& stroke : strokes) {
    const bool along = stroke.width > box.width * 3 / 4 && stroke.left >= box.left - kReduction &&
                       stroke.right() <= box.right() + kReduction;
    if (!along) continue;
    above = above ||
            (stroke.top >= box.top - kReduction && stroke.bottom() <= box.top + box.height / 3);
    below = below || (stroke.bottom() <= box.bottom() + kReduction &&
                      stroke.top >= box.bottom() - box.height / 3);
  }
  return above && below;
}

// Small frames in black ink with something in them.
std::vector<PixelBox> find_framed(const PageImage& binary, const Millimetres& mm,
                                  std::size_t most) {
  const PixPtr small = quarter(binary.pix());
  const PixPtr lines(
      small ? pixOpenBrick(nullptr, small.get(), mm.pixels(kLongestStroke) / kReduction, 1)
            : nullptr);
  const std::vector<PixelBox> strokes = boxes_of(lines.get(), kReduction);
  if (strokes.size() < 2) return {};
  std::vector<PixelBox> pieces = boxes_of(small.get(), kReduction);
  std::erase_if(pieces, [&](const PixelBox& box) {
    return box.width < mm.pixels(kLeastFrameWidth) || box.width > mm.pixels(kMostFrameWidth) ||
           box.height < mm.pixels(kLeastFrameHeight) || box.height > mm.pixels(kMostFrameHeight) ||
           !has_frame(strokes, box);
  });
  return topmost(std::move(pieces), binary, mm, most);
}

// Degrees to turn `ink` clockwise to level it; 0 when it shows no direction.
double levelling_angle(Pix* ink) {
  constexpr float kWidestAngle = 12;
  constexpr float kCoarseStep = 1;
  constexpr float kFineStep = 0.1F;
  constexpr float kLeastConfidence = 2;
  constexpr double kLevelEnough = 0.4;
  l_float32 angle = 0;
  l_float32 confidence = 0;
  const int reduction = pixGetWidth(ink) > 400 ? 2 : 1;
  if (pixFindSkewSweepAndSearch(ink, &angle, &confidence, reduction, 1, kWidestAngle, kCoarseStep,
                                kFineStep) != 0)
    return 0;
  const double turn = static_cast<double>(angle);
  return confidence >= kLeastConfidence && std::abs(turn) >= kLevelEnough ? turn : 0;
}

// Paints straight strokes that are too long for letters white in `piece`.
void remove_frame(Pix* piece, const Millimetres& mm) {
  const PixPtr ink(pixThresholdToBinary(piece, kInkThreshold));
  if (!ink) return;
  const int length = mm.pixels(kLongestStroke);
  for (const bool level : {true, false}) {
    const int width = level ? length : 1;
    const int height = level ? 1 : length;
    // Small breaks in a stamped line are bridged first.
    const int bridge = mm.pixels(0.4);
    const PixPtr closed(
        pixCloseSafeBrick(nullptr, ink.get(), level ? bridge : 1, level ? 1 : bridge));
    const PixPtr lines(closed ? pixOpenBrick(nullptr, closed.get(), width, height) : nullptr);
    if (!lines) continue;
    const int soft_edge = mm.pixels(0.25) | 1;
    const PixPtr wide(pixDilateBrick(nullptr, lines.get(), soft_edge, soft_edge));
    if (wide) pixSetMasked(piece, wide.get(), 255);
  }
}

StampPiece cut_out(const PageImage& image, const PixelBox& box, const Millimetres& mm) {
  StampPiece piece{box, {}, {}};
  Box* const area = boxCreate(box.left, box.top, box.width, box.height);
  PixPtr pix(pixClipRectangle(image.pix(), area, nullptr));
  Box* owned = area;
  boxDestroy(&owned);
  if (!pix) return piece;
  const PixPtr ink(pixThresholdToBinary(pix.get(), kInkThreshold));
  piece.turn.value = ink ? levelling_angle(ink.get()) : 0;
  if (piece.turn.value != 0) {
    const auto radians = static_cast<l_float32>(piece.turn.value * std::numbers::pi / 180);
    pix.reset(pixRotate(pix.get(), radians, L_ROTATE_AREA_MAP, L_BRING_IN_WHITE, 0, 0));
    if (!pix) return piece;
  }
  remove_frame(pix.get(), mm);
  piece.image = PageImage(std::move(pix));
  piece.image.set_dpi({mm.dpi()});
  return piece;
}

}  // namespace

std::vector<StampPiece> stamp_pieces(const CleanPage& page, const StampOptions& options) {
  std::vector<StampPiece> pieces;
  const double dpi = page.quality.dpi.value * page.transform.scale;
  const auto cut = [&](const PageImage& image, const std::vector<PixelBox>& boxes) {
    for (const PixelBox& box : boxes) {
      StampPiece piece = cut_out(image, box, Millimetres(image, dpi));
      if (!piece.image.empty()) pieces.push_back(std::move(piece));
    }
  };
  if (!page.coloured.empty())
    cut(page.coloured,
        find_coloured(page.coloured, Millimetres(page.coloured, dpi), options.most_pieces));
  if (!page.binary.empty() && !page.grey.empty())
    cut(page.grey, find_framed(page.binary, Millimetres(page.binary, dpi), options.most_pieces));
  return pieces;
}

PointF to_cleaned(const StampPiece& piece, PointF p) {
  const double radians = piece.turn.value * std::numbers::pi / 180;
  const double dx = p.x - piece.image.width() / 2.0;
  const double dy = p.y - piece.image.height() / 2.0;
  return {piece.box.left + piece.box.width / 2.0 + dx * std::cos(radians) + dy * std::sin(radians),
          piece.box.top + piece.box.height / 2.0 - dx * std::sin(radians) + dy * std::cos(radians)};
}

PixelBox to_cleaned(const StampPiece& piece, PixelBox box) {
  PixelBox cover_box;
  for (const int x : {box.left, box.right()})
    for (const int y : {box.top, box.bottom()}) {
      const PointF p = to_cleaned(piece, PointF{static_cast<double>(x), static_cast<double>(y)});
      const PixelBox corner{static_cast<int>(std::lround(p.x)), static_cast<int>(std::lround(p.y)),
                            1, 1};
      cover_box = cover(cover_box, corner);
    }
  return cover_box;
}

}  // namespace sohoa
