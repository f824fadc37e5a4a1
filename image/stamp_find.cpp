#include "image/stamp_find.h"

#include <allheaders.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>

#include "image/leptonica_lists.h"

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
constexpr double kStampLetter = 2.8;  // letters of secrecy and urgency stamps are higher

// The component with its holes filled and a margin about it.
StampArea area_of(const InkComponent& component, int margin) {
  StampArea area{nullptr, component.box.left - margin, component.box.top - margin, kStampReduction};
  const PixPtr wide(pixAddBorder(component.pix.get(), margin, 0));
  const PixPtr holes(wide ? pixHolesByFilling(wide.get(), 4) : nullptr);
  if (!holes) return area;
  pixOr(holes.get(), holes.get(), wide.get());
  area.mask.reset(pixDilateBrick(nullptr, holes.get(), 2 * margin - 1, 2 * margin - 1));
  return area;
}

// The page's `ink`, reduced by kStampInkReduction, under the component.
PixPtr ink_under(const InkComponent& component, Pix* ink) {
  constexpr int kRatio = kStampReduction / kStampInkReduction;
  const PixelBox& box = component.box;
  const std::unique_ptr<Box, BoxDeleter> place(
      boxCreate(box.left * kRatio, box.top * kRatio, box.width * kRatio, box.height * kRatio));
  PixPtr part(place ? pixClipRectangle(ink, place.get(), nullptr) : nullptr);
  const PixPtr mask(pixExpandReplicate(component.pix.get(), kRatio));
  if (part && mask) pixAnd(part.get(), part.get(), mask.get());
  return part;
}

struct Letters {
  InkPoints ink;
  std::size_t count = 0;
  std::size_t large = 0;
};

Letters letters_in(Pix* ink, double left, double top, double per_millimetre) {
  Letters letters;
  for (const InkComponent& part : components_of(ink)) {
    const double longest = std::max(part.box.width, part.box.height) / per_millimetre;
    if (longest < kLeastStampLetter || longest > kMostStampLetter) continue;
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
std::optional<StampCandidate> examine(const InkComponent& component, Pix* ink,
                                      const Millimetres& mm) {
  const double width = component.box.width * kStampReduction / mm.per_millimetre();
  const double height = component.box.height * kStampReduction / mm.per_millimetre();
  if (std::max(width, height) < kLeastWidth * 0.7 || std::min(width, height) < kLeastHeight ||
      height > kMostSlantedHeight)
    return std::nullopt;
  const PixPtr own = ink_under(component, ink);
  if (!own) return std::nullopt;
  constexpr int kRatio = kStampReduction / kStampInkReduction;
  const double left = component.box.left * kRatio;
  const double top = component.box.top * kRatio;
  const double per_millimetre = mm.per_millimetre() / kStampInkReduction;
  StampCandidate candidate;
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
    candidate.likelihood = StampLikelihood::round;
    candidate.turns = {Degrees{}};
  } else if (large) {
    candidate.likelihood = StampLikelihood::large_letters;
  }
  candidate.area = area_of(component, mm.pixels(kStampMargin) / kStampReduction + 1);
  if (!candidate.area.mask) return std::nullopt;
  return candidate;
}

// Whether the ink is a line around most of its extent, with room inside.
bool encloses(const InkComponent& component, const StampCandidate& candidate,
              const Millimetres& mm) {
  constexpr double kLeastFilled = 0.5;  // an arrow; a rectangle has nearly 1
  constexpr double kMostInk = 0.6;      // of what it encloses
  const Extent level = extent_of(candidate.ink, candidate.turns.back());
  if (!has_size_of_framed_stamp(level.width(), level.height())) return false;
  const PixPtr wide(pixAddBorder(component.pix.get(), 1, 0));
  const PixPtr holes(wide ? pixHolesByFilling(wide.get(), 4) : nullptr);
  if (!holes) return false;
  l_int32 inside = 0;
  l_int32 line = 0;
  pixCountPixels(holes.get(), &inside, nullptr);
  pixCountPixels(component.pix.get(), &line, nullptr);
  const double dots = mm.per_millimetre() / kStampReduction;
  return inside + line > kLeastFilled * level.width() * level.height() * dots * dots &&
         line < kMostInk * (inside + line);
}

}  // namespace

void add_points(InkPoints& points, Pix* ink, double left, double top, double per_millimetre) {
  const int words = pixGetWpl(ink);
  for (int y = 0; y < pixGetHeight(ink); ++y) {
    const l_uint32* line = pixGetData(ink) + static_cast<std::size_t>(y) * words;
    for (int x = 0; x < pixGetWidth(ink); ++x)
      if ((line[x >> 5] >> (31 - (x & 31)) & 1) != 0)
        points.push_back({(left + x) / per_millimetre, (top + y) / per_millimetre});
  }
}

std::vector<InkComponent> components_of(Pix* ink) {
  Pixa* found = nullptr;
  const std::unique_ptr<Boxa, BoxaDeleter> boxes(ink ? pixConnComp(ink, &found, 8) : nullptr);
  const std::unique_ptr<Pixa, PixaDeleter> owned(found);
  std::vector<InkComponent> result;
  for (int i = 0; boxes && found && i < boxaGetCount(boxes.get()); ++i) {
    InkComponent component{PixPtr(pixaGetPix(found, i, L_CLONE)), {}};
    PixelBox& box = component.box;
    boxaGetBoxGeometry(boxes.get(), i, &box.left, &box.top, &box.width, &box.height);
    if (component.pix) result.push_back(std::move(component));
  }
  return result;
}

PixPtr reduced(Pix* ink, int first, int second) {
  return PixPtr(ink == nullptr ? nullptr : pixReduceRankBinaryCascade(ink, first, second, 0, 0));
}

bool has_size_of_framed_stamp(double width, double height) {
  return width >= kLeastFrameWidth && width <= kMostFrameWidth && height >= kLeastFrameHeight &&
         height <= kMostFrameHeight;
}

std::vector<StampCandidate> find_coloured_stamps(const PageImage& coloured, const Millimetres& mm) {
  const PixPtr ink(pixThresholdToBinary(coloured.pix(), kStampInk));
  const PixPtr half = reduced(ink.get(), 1, 0);
  const PixPtr small = reduced(half.get(), 1, 0);
  if (!small) return {};
  const PixPtr joined(pixCloseSafeBrick(nullptr, small.get(),
                                        mm.pixels(kLetterGap) / kStampReduction + 1,
                                        mm.pixels(kLineGap) / kStampReduction + 1));
  std::vector<StampCandidate> found;
  for (const InkComponent& component : components_of(joined.get()))
    if (auto candidate = examine(component, half.get(), mm)) found.push_back(std::move(*candidate));
  return found;
}

std::vector<StampCandidate> find_framed_stamps(const PageImage& binary, const Millimetres& mm) {
  const PixPtr half = reduced(binary.pix(), 1, 0);
  const PixPtr small = reduced(half.get(), 1, 0);
  std::vector<StampCandidate> found;
  for (const InkComponent& component : components_of(small.get())) {
    const double width = component.box.width * kStampReduction / mm.per_millimetre();
    if (width < kLeastFrameWidth * 0.7 || width > kMostFrameWidth) continue;
    auto candidate = examine(component, half.get(), mm);
    if (candidate && encloses(component, *candidate, mm)) found.push_back(std::move(*candidate));
  }
  return found;
}

}  // namespace sohoa
