#include "image/rules.h"

#include <allheaders.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <optional>
#include <utility>

#include "image/leptonica_lists.h"

namespace sohoa {
namespace {

// Millimetres. The strokes of print are shorter: a bold T of 16 points has 4 mm.
constexpr double kLeastPiece = 2.5;
constexpr double kLongPiece = 5;
constexpr double kLeastLength = 10;
constexpr double kLeastJoining = 4.5;  // of a rule between two others: the height of a row
constexpr double kMostThickness = 1.2;
constexpr double kMostBreak = 2;
constexpr double kMostStep = 0.25;  // across, from piece to piece
constexpr double kSampling = 4;     // of the middle of a rule
constexpr double kJoint = 1;        // rules meet when their ends are so near
constexpr double kLeastInk = 0.75;  // share of the length
constexpr double kMillimetresPerInch = 25.4;
constexpr double kSurelyNoLetters = 25;
constexpr double kFreeLevel = 0.5;     // share of the length
constexpr double kFreeUpright = 0.88;  // share of the length
// More pieces than this are a screen or noise; a page of forms has some hundreds.
constexpr int kMostPieces = 20000;

class Scale {
 public:
  explicit Scale(double dpi) : dots_(dpi / kMillimetresPerInch) {}
  [[nodiscard]] int pixels(double millimetres) const {
    return std::max(1, static_cast<int>(std::lround(millimetres * dots_)));
  }

 private:
  double dots_;
};

// A run of ink along a level line.
struct Piece {
  int from = 0;
  int to = 0;
  int thickness = 1;
  std::vector<PointF> middle;
};

// Rows and columns exchanged.
PixPtr transposed(Pix* pix) {
  const PixPtr turned(pixRotate90(pix, 1));
  return PixPtr(turned ? pixFlipLR(nullptr, turned.get()) : nullptr);
}

int thickness_of(Pix* strokes, int width) {
  l_int32 ink = 0;
  pixCountPixels(strokes, &ink, nullptr);
  return std::max(1, static_cast<int>(std::lround(double(ink) / std::max(1, width))));
}

// The middle of the strokes in stretches of `step` columns.
std::vector<PointF> middle_of(Pix* strokes, const PixelBox& box, int step) {
  const int stretches = std::max(1, box.width / step);
  std::vector<double> sum(static_cast<std::size_t>(stretches), 0);
  std::vector<int> count(static_cast<std::size_t>(stretches), 0);
  const int words = pixGetWpl(strokes);
  for (int y = 0; y < box.height; ++y) {
    const l_uint32* row = pixGetData(strokes) + static_cast<std::ptrdiff_t>(y) * words;
    for (int x = 0; x < box.width; ++x) {
      if ((row[x >> 5] >> (31 - (x & 31)) & 1) == 0) continue;
      const auto at = static_cast<std::size_t>(std::min(x * stretches / box.width, stretches - 1));
      sum[at] += y;
      ++count[at];
    }
  }
  std::vector<PointF> points;
  for (std::size_t i = 0; i < sum.size(); ++i)
    if (count[i] > 0)
      points.push_back({box.left + (static_cast<double>(i) + 0.5) * box.width / stretches,
                        box.top + sum[i] / count[i]});
  return points;
}

// Level pieces, by their left ends.
std::vector<Piece> pieces_in(Pix* ink, const Scale& scale) {
  std::vector<Piece> pieces;
  const PixPtr runs(pixOpenCompBrick(nullptr, ink, scale.pixels(kLeastPiece), 1));
  l_int32 count = 0;
  if (!runs || pixCountConnComp(runs.get(), 8, &count) != 0 || count > kMostPieces) return pieces;
  Pixa* found = nullptr;
  const std::unique_ptr<Boxa, BoxaDeleter> boxes(pixConnComp(runs.get(), &found, 8));
  const std::unique_ptr<Pixa, PixaDeleter> images(found);
  for (int i = 0; boxes && images && i < boxaGetCount(boxes.get()); ++i) {
    PixelBox box;
    boxaGetBoxGeometry(boxes.get(), i, &box.left, &box.top, &box.width, &box.height);
    const PixPtr strokes(pixaGetPix(images.get(), i, L_CLONE));
    const int thickness = thickness_of(strokes.get(), box.width);
    if (thickness > scale.pixels(kMostThickness) || box.width < 4 * thickness) continue;
    pieces.push_back(
        {box.left, box.right(), thickness, middle_of(strokes.get(), box, scale.pixels(kSampling))});
  }
  std::sort(pieces.begin(), pieces.end(),
            [](const Piece& a, const Piece& b) { return a.from < b.from; });
  return pieces;
}

// Pieces of one line.
struct Chain {
  std::vector<Piece> pieces;
  int to = 0;
};

double end_of(const Chain& chain) {
  return chain.pieces.back().middle.back().y;
}

std::vector<Chain> chained(std::vector<Piece> pieces, int height, const Scale& scale) {
  std::vector<Chain> chains;
  std::vector<int> at_row(static_cast<std::size_t>(height) + 1, -1);  // the chain that ends there
  const int step = std::max(2, scale.pixels(kMostStep));
  const int gap = scale.pixels(kMostBreak);
  for (Piece& piece : pieces) {
    const int y = std::clamp(static_cast<int>(std::lround(piece.middle.front().y)), 0, height);
    int best = -1;
    for (int row = std::max(0, y - step); row <= std::min(height, y + step); ++row) {
      const int index = at_row[static_cast<std::size_t>(row)];
      if (index < 0) continue;
      const Chain& chain = chains[static_cast<std::size_t>(index)];
      if (piece.from - chain.to > gap || piece.from < chain.to - gap) continue;
      if (best < 0 || std::abs(end_of(chain) - y) <
                          std::abs(end_of(chains[static_cast<std::size_t>(best)]) - y))
        best = index;
    }
    if (best < 0) {
      best = static_cast<int>(chains.size());
      chains.emplace_back();
    }
    Chain& chain = chains[static_cast<std::size_t>(best)];
    chain.to = std::max(chain.to, piece.to);
    chain.pieces.push_back(std::move(piece));
    const int row = std::clamp(static_cast<int>(std::lround(end_of(chain))), 0, height);
    at_row[static_cast<std::size_t>(row)] = best;
  }
  return chains;
}

Rule rule_of(const Chain& chain, bool level) {
  Rule rule;
  rule.level = level;
  rule.from = chain.pieces.front().from;
  rule.to = chain.to;
  std::vector<int> thickness;
  for (const Piece& piece : chain.pieces) {
    thickness.push_back(piece.thickness);
    rule.middle.insert(rule.middle.end(), piece.middle.begin(), piece.middle.end());
  }
  std::sort(thickness.begin(), thickness.end());
  rule.thickness = thickness[thickness.size() / 2];
  std::stable_sort(rule.middle.begin(), rule.middle.end(),
                   [](PointF a, PointF b) { return a.x < b.x; });
  return rule;
}

bool is_straight_ink(const Chain& chain, int least_longest) {
  int ink = 0;
  int longest = 0;
  for (const Piece& piece : chain.pieces) {
    ink += piece.to - piece.from;
    longest = std::max(longest, piece.to - piece.from);
  }
  const int length = chain.to - chain.pieces.front().from;
  return longest >= least_longest && ink >= kLeastInk * length;
}

bool is_ink(Pix* ink, int x, int y) {
  if (y < 0 || y >= pixGetHeight(ink)) return false;
  const l_uint32* row = pixGetData(ink) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(ink);
  return (row[x >> 5] >> (31 - (x & 31)) & 1) != 0;
}

// The share of the rule's length where nothing stands on it or hangs from it.
double free_share(Pix* ink, const Rule& rule) {
  const int spare = std::max(2, rule.thickness);
  int free = 0;
  for (int x = rule.from; x < rule.to; ++x) {
    const int middle = static_cast<int>(std::lround(middle_at(rule, x)));
    const int away = rule.thickness / 2 + spare;
    if (!is_ink(ink, x, middle - away) && !is_ink(ink, x, middle + away)) ++free;
  }
  return static_cast<double>(free) / std::max(1, rule.to - rule.from);
}

// Stems of letters that stand one over the other look like a short upright rule.
bool stands_free(Pix* ink, const Rule& rule, const Scale& scale) {
  if (rule.to - rule.from >= scale.pixels(kSurelyNoLetters)) return true;
  return free_share(ink, rule) >= (rule.level ? kFreeLevel : kFreeUpright);
}

struct Found {
  std::vector<Rule> sure;
  std::vector<Rule> joining;  // too short to be sure of
};

Found rules_along(Pix* ink, bool level, const Scale& scale) {
  Found found;
  const int least_longest = scale.pixels(kLeastJoining);
  for (const Chain& chain : chained(pieces_in(ink, scale), pixGetHeight(ink), scale)) {
    const int length = chain.to - chain.pieces.front().from;
    if (length < scale.pixels(kLeastJoining) || !is_straight_ink(chain, least_longest)) continue;
    const bool sure =
        length >= scale.pixels(kLeastLength) && is_straight_ink(chain, scale.pixels(kLongPiece));
    Rule rule = rule_of(chain, level);
    if (stands_free(ink, rule, scale))
      (sure ? found.sure : found.joining).push_back(std::move(rule));
  }
  return found;
}

bool ends_at(const Rule& rule, int end, const std::vector<Rule>& others, int reach) {
  return std::any_of(others.begin(), others.end(), [&](const Rule& other) {
    const double across = middle_at(rule, end);
    return across >= other.from - reach && across <= other.to + reach &&
           std::abs(middle_at(other, across) - end) <= reach + other.thickness;
  });
}

void add_joining(std::vector<Rule>& rules, std::vector<Rule>& candidates,
                 const std::vector<Rule>& others, int reach) {
  for (Rule& rule : candidates)
    if (ends_at(rule, rule.from, others, reach) && ends_at(rule, rule.to, others, reach))
      rules.push_back(std::move(rule));
}

}  // namespace

double middle_at(const Rule& rule, double along) {
  const auto next = std::lower_bound(rule.middle.begin(), rule.middle.end(), along,
                                     [](PointF point, double x) { return point.x < x; });
  if (next == rule.middle.begin()) return rule.middle.front().y;
  if (next == rule.middle.end()) return rule.middle.back().y;
  const PointF before = *(next - 1);
  const double run = next->x - before.x;
  return run > 0 ? before.y + (next->y - before.y) * (along - before.x) / run : next->y;
}

std::vector<Rule> find_rules(const PageImage& binary, double dpi) {
  const Scale scale(dpi);
  const PixPtr turned = transposed(binary.pix());
  if (!turned) return {};
  Found level = rules_along(binary.pix(), true, scale);
  Found upright = rules_along(turned.get(), false, scale);
  const int reach = scale.pixels(kJoint);
  std::vector<Rule> rules = level.sure;
  add_joining(rules, upright.joining, level.sure, reach);
  add_joining(rules, level.joining, upright.sure, reach);
  rules.insert(rules.end(), upright.sure.begin(), upright.sure.end());
  return rules;
}

}  // namespace sohoa
