#include "image/table_grid.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "image/rules.h"
#include "image/turn.h"

namespace sohoa {
namespace {

constexpr double kMillimetresPerInch = 25.4;
constexpr double kJoint = 1.5;      // mm: rules touch when they are so near
constexpr double kSameLine = 2;     // mm: nearer rules are one, as double rules are
constexpr double kLeastWidth = 25;  // mm, of a table
constexpr double kLeastHeight = 8;
constexpr double kLeastOpenSide = 5;  // mm: of rules beyond the outermost cross rule
constexpr double kRuled = 0.5;        // share of a cell's side
constexpr double kMostOfPage = 0.35;  // a larger cell holds a text of its own
constexpr double kStampWidth = 90;    // mm, see stamp_pieces.cpp
constexpr double kStampHeight = 40;
constexpr std::size_t kMostStampLines = 3;  // each way: a stamp may be divided once
constexpr std::size_t kMostRules = 800;
constexpr std::size_t kMostUnits = 4000;  // rows times columns

using Group = std::vector<const Rule*>;

bool touch(const Rule& level, const Rule& upright, double reach) {
  const double x = middle_at(upright, middle_at(level, (level.from + level.to) / 2.0));
  const double y = middle_at(level, x);
  return x >= level.from - reach && x <= level.to + reach && y >= upright.from - reach &&
         y <= upright.to + reach;
}

// Rules that touch one another, directly or through others.
std::vector<Group> groups_of(const std::vector<Rule>& rules, double reach) {
  std::vector<std::size_t> parent(rules.size());
  std::iota(parent.begin(), parent.end(), 0);
  const auto root = [&](std::size_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  };
  for (std::size_t i = 0; i < rules.size(); ++i)
    for (std::size_t j = 0; j < rules.size(); ++j)
      if (rules[i].level && !rules[j].level && touch(rules[i], rules[j], reach))
        parent[root(i)] = root(j);
  std::vector<Group> by_root(rules.size());
  for (std::size_t i = 0; i < rules.size(); ++i) by_root[root(i)].push_back(&rules[i]);
  std::erase_if(by_root, [](const Group& group) { return group.size() < 2; });
  return by_root;
}

double place_of(const Rule& rule) {
  return middle_at(rule, (rule.from + rule.to) / 2.0);
}

// A row or column border: rules at one place.
struct Border {
  double at = 0;
  std::vector<const Rule*> rules;
};

std::vector<Border> borders_of(const Group& group, bool level, double same) {
  Group own;
  for (const Rule* rule : group)
    if (rule->level == level) own.push_back(rule);
  std::sort(own.begin(), own.end(),
            [](const Rule* a, const Rule* b) { return place_of(*a) < place_of(*b); });
  std::vector<Border> borders;
  for (const Rule* rule : own) {
    const double at = place_of(*rule);
    if (borders.empty() || at - borders.back().at > same) borders.push_back({at, {}});
    Border& border = borders.back();
    border.rules.push_back(rule);
    border.at += (at - border.at) / static_cast<double>(border.rules.size());
  }
  return borders;
}

// Adds borders where cross rules reach beyond the outermost border. They count as ruled.
void close_open_sides(std::vector<Border>& borders, const std::vector<Border>& across,
                      double least) {
  if (borders.empty() || across.empty()) return;
  double from = borders.front().at;
  double to = borders.back().at;
  for (const Border& border : across)
    for (const Rule* rule : border.rules) {
      from = std::min<double>(from, rule->from);
      to = std::max<double>(to, rule->to);
    }
  if (borders.front().at - from > least) borders.insert(borders.begin(), {from, {}});
  if (to - borders.back().at > least) borders.push_back({to, {}});
}

bool is_ruled(const Border& border, double from, double to) {
  double covered = 0;
  for (const Rule* rule : border.rules)
    covered += std::max(0.0, std::min<double>(rule->to, to) - std::max<double>(rule->from, from));
  return covered >= kRuled * (to - from);
}

class Grid {
 public:
  Grid(std::vector<Border> down, std::vector<Border> across)
      : down_(std::move(down)),
        across_(std::move(across)),
        rows_(down_.size() - 1),
        columns_(across_.size() - 1),
        area_(rows_ * columns_) {
    std::iota(area_.begin(), area_.end(), 0);
    join(true);
    join(false);
    for (bool again = true; again;) again = split_odd_shapes();
  }

  [[nodiscard]] TableGrid table() const {
    TableGrid table;
    table.rows = static_cast<int>(rows_);
    table.columns = static_cast<int>(columns_);
    table.box = box_of(0, 0, rows_, columns_);
    for (std::size_t i = 0; i < area_.size(); ++i) {
      if (area_[i] != i) continue;
      const Extent e = extent_of(i);
      GridCell cell;
      cell.row = static_cast<int>(e.top);
      cell.column = static_cast<int>(e.left);
      cell.rows = static_cast<int>(e.bottom - e.top);
      cell.columns = static_cast<int>(e.right - e.left);
      cell.box = box_of(e.top, e.left, e.bottom, e.right);
      table.cells.push_back(cell);
    }
    return table;
  }

 private:
  struct Extent {
    std::size_t top = 0, left = 0, bottom = 0, right = 0;
  };

  // `area_` names for each unit of the grid the first unit of its cell.
  void rename(std::size_t from, std::size_t to) {
    const std::size_t low = std::min(from, to);
    const std::size_t high = std::max(from, to);
    if (low != high) std::replace(area_.begin(), area_.end(), high, low);
  }

  void join(bool side_by_side) {
    for (std::size_t row = 0; row < rows_; ++row)
      for (std::size_t column = 0; column < columns_; ++column) {
        const std::size_t unit = row * columns_ + column;
        if (side_by_side && column + 1 < columns_ &&
            !is_ruled(across_[column + 1], down_[row].at, down_[row + 1].at))
          rename(area_[unit], area_[unit + 1]);
        if (!side_by_side && row + 1 < rows_ &&
            !is_ruled(down_[row + 1], across_[column].at, across_[column + 1].at))
          rename(area_[unit], area_[unit + columns_]);
      }
  }

  [[nodiscard]] Extent extent_of(std::size_t name) const {
    Extent e{rows_, columns_, 0, 0};
    for (std::size_t i = 0; i < area_.size(); ++i) {
      if (area_[i] != name) continue;
      e.top = std::min(e.top, i / columns_);
      e.left = std::min(e.left, i % columns_);
      e.bottom = std::max(e.bottom, i / columns_ + 1);
      e.right = std::max(e.right, i % columns_ + 1);
    }
    return e;
  }

  // What is no rectangle falls apart into its rows, these into units. True when there was one.
  bool split_odd_shapes() {
    for (std::size_t i = 0; i < area_.size(); ++i) {
      if (area_[i] != i) continue;
      const Extent e = extent_of(i);
      const auto units = std::count(area_.begin(), area_.end(), i);
      if (static_cast<std::size_t>(units) == (e.bottom - e.top) * (e.right - e.left)) continue;
      const bool one_row = e.bottom - e.top == 1;
      for (std::size_t row = e.top; row < e.bottom; ++row) {
        std::size_t first = area_.size();
        for (std::size_t unit = row * columns_ + e.left; unit < row * columns_ + e.right; ++unit) {
          if (area_[unit] != i) {
            first = area_.size();
            continue;
          }
          if (first == area_.size() || one_row) first = unit;
          area_[unit] = unit == i ? i : first;
        }
      }
      return true;
    }
    return false;
  }

  [[nodiscard]] PixelBox box_of(std::size_t top, std::size_t left, std::size_t bottom,
                                std::size_t right) const {
    const int x = static_cast<int>(std::lround(across_[left].at));
    const int y = static_cast<int>(std::lround(down_[top].at));
    return {x, y, static_cast<int>(std::lround(across_[right].at)) - x,
            static_cast<int>(std::lround(down_[bottom].at)) - y};
  }

  std::vector<Border> down_;    // level ones, downwards
  std::vector<Border> across_;  // upright ones, to the right
  std::size_t rows_;
  std::size_t columns_;
  std::vector<std::size_t> area_;
};

bool is_table(const TableGrid& table, double dots, double page_area) {
  if (table.cells.size() < 2) return false;
  if (table.box.width < kLeastWidth * dots || table.box.height < kLeastHeight * dots) return false;
  return std::none_of(table.cells.begin(), table.cells.end(), [&](const GridCell& cell) {
    return static_cast<double>(cell.box.width) * cell.box.height > kMostOfPage * page_area;
  });
}

PixelBox extent_of(const Group& group) {
  PixelBox box;
  for (const Rule* rule : group) {
    const int across = static_cast<int>(place_of(*rule));
    const int length = rule->to - rule->from;
    box = cover(box, rule->level ? PixelBox{rule->from, across, length, 1}
                                 : PixelBox{across, rule->from, 1, length});
  }
  return box;
}

TableGrid turned_once(const TableGrid& table, int height) {
  TableGrid result;
  result.box = quarter_turned(table.box, 1, 0, height);
  result.rows = table.columns;
  result.columns = table.rows;
  for (const GridCell& cell : table.cells)
    result.cells.push_back({quarter_turned(cell.box, 1, 0, height), cell.column,
                            table.rows - cell.row - cell.rows, cell.columns, cell.rows});
  std::sort(result.cells.begin(), result.cells.end(), [](const GridCell& a, const GridCell& b) {
    return std::pair(a.row, a.column) < std::pair(b.row, b.column);
  });
  return result;
}

}  // namespace

std::vector<TableGrid> find_tables(const std::vector<Rule>& rules, double dpi, int page_width,
                                   int page_height) {
  std::vector<TableGrid> tables;
  if (rules.size() > kMostRules) return tables;
  const double dots = dpi / kMillimetresPerInch;
  const double page_area = static_cast<double>(page_width) * page_height;
  for (const Group& group : groups_of(rules, kJoint * dots)) {
    std::vector<Border> down = borders_of(group, true, kSameLine * dots);
    std::vector<Border> across = borders_of(group, false, kSameLine * dots);
    const std::vector<Border> ruled_down = down;
    close_open_sides(down, across, kLeastOpenSide * dots);
    close_open_sides(across, ruled_down, kLeastOpenSide * dots);
    if (down.size() < 2 || across.size() < 2) continue;
    if (down.size() * across.size() > kMostUnits) continue;
    TableGrid table = Grid(std::move(down), std::move(across)).table();
    if (is_table(table, dots, page_area)) tables.push_back(std::move(table));
  }
  std::sort(tables.begin(), tables.end(), [](const TableGrid& a, const TableGrid& b) {
    return std::pair(a.box.top, a.box.left) < std::pair(b.box.top, b.box.left);
  });
  return tables;
}

std::vector<Rule> without_stamp_frames(std::vector<Rule> rules, double dpi) {
  if (rules.size() > kMostRules) return rules;
  const double dots = dpi / kMillimetresPerInch;
  std::vector<bool> framed(rules.size(), false);
  for (const Group& group : groups_of(rules, kJoint * dots)) {
    const PixelBox box = extent_of(group);
    const auto level = std::count_if(group.begin(), group.end(), [](auto r) { return r->level; });
    const auto upright = static_cast<std::ptrdiff_t>(group.size()) - level;
    if (level < 2 || upright < 2 ||
        borders_of(group, true, kSameLine * dots).size() > kMostStampLines ||
        borders_of(group, false, kSameLine * dots).size() > kMostStampLines)
      continue;
    if (box.width > kStampWidth * dots || box.height > kStampHeight * dots) continue;
    for (const Rule* rule : group) framed[static_cast<std::size_t>(rule - rules.data())] = true;
  }
  std::vector<Rule> kept;
  for (std::size_t i = 0; i < rules.size(); ++i)
    if (!framed[i]) kept.push_back(std::move(rules[i]));
  return kept;
}

std::vector<TableGrid> turned(const std::vector<TableGrid>& tables, int quarter_turns, int width,
                              int height) {
  std::vector<TableGrid> result = tables;
  const int turns = ((quarter_turns % 4) + 4) % 4;
  for (int i = 0; i < turns; ++i) {
    for (TableGrid& table : result) table = turned_once(table, height);
    std::swap(width, height);
  }
  return result;
}

}  // namespace sohoa
