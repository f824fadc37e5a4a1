#include "ocr/unruled_columns.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>

#include "document/median.h"

namespace sohoa {

namespace {

constexpr std::size_t kLeastRows = 4;
// In heights of a line.
constexpr double kSameBaseline = 0.35;
constexpr double kFlush = 0.5;
// Lines of running text end where their column ends, but for the last of a paragraph.
constexpr double kShortOfColumn = 1.5;
constexpr double kWideGap = 1.5;
constexpr int kFewWords = 2;
// Of the lines of a column.
constexpr double kMost = 0.8;

double baseline_of(const Line& line) {
  return (line.baseline_start.y + line.baseline_end.y) / 2;
}

// A line on the left and the one on the right that goes on with it.
struct Row {
  std::size_t left = 0;
  std::size_t right = 0;
};

std::optional<std::size_t> line_beside(const Line& line, const Block& block) {
  for (std::size_t i = 0; i < block.lines.size(); ++i) {
    const Line& other = block.lines[i];
    if (std::abs(baseline_of(line) - baseline_of(other)) <
        kSameBaseline * std::min(line.box.height, other.box.height))
      return i;
  }
  return std::nullopt;
}

// Every line of `right` with its line on the left; none where one has no such line.
std::vector<Row> rows_of(const Block& left, const Block& right) {
  std::vector<Row> rows;
  for (std::size_t r = 0; r < right.lines.size(); ++r) {
    const auto l = line_beside(right.lines[r], left);
    if (!l || left.lines[*l].box.right() > right.lines[r].box.left ||
        (!rows.empty() && *l <= rows.back().left))
      return {};
    rows.push_back({*l, r});
  }
  return rows;
}

// Most edges stand on one vertical line.
bool are_flush(const std::vector<double>& edges, double height) {
  const double edge = median(edges);
  const auto on_it = std::count_if(edges.begin(), edges.end(),
                                   [&](double x) { return std::abs(x - edge) < kFlush * height; });
  return static_cast<double>(on_it) >= kMost * static_cast<double>(edges.size());
}

// How many words stand at the end of the line without a wide gap between them: its last cell.
int last_words(const Line& line) {
  int count = 1;
  for (std::size_t w = line.words.size(); w-- > 1; ++count)
    if (line.words[w].box.left - line.words[w - 1].box.right() > kWideGap * line.box.height) break;
  return count;
}

bool is_table(const Block& left, const Block& right) {
  const std::vector<Row> rows = rows_of(left, right);
  if (rows.size() < kLeastRows) return false;
  std::vector<double> heights, lefts, rights, gaps, words;
  for (const Row& row : rows) {
    const PixelBox& a = left.lines[row.left].box;
    const PixelBox& b = right.lines[row.right].box;
    heights.push_back(b.height);
    lefts.push_back(b.left);
    rights.push_back(b.right());
    gaps.push_back(b.left - a.right());
    words.push_back(last_words(left.lines[row.left]));
  }
  const double height = median(heights);
  if (!are_flush(lefts, height) && !are_flush(rights, height)) return false;
  const double gutter = *std::min_element(gaps.begin(), gaps.end());
  return median(words) <= kFewWords || median(gaps) - gutter > kShortOfColumn * height;
}

void append(Line& line, Line& more) {
  line.box = cover(line.box, more.box);
  line.baseline_end = more.baseline_end;
  std::move(more.words.begin(), more.words.end(), std::back_inserter(line.words));
}

void join(Block& left, Block& right) {
  for (const Row& row : rows_of(left, right)) append(left.lines[row.left], right.lines[row.right]);
  left.box = cover(left.box, right.box);
}

bool is_print(const Block& block) {
  return block.kind != BlockKind::stamp && block.kind != BlockKind::picture && block.cells.empty();
}

bool stands_right_of(const Block& right, const Block& left) {
  return is_print(right) && is_print(left) && right.box.left > left.box.left &&
         right.box.top < left.box.bottom() && left.box.top < right.box.bottom();
}

// The nearest column first, so that a row comes in order from left to right.
std::optional<std::pair<std::size_t, std::size_t>> next_pair(const std::vector<Block>& blocks) {
  std::optional<std::pair<std::size_t, std::size_t>> found;
  for (std::size_t l = 0; l < blocks.size(); ++l)
    for (std::size_t r = 0; r < blocks.size(); ++r)
      if (l != r && stands_right_of(blocks[r], blocks[l]) && is_table(blocks[l], blocks[r]) &&
          (!found || blocks[r].box.left < blocks[found->second].box.left))
        found = {l, r};
  return found;
}

}  // namespace

void join_unruled_columns(std::vector<Block>& blocks) {
  while (const auto pair = next_pair(blocks)) {
    join(blocks[pair->first], blocks[pair->second]);
    blocks.erase(blocks.begin() + static_cast<std::ptrdiff_t>(pair->second));
  }
}

}  // namespace sohoa
