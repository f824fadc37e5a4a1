// Each rule is walked along. Where the ink that stands across it is as thin as the rule
// itself it goes; where a stroke sticks out on both sides the stroke stays.
#include <allheaders.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>
#include <vector>

#include "image/rules.h"

namespace sohoa {
namespace {

constexpr double kMillimetresPerInch = 25.4;
constexpr double kSoftEdge = 0.17;  // mm: how far a rule's grey reaches beside its black
constexpr double kPastEnd = 0.35;   // mm
// A dot below or a part of a mark, cut by the rule: mm.
constexpr double kLeastDot = 0.25;
constexpr double kMostDotWidth = 1.1;
constexpr double kMostDotDepth = 0.8;
constexpr double kFarEnough = 2;  // mm: what sticks out more need not be measured

constexpr double kAroundTable = 1.2;  // mm
// Single rules tell layout where one text ends and the next begins; more of them are a pattern.
constexpr int kMostSeparators = 40;

bool lies_in(const Rule& rule, const TableGrid& table) {
  const double along = (rule.from + rule.to) / 2.0;
  const double across = middle_at(rule, along);
  const double x = rule.level ? along : across;
  const double y = rule.level ? across : along;
  constexpr int kNear = 20;  // pixels
  return x > table.box.left - kNear && x < table.box.right() + kNear && y > table.box.top - kNear &&
         y < table.box.bottom() + kNear;
}

// The two images seen along a rule.
class View {
 public:
  View(PageImage& binary, Raster& grey, bool level)
      : data_(pixGetData(binary.pix())),
        words_(pixGetWpl(binary.pix())),
        grey_(grey),
        level_(level),
        length_(level ? grey.width : grey.height),
        breadth_(level ? grey.height : grey.width) {}

  [[nodiscard]] int length() const { return length_; }
  [[nodiscard]] int breadth() const { return breadth_; }
  [[nodiscard]] bool ink(int along, int across) const {
    if (across < 0 || across >= breadth_) return false;
    const int x = level_ ? along : across;
    return (line(level_ ? across : along)[x >> 5] >> (31 - (x & 31)) & 1) != 0;
  }
  void clear(int along, int across) {
    const int x = level_ ? along : across;
    line(level_ ? across : along)[x >> 5] &= ~(l_uint32{1} << (31 - (x & 31)));
  }
  [[nodiscard]] unsigned char& grey(int along, int across) {
    return level_ ? grey_.row(across)[along] : grey_.row(along)[across];
  }

 private:
  [[nodiscard]] l_uint32* line(int y) const {
    return data_ + static_cast<std::ptrdiff_t>(y) * words_;
  }

  l_uint32* data_;
  int words_;
  Raster& grey_;
  bool level_;
  int length_;
  int breadth_;
};

// Ink across the rule at one place: [first, last], and how far it sticks out of the rule.
struct Crossing {
  int first = 0;
  int last = -1;
  int rule_first = 0;  // where the rule itself should be
  int rule_last = 0;
  int before = 0;  // pixels
  int after = 0;   // pixels

  [[nodiscard]] bool empty() const { return last < first; }
};

class Eraser {
 public:
  Eraser(PageImage& binary, Raster& grey, double dpi)
      : binary_(binary), grey_(grey), dots_(dpi / kMillimetresPerInch) {}

  void erase(const Rule& rule) {
    View view(binary_, grey_, rule.level);
    const int past = pixels(kPastEnd);
    const int from = std::max(0, rule.from - past);
    const int to = std::min(view.length(), rule.to + past);
    std::vector<Crossing> crossings;
    for (int along = from; along < to; ++along) crossings.push_back(look(view, rule, along));
    const int spare = std::max(2, rule.thickness / 2);
    keep_dots(crossings, spare);
    for (std::size_t i = 0; i < crossings.size(); ++i)
      erase(view, from + static_cast<int>(i), crossings[i], spare);
  }

 private:
  [[nodiscard]] int pixels(double millimetres) const {
    return std::max(1, static_cast<int>(std::lround(millimetres * dots_)));
  }

  [[nodiscard]] Crossing look(const View& view, const Rule& rule, int along) const {
    Crossing crossing;
    const double middle = middle_at(rule, along);
    crossing.rule_first = static_cast<int>(std::lround(middle - (rule.thickness - 1) / 2.0));
    crossing.rule_last = crossing.rule_first + rule.thickness - 1;
    const int centre = static_cast<int>(std::lround(middle));
    const int near = rule.thickness / 2 + 1;
    int start = -1;
    for (int off = 0; off <= near && start < 0; ++off) {
      if (view.ink(along, centre - off))
        start = centre - off;
      else if (view.ink(along, centre + off))
        start = centre + off;
    }
    if (start < 0) return crossing;
    const int most = pixels(kFarEnough);
    crossing.first = crossing.last = start;
    while (crossing.first > crossing.rule_first - most && view.ink(along, crossing.first - 1))
      --crossing.first;
    while (crossing.last < crossing.rule_last + most && view.ink(along, crossing.last + 1))
      ++crossing.last;
    crossing.before = std::max(0, crossing.rule_first - crossing.first);
    crossing.after = std::max(0, crossing.last - crossing.rule_last);
    return crossing;
  }

  // Neighbouring places where a little sticks out on one side are a dot that the rule has
  // cut: they become strokes that cross it.
  void keep_dots(std::vector<Crossing>& crossings, int spare) const {
    for (const auto side : {&Crossing::before, &Crossing::after}) {
      for (std::size_t i = 0; i < crossings.size();) {
        std::size_t end = i;
        int most = 0;
        for (; end < crossings.size() && crossings[end].*side > spare; ++end)
          most = std::max(most, crossings[end].*side);
        const int width = static_cast<int>(end - i);
        if (width >= pixels(kLeastDot) && width <= pixels(kMostDotWidth) &&
            most >= pixels(kLeastDot) && most <= pixels(kMostDotDepth))
          for (std::size_t k = i; k < end; ++k)
            crossings[k].before = crossings[k].after = spare + 1;
        i = std::max(end, i + 1);
      }
    }
  }

  void erase(View& view, int along, const Crossing& crossing, int spare) {
    if (crossing.empty()) return;
    const bool before = crossing.before > spare;
    const bool after = crossing.after > spare;
    if (before && after) return;
    const int first = before ? crossing.rule_first : crossing.first;
    const int last = after ? crossing.rule_last : crossing.last;
    if (last < first) return;
    const int soft = pixels(kSoftEdge);
    const int outer_first = std::max(0, before ? first : first - soft);
    const int outer_last = std::min(view.breadth() - 1, after ? last : last + soft);
    int light = 0;
    for (const int at : {outer_first - 1, outer_last + 1})
      if (at >= 0 && at < view.breadth()) light = std::max<int>(light, view.grey(along, at));
    for (int at = outer_first; at <= outer_last; ++at) {
      const bool own = at >= first && at <= last;
      if (!own && view.ink(along, at)) continue;
      if (own) view.clear(along, at);
      unsigned char& grey = view.grey(along, at);
      grey = std::max(grey, static_cast<unsigned char>(light));
    }
  }

  PageImage& binary_;
  Raster& grey_;
  double dots_;
};

}  // namespace

void remove_rules(PageImage& binary, Raster& grey, const std::vector<Rule>& rules, double dpi) {
  Eraser eraser(binary, grey, dpi);
  for (const bool level : {true, false})
    for (const Rule& rule : rules)
      if (rule.level == level) eraser.erase(rule);
}

std::vector<TableGrid> take_rules(PageImage& binary, Raster& grey, double dpi) {
  const std::vector<Rule> rules = without_stamp_frames(find_rules(binary, dpi), dpi);
  if (rules.empty()) return {};
  PageImage before(PixPtr(pixCopy(nullptr, binary.pix())));
  remove_rules(binary, grey, rules, dpi);
  std::vector<TableGrid> tables = find_tables(rules, dpi, grey.width, grey.height);
  const auto alone = std::count_if(rules.begin(), rules.end(), [&](const Rule& rule) {
    return std::none_of(tables.begin(), tables.end(),
                        [&](const TableGrid& table) { return lies_in(rule, table); });
  });
  if (alone > kMostSeparators) return tables;
  const int reach = static_cast<int>(std::lround(kAroundTable * dpi / kMillimetresPerInch));
  for (const TableGrid& table : tables) {
    const PixelBox& box = table.box;
    pixRasterop(before.pix(), box.left - reach, box.top - reach, box.width + 2 * reach,
                box.height + 2 * reach, PIX_SRC, binary.pix(), box.left - reach, box.top - reach);
  }
  binary = std::move(before);
  return tables;
}

}  // namespace sohoa
