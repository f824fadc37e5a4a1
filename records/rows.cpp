#include "records/rows.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "document/median.h"
#include "document/vietnamese_text.h"
#include "records/letters.h"

namespace sohoa {

namespace {

using Piece = std::vector<Word>;

int centre_y(const Word& word) {
  return word.box.top + word.box.height / 2;
}
int centre_x(const Word& word) {
  return word.box.left + word.box.width / 2;
}

bool inside(const Word& word, const PixelBox& region) {
  const int x = centre_x(word);
  const int y = centre_y(word);
  return x >= region.left && x < region.right() && y >= region.top && y < region.bottom();
}

int median_height(const Piece& piece) {
  std::vector<int> heights;
  for (const Word& word : piece) heights.push_back(word.box.height);
  return median(std::move(heights));
}

std::vector<Piece> pieces_in(const TextLayout& page, const PixelBox& region, Stamps stamps) {
  std::vector<Piece> pieces;
  for (const Block& block : page.blocks) {
    const Stamps unwanted = block.kind == BlockKind::stamp ? Stamps::left_out : Stamps::alone;
    if (stamps == unwanted) continue;
    if (block.role == BlockRole::page_number || block.role == BlockRole::running_head) continue;
    for (const Line& line : block.lines) {
      Piece piece;
      for (const Word& word : line.words)
        if (!word.text.empty() && inside(word, region)) piece.push_back(word);
      std::stable_sort(piece.begin(), piece.end(),
                       [](const Word& a, const Word& b) { return a.box.left < b.box.left; });
      if (!piece.empty()) pieces.push_back(std::move(piece));
    }
  }
  return pieces;
}

// Compares the words that would become neighbours, so that a row that climbs
// across a skewed page still meets its other half.
bool same_row(const Piece& left, const Piece& right) {
  const Word& a = left.back();
  const Word& b = right.front();
  if (b.box.left + b.box.height / 2 < a.box.right()) return false;
  const int small = std::min(a.box.height, b.box.height);
  const int shared = std::min(a.box.bottom(), b.box.bottom()) - std::max(a.box.top, b.box.top);
  if (2 * shared < small) return false;
  const int reach = std::min(median_height(left), median_height(right)) / 2;
  return std::abs(centre_y(a) - centre_y(b)) <= reach;
}

// Pieces are taken from left to right, so each can only prolong a row to the right.
std::vector<Piece> joined(std::vector<Piece> pieces) {
  std::stable_sort(pieces.begin(), pieces.end(), [](const Piece& a, const Piece& b) {
    return a.front().box.left < b.front().box.left;
  });
  std::vector<Piece> rows;
  for (Piece& piece : pieces) {
    Piece* nearest = nullptr;
    for (Piece& row : rows)
      if (same_row(row, piece) &&
          (nearest == nullptr || row.back().box.right() > nearest->back().box.right()))
        nearest = &row;
    if (nearest != nullptr)
      nearest->insert(nearest->end(), piece.begin(), piece.end());
    else
      rows.push_back(std::move(piece));
  }
  return rows;
}

}  // namespace

Row make_row(std::vector<Word> words) {
  Row row;
  double weight = 0;
  for (const Word& word : words) {
    if (!row.text.empty()) row.text += ' ';
    row.text += word.text;
    row.box = cover(row.box, word.box);
    row.confidence += word.confidence * static_cast<double>(word.text.size());
    weight += static_cast<double>(word.text.size());
  }
  if (weight > 0) row.confidence /= weight;
  row.folded = fold(row.text);
  row.words = std::move(words);
  return row;
}

std::vector<Row> rows_in(const TextLayout& page, const PixelBox& region, Stamps stamps) {
  std::vector<Row> rows;
  for (Piece& piece : joined(pieces_in(page, region, stamps)))
    rows.push_back(make_row(std::move(piece)));
  std::stable_sort(rows.begin(), rows.end(),
                   [](const Row& a, const Row& b) { return a.centre_y() < b.centre_y(); });
  return rows;
}

std::vector<Row> rows_of(const TextLayout& page) {
  return rows_in(page, {0, 0, page.width, page.height});
}

Row part_of(const Row& row, std::size_t first, std::size_t last) {
  const auto begin = row.words.begin();
  return make_row({begin + static_cast<std::ptrdiff_t>(first),
                   begin + static_cast<std::ptrdiff_t>(std::min(last, row.words.size()))});
}

Row without_marks(const Row& row) {
  std::vector<Word> kept;
  for (const Word& word : row.words)
    if (has_letter_or_digit(word.text)) kept.push_back(word);
  return make_row(std::move(kept));
}

std::vector<Row> split_at_gaps(const Row& row) {
  // Justified lines stretch a blank to about one letter height.
  const int widest = letter_height(row) * 3 / 2;
  std::vector<Row> parts;
  std::size_t first = 0;
  for (std::size_t i = 1; i <= row.words.size(); ++i) {
    const bool end = i == row.words.size();
    if (!end && row.words[i].box.left - row.words[i - 1].box.right() <= widest) continue;
    parts.push_back(part_of(row, first, i));
    first = i;
  }
  return parts;
}

int letter_height(const Row& row) {
  return row.words.empty() ? 0 : median_height(row.words);
}

}  // namespace sohoa
