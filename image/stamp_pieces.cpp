#include "image/stamp_pieces.h"

#include <allheaders.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>

#include "image/leptonica_lists.h"
#include "image/stamp_cut.h"
#include "image/stamp_shape.h"

namespace sohoa {
namespace {

// Sizes in millimetres. Secrecy stamps are 20 x 8 mm and larger, their letters
// about 5 mm high (circular 33/2015/TT-BCA); an incoming stamp is about
// 60 x 25 mm with letters of 2 mm; a round seal is 30 to 42 mm wide.
constexpr double kLeastWidth = 6;
constexpr double kLeastHeight = 1.8;
constexpr double kMostHeight = 45;
constexpr double kMostSlantedHeight = 75;  // of the upright box around a slanted stamp
constexpr double kSealWidth = 26;
constexpr double kLetterGap = 2.5;  // letters and words of one line lie nearer than this
constexpr double kLineGap = 1.2;
constexpr double kLeastFrameWidth = 12;
constexpr double kMostFrameWidth = 90;
constexpr double kLeastFrameHeight = 5;
constexpr double kMostFrameHeight = 40;
constexpr double kLeastLetter = 1.5;
constexpr double kMostLetter = 11;
constexpr double kStampLetter = 2.8;  // letters of secrecy and urgency stamps are higher

// Pieces are found on the image reduced to a quarter of its side and measured at a half.
constexpr int kReduction = 4;
constexpr int kInkReduction = 2;

// From the likeliest; round: with large letters inside.
enum class Likelihood { large_letters, some_ink, round };

struct Candidate {
  StampArea area;
  InkPoints ink;
  std::vector<Degrees> turns;
  Likelihood likelihood = Likelihood::some_ink;
  double square_millimetres = 0;  // of one reading
};

struct Component {
  PixPtr pix;
  PixelBox box;
};

std::vector<Component> components_of(Pix* ink) {
  Pixa* found = nullptr;
  const std::unique_ptr<Boxa, BoxaDeleter> boxes(ink ? pixConnComp(ink, &found, 8) : nullptr);
  const std::unique_ptr<Pixa, PixaDeleter> owned(found);
  std::vector<Component> result;
  for (int i = 0; boxes && found && i < boxaGetCount(boxes.get()); ++i) {
    Component component{PixPtr(pixaGetPix(found, i, L_CLONE)), {}};
    PixelBox& box = component.box;
    boxaGetBoxGeometry(boxes.get(), i, &box.left, &box.top, &box.width, &box.height);
    if (component.pix) result.push_back(std::move(component));
  }
  return result;
}

PixPtr reduced(Pix* ink, int first, int second) {
  return PixPtr(ink == nullptr ? nullptr : pixReduceRankBinaryCascade(ink, first, second, 0, 0));
}

// The component with its holes filled and a margin about it.
StampArea area_of(const Component& component, int margin) {
  StampArea area{nullptr, component.box.left - margin, component.box.top - margin, kReduction};
  const PixPtr wide(pixAddBorder(component.pix.get(), margin, 0));
  const PixPtr holes(wide ? pixHolesByFilling(wide.get(), 4) : nullptr);
  if (!holes) return area;
  pixOr(holes.get(), holes.get(), wide.get());
  area.mask.reset(pixDilateBrick(nullptr, holes.get(), 2 * margin - 1, 2 * margin - 1));
  return area;
}

// The page's `ink`, reduced by kInkReduction, under the component.
PixPtr ink_under(const Component& component, Pix* ink) {
  constexpr int kRatio = kReduction / kInkReduction;
  const PixelBox& box = component.box;
  const std::unique_ptr<Box, BoxDeleter> place(
      boxCreate(box.left * kRatio, box.top * kRatio, box.width * kRatio, box.height * kRatio));
  PixPtr part(place ? pixClipRectangle(ink, place.get(), nullptr) : nullptr);
  const PixPtr mask(pixExpandReplicate(component.pix.get(), kRatio));
  if (part && mask) pixAnd(part.get(), part.get(), mask.get());
  return part;
}

void add_points(InkPoints& points, Pix* ink, double left, double top, double per_millimetre) {
  const int words = pixGetWpl(ink);
  for (int y = 0; y < pixGetHeight(ink); ++y) {
    const l_uint32* line = pixGetData(ink) + static_cast<std::size_t>(y) * words;
    for (int x = 0; x < pixGetWidth(ink); ++x)
      if ((line[x >> 5] >> (31 - (x & 31)) & 1) != 0)
        points.push_back({(left + x) / per_millimetre, (top + y) / per_millimetre});
  }
}

struct Letters {
  InkPoints ink;
  std::size_t count = 0;
  std::size_t large = 0;
};

Letters letters_in(Pix* ink, double left, double top, double per_millimetre) {
  Letters letters;
  for (const Component& part : components_of(ink)) {
    const double longest = std::max(part.box.width, part.box.height) / per_millimetre;
    if (longest < kLeastLetter || longest > kMostLetter) continue;
    ++letters.count;
    if (longest >= kStampLetter) ++letters.large;
    add_points(letters.ink, part.pix.get(), left + part.box.left, top + part.box.top,
               per_millimetre);
  }
  return letters;
}

// By the letters and by all ink; both where they are far apart.
std::vector<Degrees> turns_of(const InkPoints& ink, const Letters& letters) {
  constexpr std::size_t kEnoughLetters = 2;
  constexpr double kSameTurn = 3;
  const Degrees by_all = levelling_turn(ink);
  if (letters.count < kEnoughLetters) return {by_all};
  const Degrees by_letters = levelling_turn(letters.ink);
  if (std::abs(by_letters.value - by_all.value) <= kSameTurn) return {by_all};
  return {by_letters, by_all};
}

bool may_be_text(const Extent& level) {
  return level.width() >= kLeastWidth && level.height() >= kLeastHeight &&
         level.height() <= kMostHeight && level.width() > level.height() / 2;
}

// Nothing where the piece cannot be a stamp of text.
std::optional<Candidate> examine(const Component& component, Pix* ink, const Millimetres& mm) {
  const double width = component.box.width * kReduction / mm.per_millimetre();
  const double height = component.box.height * kReduction / mm.per_millimetre();
  if (std::max(width, height) < kLeastWidth * 0.7 || std::min(width, height) < kLeastHeight ||
      height > kMostSlantedHeight)
    return std::nullopt;
  const PixPtr own = ink_under(component, ink);
  if (!own) return std::nullopt;
  constexpr int kRatio = kReduction / kInkReduction;
  const double left = component.box.left * kRatio;
  const double top = component.box.top * kRatio;
  const double per_millimetre = mm.per_millimetre() / kInkReduction;
  Candidate candidate;
  add_points(candidate.ink, own.get(), left, top, per_millimetre);
  if (candidate.ink.empty()) return std::nullopt;
  const bool round = is_round(candidate.ink);
  const Letters letters = letters_in(own.get(), left, top, per_millimetre);
  const bool large = letters.large >= 2;
  if (round && (!large || std::min(width, height) > kSealWidth)) return std::nullopt;
  candidate.turns = turns_of(candidate.ink, letters);
  const Extent level = extent_of(candidate.ink, candidate.turns.front());
  if (!may_be_text(level)) return std::nullopt;
  candidate.square_millimetres = level.width() * level.height();
  if (round) {
    candidate.likelihood = Likelihood::round;
    candidate.turns = {Degrees{}};
  } else if (large) {
    candidate.likelihood = Likelihood::large_letters;
  }
  candidate.area = area_of(component, mm.pixels(kStampMargin) / kReduction + 1);
  if (!candidate.area.mask) return std::nullopt;
  return candidate;
}

std::vector<Candidate> find_coloured(const PageImage& coloured, const Millimetres& mm) {
  const PixPtr ink(pixThresholdToBinary(coloured.pix(), kStampInk));
  const PixPtr half = reduced(ink.get(), 1, 0);
  const PixPtr small = reduced(half.get(), 1, 0);
  if (!small) return {};
  const PixPtr joined(pixCloseSafeBrick(nullptr, small.get(),
                                        mm.pixels(kLetterGap) / kReduction + 1,
                                        mm.pixels(kLineGap) / kReduction + 1));
  std::vector<Candidate> found;
  for (const Component& component : components_of(joined.get()))
    if (auto candidate = examine(component, half.get(), mm)) found.push_back(std::move(*candidate));
  return found;
}

// Whether the ink is a line around most of its extent, with room inside.
bool encloses(const Component& component, const Candidate& candidate, const Millimetres& mm) {
  constexpr double kLeastFilled = 0.5;  // an arrow; a rectangle has nearly 1
  constexpr double kMostInk = 0.6;      // of what it encloses
  const Extent level = extent_of(candidate.ink, candidate.turns.back());
  if (level.width() < kLeastFrameWidth || level.width() > kMostFrameWidth ||
      level.height() < kLeastFrameHeight || level.height() > kMostFrameHeight)
    return false;
  const PixPtr wide(pixAddBorder(component.pix.get(), 1, 0));
  const PixPtr holes(wide ? pixHolesByFilling(wide.get(), 4) : nullptr);
  if (!holes) return false;
  l_int32 inside = 0;
  l_int32 line = 0;
  pixCountPixels(holes.get(), &inside, nullptr);
  pixCountPixels(component.pix.get(), &line, nullptr);
  const double dots = mm.per_millimetre() / kReduction;
  return inside + line > kLeastFilled * level.width() * level.height() * dots * dots &&
         line < kMostInk * (inside + line);
}

// Frames in black ink with something in them.
std::vector<Candidate> find_framed(const PageImage& binary, const Millimetres& mm) {
  const PixPtr half = reduced(binary.pix(), 1, 0);
  const PixPtr small = reduced(half.get(), 1, 0);
  std::vector<Candidate> found;
  for (const Component& component : components_of(small.get())) {
    const double width = component.box.width * kReduction / mm.per_millimetre();
    if (width < kLeastFrameWidth * 0.7 || width > kMostFrameWidth) continue;
    auto candidate = examine(component, half.get(), mm);
    if (candidate && encloses(component, *candidate, mm)) found.push_back(std::move(*candidate));
  }
  return found;
}

struct Find {
  const PageImage* source = nullptr;
  Candidate candidate;
};

}  // namespace

std::vector<StampPiece> stamp_pieces(const CleanPage& page, const StampOptions& options) {
  const double dpi = page.quality.dpi.value * page.transform.scale;
  const PageImage& any = page.grey.empty() ? page.coloured : page.grey;
  const Millimetres mm(any, dpi);
  std::vector<Find> finds;
  const auto keep = [&](const PageImage& source, std::vector<Candidate> candidates) {
    for (Candidate& candidate : candidates) finds.push_back({&source, std::move(candidate)});
  };
  if (!page.coloured.empty()) keep(page.coloured, find_coloured(page.coloured, mm));
  if (!page.binary.empty() && !page.grey.empty()) keep(page.grey, find_framed(page.binary, mm));
  std::stable_sort(finds.begin(), finds.end(), [](const Find& a, const Find& b) {
    if (a.candidate.likelihood != b.candidate.likelihood)
      return a.candidate.likelihood < b.candidate.likelihood;
    return a.candidate.area.top < b.candidate.area.top;
  });

  std::vector<StampPiece> pieces;
  double area = 0;
  for (const auto& [source, candidate] : finds) {
    for (const Degrees turn : candidate.turns) {
      if (pieces.size() >= options.most_pieces) return pieces;
      if (!pieces.empty() && area + candidate.square_millimetres > options.most_area) continue;
      StampPiece piece = cut_stamp(*source, candidate.area, candidate.ink, turn, mm);
      if (piece.image.empty()) continue;
      area += candidate.square_millimetres;
      pieces.push_back(std::move(piece));
    }
  }
  return pieces;
}

PointF to_cleaned(const StampPiece& piece, PointF p) {
  const PointF moved = turned_by(
      {p.x - piece.image.width() / 2.0, p.y - piece.image.height() / 2.0}, {-piece.turn.value});
  return {piece.middle.x + moved.x, piece.middle.y + moved.y};
}

PixelBox to_cleaned(const StampPiece& piece, PixelBox box) {
  PixelBox covering;
  for (const int x : {box.left, box.right()})
    for (const int y : {box.top, box.bottom()}) {
      const PointF p = to_cleaned(piece, PointF{static_cast<double>(x), static_cast<double>(y)});
      covering = cover(
          covering, {static_cast<int>(std::lround(p.x)), static_cast<int>(std::lround(p.y)), 1, 1});
    }
  return covering;
}

}  // namespace sohoa
