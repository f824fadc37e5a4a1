#include "ocr/reading_order.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "document/median.h"
#include "document/vietnamese_text.h"

namespace sohoa {

namespace {

// A gutter lies between these shares of the width of the page's text: further
// out it is the margin of a table's narrow column.
constexpr double kGutterFrom = 0.2;
constexpr double kGutterTo = 0.75;
// Word spaces, even of justified lines, stay below one height of a word.
constexpr double kLeastGutter = 1.0;
// How far, in heights of a word, a head reaches below its motto and a
// signature may start above the recipients.
constexpr int kHeadReach = 14;
constexpr int kSignatureLead = 2;

// Folded words that stand on the right of every head (decree 30/2020, box 1; the
// Party's form) and on the left of every end of a letter (box 9b).
constexpr std::array<std::string_view, 6> kMottoWords = {
    "cong hoa", "doc lap", "hanh phuc", "dang cong s", "cong san viet", "chu nghia"};
constexpr std::array<std::string_view, 1> kRecipientWords = {"noi nhan"};

struct Span {
  int from = 0;
  int to = 0;
};

// A line with where it came from, in pieces between wide gaps.
struct Row {
  std::size_t block = 0;
  Line line;
  std::vector<Line> pieces;
};

// Remains of rules and speckles are read as dashes and dots: they close no gutter.
bool says_something(const Word& word) {
  const std::u32string letters = to_code_points(word.text);
  return std::any_of(letters.begin(), letters.end(),
                     [](char32_t c) { return is_letter(c) || (c >= U'0' && c <= U'9'); });
}

template <std::size_t N>
bool holds_any(const Line& line, const std::array<std::string_view, N>& words) {
  const std::string folded = fold(line_text(line));
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return folded.find(word) != std::string::npos; });
}

int middle(const PixelBox& box) {
  return box.top + box.height / 2;
}

PointF on_baseline(const Line& line, int x) {
  const double run = line.baseline_end.x - line.baseline_start.x;
  const double slope = run != 0 ? (line.baseline_end.y - line.baseline_start.y) / run : 0;
  return {static_cast<double>(x), line.baseline_start.y + slope * (x - line.baseline_start.x)};
}

Line line_of(const Line& whole, std::vector<Word> words) {
  Line line;
  for (const Word& word : words) line.box = cover(line.box, word.box);
  line.baseline_start = on_baseline(whole, line.box.left);
  line.baseline_end = on_baseline(whole, line.box.right());
  line.words = std::move(words);
  return line;
}

std::vector<Line> split_at_gaps(const Line& line, int least_gap) {
  std::vector<Line> pieces;
  std::vector<Word> words;
  int reached = line.box.right();
  for (const Word& word : line.words) {
    const bool solid = says_something(word);
    if (solid && word.box.left - reached >= least_gap) {
      pieces.push_back(line_of(line, std::move(words)));
      words.clear();
    }
    if (solid) reached = word.box.right();
    words.push_back(word);
  }
  pieces.push_back(line_of(line, std::move(words)));
  return pieces;
}

Span ink_of(const Line& piece) {
  Span ink;
  for (const Word& word : piece.words) {
    if (!says_something(word)) continue;
    if (ink.from == ink.to) ink = {word.box.left, word.box.right()};
    ink.to = std::max(ink.to, word.box.right());
  }
  return ink;
}

int typical_word_height(const std::vector<Block>& blocks) {
  std::vector<int> heights;
  for (const Block& block : blocks)
    for (const Line& line : block.lines)
      for (const Word& word : line.words) heights.push_back(word.box.height);
  return std::max(1, median(std::move(heights)));
}

std::vector<Row> rows_of(const std::vector<Block>& blocks, int least_gap) {
  std::vector<Row> rows;
  for (std::size_t b = 0; b < blocks.size(); ++b)
    for (const Line& line : blocks[b].lines)
      if (!line.words.empty()) rows.push_back({b, line, split_at_gaps(line, least_gap)});
  return rows;
}

Span text_extent(const std::vector<Row>& rows) {
  Span extent{rows.front().line.box.left, rows.front().line.box.right()};
  for (const Row& row : rows) {
    extent.from = std::min(extent.from, row.line.box.left);
    extent.to = std::max(extent.to, row.line.box.right());
  }
  return extent;
}

// The widest stretch free of ink between the first and last of `inked`, its
// middle in the central part of the page; nothing when none is wide enough.
std::optional<Span> gutter_of(std::vector<Span> inked, const Span& extent, int least_gap) {
  std::sort(inked.begin(), inked.end(),
            [](const Span& a, const Span& b) { return a.from < b.from; });
  const int width = extent.to - extent.from;
  std::optional<Span> widest;
  int reached = inked.empty() ? 0 : inked.front().from;
  for (const Span& span : inked) {
    const Span free{reached, span.from};
    const double place = (free.from + free.to - 2.0 * extent.from) / (2.0 * std::max(1, width));
    if (free.to - free.from >= least_gap && place >= kGutterFrom && place <= kGutterTo &&
        (!widest || free.to - free.from > widest->to - widest->from))
      widest = free;
    reached = std::max(reached, span.to);
  }
  return widest;
}

struct SideBySide {
  std::vector<std::size_t> rows;  // indices, from the top downwards
  int gutter = 0;                 // x that no piece of them crosses
};

// The rows from `candidates` (sorted downwards) that leave a gutter free, up to
// the first that closes it. Rows before the two sides have met are kept too.
std::optional<SideBySide> grow(const std::vector<Row>& rows,
                               const std::vector<std::size_t>& candidates, const Span& extent,
                               int least_gap) {
  std::vector<Span> inked;
  SideBySide result;
  std::optional<Span> gutter;
  for (const std::size_t index : candidates) {
    std::vector<Span> more = inked;
    for (const Line& piece : rows[index].pieces) {
      const Span ink = ink_of(piece);
      if (ink.to > ink.from) more.push_back(ink);
    }
    const std::optional<Span> next = gutter_of(more, extent, least_gap);
    if (gutter && !next) break;
    gutter = next;
    inked = std::move(more);
    result.rows.push_back(index);
  }
  if (!gutter) return std::nullopt;
  result.gutter = (gutter->from + gutter->to) / 2;
  return result;
}

std::vector<std::size_t> rows_between(const std::vector<Row>& rows, int from, int to) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const int y = middle(rows[i].line.box);
    if (y >= from && y < to) found.push_back(i);
  }
  std::stable_sort(found.begin(), found.end(), [&](std::size_t a, std::size_t b) {
    return middle(rows[a].line.box) < middle(rows[b].line.box);
  });
  return found;
}

bool on_the_left(const Line& piece, int gutter) {
  return piece.box.left + piece.box.width / 2 < gutter;
}

std::optional<SideBySide> find_head(const std::vector<Row>& rows, const Span& extent, int height) {
  const Line* motto = nullptr;
  for (const Row& row : rows)
    for (const Line& piece : row.pieces)
      if ((motto == nullptr || piece.box.top < motto->box.top) && holds_any(piece, kMottoWords))
        motto = &piece;
  if (motto == nullptr) return std::nullopt;
  const auto candidates = rows_between(rows, 0, motto->box.bottom() + kHeadReach * height);
  auto head = grow(rows, candidates, extent, static_cast<int>(kLeastGutter * height));
  if (head && on_the_left(*motto, head->gutter)) return std::nullopt;
  return head;
}

std::optional<SideBySide> find_end(const std::vector<Row>& rows, const Span& extent, int height) {
  constexpr int kNoLimit = 1 << 30;
  const Line* label = nullptr;
  for (const Row& row : rows)
    for (const Line& piece : row.pieces)
      if ((label == nullptr || piece.box.top > label->box.top) && holds_any(piece, kRecipientWords))
        label = &piece;
  if (label == nullptr) return std::nullopt;
  auto candidates = rows_between(rows, label->box.top - kSignatureLead * height, kNoLimit);
  // The last lines of the body may reach down between signature and recipients.
  while (!candidates.empty()) {
    auto end = grow(rows, candidates, extent, static_cast<int>(kLeastGutter * height));
    if (end) return on_the_left(*label, end->gutter) ? end : std::nullopt;
    if (middle(rows[candidates.front()].line.box) >= label->box.top) break;
    candidates.erase(candidates.begin());
  }
  return std::nullopt;
}

// Two blocks, left and right, or nothing when one side is empty.
std::vector<Block> columns(const std::vector<Row>& rows, const SideBySide& region) {
  std::vector<Block> sides(2);
  for (const std::size_t index : region.rows) {
    std::array<std::vector<Word>, 2> words;
    for (const Line& piece : rows[index].pieces) {
      std::vector<Word>& side = words[on_the_left(piece, region.gutter) ? 0 : 1];
      side.insert(side.end(), piece.words.begin(), piece.words.end());
    }
    for (std::size_t side = 0; side < 2; ++side) {
      if (words[side].empty()) continue;
      sides[side].lines.push_back(line_of(rows[index].line, std::move(words[side])));
      sides[side].box = cover(sides[side].box, sides[side].lines.back().box);
    }
  }
  if (sides[0].lines.empty() || sides[1].lines.empty()) return {};
  return sides;
}

// The blocks with the region's lines taken out and put, as two blocks, between
// what stood above and what stood below its first row.
void set_apart(const std::vector<Block>& blocks, const std::vector<Row>& rows,
               const SideBySide& region, std::vector<Block>& result) {
  std::vector<Block> sides = columns(rows, region);
  if (sides.empty()) {
    result = blocks;
    return;
  }
  const int top = rows[region.rows.front()].line.box.top;
  std::vector<Block> before, after;
  std::vector<bool> taken(rows.size(), false);
  for (const std::size_t index : region.rows) taken[index] = true;
  std::size_t row = 0;
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    Block above = blocks[b], below = blocks[b];
    above.lines.clear();
    below.lines.clear();
    for (; row < rows.size() && rows[row].block == b; ++row)
      if (!taken[row])
        (middle(rows[row].line.box) < top ? above : below).lines.push_back(rows[row].line);
    for (auto& [part, list] : {std::pair{&above, &before}, std::pair{&below, &after}}) {
      if (part->lines.empty()) continue;
      part->box = {};
      for (const Line& line : part->lines) part->box = cover(part->box, line.box);
      list->push_back(std::move(*part));
    }
  }
  result = std::move(before);
  std::move(sides.begin(), sides.end(), std::back_inserter(result));
  std::move(after.begin(), after.end(), std::back_inserter(result));
}

}  // namespace

void put_in_reading_order(std::vector<Block>& blocks) {
  const int height = typical_word_height(blocks);
  for (const auto find : {find_head, find_end}) {
    const std::vector<Row> rows = rows_of(blocks, static_cast<int>(kLeastGutter * height));
    if (rows.empty()) return;
    const std::optional<SideBySide> region = find(rows, text_extent(rows), height);
    if (!region) continue;
    std::vector<Block> ordered;
    set_apart(blocks, rows, *region, ordered);
    blocks = std::move(ordered);
  }
}

}  // namespace sohoa
