#include "pdf/access_line.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>
#include <utility>

#include "document/median.h"
#include "pdf/invisible_font.h"
#include "pdf/letter_reach.h"

namespace sohoa {
namespace {

// Along and across count from (x, y); the baseline climbs by `slope` across for
// each pixel along.
struct Direction {
  double cosine = 1;
  double sine = 0;
  double slope = 0;
  double x = 0;
  double y = 0;
};

// A word's box in the line's own axes.
struct TurnedBox {
  double centre = 0;  // along
  double middle = 0;  // across, of the word's own height at its centre
  double length = 0;
  double height = 0;
};

// A baseline as the line's words give it.
struct Fit {
  double slope = 0;
  double offset = 0;
};

// Text within 5 degrees of level or upright is written level or upright, each
// word a step higher or lower: poppler takes a word apart whose letters climb
// by more than half a point.
void set_angle(double dx, double dy, Direction& direction) {
  constexpr double kRightAngle = std::numbers::pi / 2;
  constexpr double kStepwise = 5 * std::numbers::pi / 180;
  const double angle = std::atan2(dy, dx);
  const double turns = std::round(angle / kRightAngle);
  const double rest = angle - turns * kRightAngle;
  if (std::abs(rest) > kStepwise) {
    direction.cosine = std::cos(angle);
    direction.sine = std::sin(angle);
    return;
  }
  direction.cosine = std::round(std::cos(turns * kRightAngle));
  direction.sine = std::round(std::sin(turns * kRightAngle));
  direction.slope = std::tan(rest);
}

// Without a baseline the line runs level, along the lower edge of its first word.
Direction direction_of(const std::vector<ShownWord>& words, PointF start, PointF end,
                       double frame_height) {
  Direction direction;
  const double dx = end.x - start.x;
  const double dy = start.y - end.y;
  const bool known = std::hypot(dx, dy) > 0;
  direction.x = known ? start.x : words.front().box.left;
  direction.y = frame_height - (known ? start.y : words.front().box.bottom());
  if (known) set_angle(dx, dy, direction);
  return direction;
}

// A box stands upright around a slanting word of length l and height h: its
// width is l|cos| + h|sin|, its height l|sin| + h|cos|. Solved for both; near 45
// degrees, where that has no solution, the longer side is the length.
TurnedBox turned(const PixelBox& box, double frame_height, const Direction& line) {
  const double angle = std::atan(line.slope);
  const double c = std::abs(line.cosine * std::cos(angle) - line.sine * std::sin(angle));
  const double s = std::abs(line.sine * std::cos(angle) + line.cosine * std::sin(angle));
  const double longer = std::max({box.width, box.height, 1});
  const double shorter = std::max(std::min(box.width, box.height), 1);
  TurnedBox turned{0, 0, longer, shorter};
  const double determinant = c * c - s * s;
  if (std::abs(determinant) >= 0.5) {
    turned.length = std::clamp((box.width * c - box.height * s) / determinant, 1.0, longer);
    turned.height = std::clamp((box.height * c - box.width * s) / determinant, 1.0, longer);
  }
  const double x = box.left + box.width / 2.0 - line.x;
  const double y = frame_height - box.top - box.height / 2.0 - line.y;
  turned.centre = x * line.cosine + y * line.sine;
  turned.middle = y * line.cosine - x * line.sine;
  return turned;
}

// Pixels an em: the median of what the words say, each as often as it has
// letters. 0 when none says anything.
double size_of(const std::vector<ShownWord>& words, const std::vector<TurnedBox>& boxes) {
  constexpr std::size_t kHeaviest = 30;
  std::vector<double> sizes;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::optional<LetterReach> ink = word_reach(words[i].text);
    if (!ink) continue;
    sizes.insert(sizes.end(), std::min(words[i].text.size(), kHeaviest),
                 boxes[i].height / ink->height());
  }
  return median(std::move(sizes));
}

// The slope is the median over pairs of words half the line apart (a Theil-Sen
// estimator on n/2 pairs), taken from `given` where the line is too short to tell.
Fit fit_baseline(const std::vector<ShownWord>& words, const std::vector<TurnedBox>& boxes,
                 double size, double given) {
  constexpr std::size_t kLeastWords = 6;
  constexpr double kLeastPair = 3;  // em between the two of a pair
  std::vector<PointF> feet;         // along, across
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::optional<LetterReach> ink = word_reach(words[i].text);
    if (!ink) continue;
    const double middle = (ink->bottom + ink->top) / 2;
    feet.push_back({boxes[i].centre, boxes[i].middle - middle * size});
  }
  Fit fit{given, 0};
  if (feet.empty()) return fit;
  std::vector<double> slopes;
  const std::size_t half = feet.size() / 2;
  for (std::size_t i = 0; i + half < feet.size() && feet.size() >= kLeastWords; ++i) {
    const double run = feet[i + half].x - feet[i].x;
    if (run > kLeastPair * size) slopes.push_back((feet[i + half].y - feet[i].y) / run);
  }
  if (slopes.size() >= kLeastWords / 2) fit.slope = median(std::move(slopes));
  std::vector<double> offsets;
  for (const PointF& foot : feet) offsets.push_back(foot.y - fit.slope * foot.x);
  fit.offset = median(std::move(offsets));
  return fit;
}

// For a line of signs that say nothing about size: as if its tallest box reached
// from the given baseline to the ascent.
double size_above_baseline(const std::vector<TurnedBox>& boxes, double slope) {
  constexpr double kAscent = double{InvisibleFont::kAscent} / InvisibleFont::kUnitsPerEm;
  double above = 0;
  for (const TurnedBox& box : boxes) {
    above = std::max(above, box.middle + box.height / 2 - slope * box.centre);
  }
  return above / kAscent;
}

// Viewers tell words apart by the gap between them, not by the space glyph: poppler
// and pdf.js from a tenth of an em on. Words whose boxes touch or overlap give way.
void part_words(std::vector<WordPlace>& words, double size) {
  constexpr double kGap = 0.16;        // em
  constexpr double kLeastLeft = 0.25;  // of a word
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    WordPlace& word = words[i];
    WordPlace& next = words[i + 1];
    if (next.start < word.start) continue;
    const double room = next.start - kGap * size - word.start;
    if (room >= word.length) continue;
    word.length = std::max(room, kLeastLeft * word.length);
    const double moved = word.start + word.length + kGap * size - next.start;
    if (moved <= 0) continue;
    next.start += moved;
    next.length = std::max(next.length - moved, kLeastLeft * next.length);
  }
}

}  // namespace

PlacedLine place_line(const std::vector<ShownWord>& words, PointF start, PointF end,
                      int frame_height) {
  const Direction direction = direction_of(words, start, end, frame_height);
  std::vector<TurnedBox> boxes;
  for (const ShownWord& word : words) boxes.push_back(turned(word.box, frame_height, direction));
  double size = size_of(words, boxes);
  const Fit fit = fit_baseline(words, boxes, size, direction.slope);
  if (size == 0) size = size_above_baseline(boxes, direction.slope);
  PlacedLine placed{direction.cosine, direction.sine, direction.x, direction.y, 1, {}};
  placed.font_size = std::max(1.0, std::round(size * 10) / 10);
  for (const TurnedBox& box : boxes) {
    placed.words.push_back(
        {box.centre - box.length / 2, box.length, fit.offset + fit.slope * box.centre});
  }
  part_words(placed.words, placed.font_size);
  return placed;
}

}  // namespace sohoa
