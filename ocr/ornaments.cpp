#include "ocr/ornaments.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "document/median.h"
#include "document/vietnamese_text.h"
#include "image/ink_pieces.h"

namespace sohoa {

namespace {

constexpr double kSure = 0.9;
constexpr std::size_t kFewestDashes = 3;

double middle_x(const PixelBox& box) {
  return box.left + box.width / 2.0;
}
double middle_y(const PixelBox& box) {
  return box.top + box.height / 2.0;
}

bool overlap(const PixelBox& a, const PixelBox& b) {
  return a.left < b.right() && b.left < a.right() && a.top < b.bottom() && b.top < a.bottom();
}

PixelBox grown(const PixelBox& box, double x, double y) {
  const int dx = static_cast<int>(std::lround(x)), dy = static_cast<int>(std::lround(y));
  return {box.left - dx, box.top - dy, box.width + 2 * dx, box.height + 2 * dy};
}

std::vector<PixelBox> word_boxes(const std::vector<Block>& blocks) {
  std::vector<PixelBox> boxes;
  for (const Block& block : blocks)
    for (const Line& line : block.lines)
      for (const Word& word : line.words) boxes.push_back(word.box);
  return boxes;
}

// Of words with letters; 0 when there are few.
double usual_height(const std::vector<PixelBox>& boxes) {
  constexpr std::size_t kEnough = 10;
  if (boxes.size() < kEnough) return 0;
  std::vector<int> heights;
  heights.reserve(boxes.size());
  for (const PixelBox& box : boxes) heights.push_back(box.height);
  return median(std::move(heights));
}

bool is_free(const PixelBox& box, const std::vector<PixelBox>& words) {
  return std::none_of(words.begin(), words.end(),
                      [&](const PixelBox& word) { return overlap(box, word); });
}

// A star close under a word is often taken into the word's box.
std::vector<PixelBox> without_what_hangs_below(std::vector<PixelBox> words, double height) {
  for (PixelBox& word : words)
    word.height = std::min(word.height, static_cast<int>(std::lround(height)));
  return words;
}

Block block_of(const std::string& text, const PixelBox& box) {
  Word word;
  word.text = text;
  word.box = box;
  word.confidence = kSure;
  Line line;
  line.words.push_back(word);
  line.box = box;
  line.baseline_start = {static_cast<double>(box.left), static_cast<double>(box.bottom())};
  line.baseline_end = {static_cast<double>(box.right()), static_cast<double>(box.bottom())};
  Block block;
  block.box = box;
  block.lines.push_back(line);
  return block;
}

bool share_columns(const PixelBox& a, const PixelBox& b) {
  return a.left < b.right() && b.left < a.right();
}

// Behind the line that it stands under; a block that goes on below it is parted.
void put_in_place(std::vector<Block>& blocks, Block ornament) {
  std::size_t at = blocks.size(), line_at = 0;
  int lowest = 0;
  for (std::size_t b = 0; b < blocks.size(); ++b)
    for (std::size_t l = 0; l < blocks[b].lines.size(); ++l) {
      const PixelBox& box = blocks[b].lines[l].box;
      if (middle_y(box) >= middle_y(ornament.box) || !share_columns(box, ornament.box)) continue;
      if (at < blocks.size() && box.bottom() <= lowest) continue;
      lowest = box.bottom();
      at = b;
      line_at = l;
    }
  if (at == blocks.size()) {
    blocks.push_back(std::move(ornament));
    return;
  }
  Block& above = blocks[at];
  Block below = above;
  const auto cut = static_cast<std::ptrdiff_t>(line_at + 1);
  above.lines.erase(above.lines.begin() + cut, above.lines.end());
  below.lines.erase(below.lines.begin(), below.lines.begin() + cut);
  for (Block* part : {&above, &below}) {
    part->box = {};
    for (const Line& line : part->lines) part->box = cover(part->box, line.box);
  }
  const auto behind = blocks.begin() + static_cast<std::ptrdiff_t>(at + 1);
  if (below.lines.empty())
    blocks.insert(behind, std::move(ornament));
  else
    blocks.insert(behind, {std::move(ornament), std::move(below)});
}

bool is_dash(const PixelBox& piece, double height) {
  return piece.height <= 0.25 * height && piece.width >= 0.2 * height &&
         piece.width <= 0.9 * height && piece.width >= 1.8 * piece.height;
}

// Whether `next` goes on a row that ends with `last`.
bool continues(const PixelBox& last, const PixelBox& next) {
  const int gap = next.left - last.right();
  const double width = std::max(last.width, next.width);
  return gap > 0 && gap < 1.2 * width && 0.6 * width <= std::min(last.width, next.width) &&
         std::abs(middle_y(last) - middle_y(next)) <= 0.25 * width;
}

// `dashes` from left to right.
void add_dash_rows(std::vector<Block>& blocks, std::vector<PixelBox> dashes,
                   const std::vector<PixelBox>& words, double height) {
  std::vector<bool> used(dashes.size(), false);
  for (std::size_t i = 0; i < dashes.size(); ++i) {
    if (used[i]) continue;
    PixelBox row = dashes[i];
    PixelBox last = dashes[i];
    std::size_t count = 1;
    for (std::size_t j = i + 1; j < dashes.size(); ++j) {
      if (used[j] || !continues(last, dashes[j])) continue;
      used[j] = true;
      last = dashes[j];
      row = cover(row, last);
      ++count;
    }
    if (count >= kFewestDashes && is_free(grown(row, height, 0.2 * height), words))
      put_in_place(blocks, block_of(std::string(count, '-'), row));
  }
}

// Pieces that nearly touch are parts of one sign: the rays of a star.
std::vector<PixelBox> joined(std::vector<PixelBox> pieces, double gap) {
  for (std::size_t i = 0; i < pieces.size(); ++i)
    for (std::size_t j = i + 1; j < pieces.size();) {
      if (!overlap(grown(pieces[i], gap, gap), pieces[j])) {
        ++j;
        continue;
      }
      pieces[i] = cover(pieces[i], pieces[j]);
      pieces.erase(pieces.begin() + static_cast<std::ptrdiff_t>(j));
      j = i + 1;
    }
  return pieces;
}

bool is_star(const PixelBox& piece, double height) {
  constexpr double kLeast = 0.3, kMost = 0.8, kSquare = 0.7;
  const int shorter = std::min(piece.width, piece.height);
  const int longer = std::max(piece.width, piece.height);
  return longer <= kMost * height && longer >= kLeast * height && shorter >= kSquare * longer;
}

// Under the middle of a line of capitals, less than a line away.
bool stands_under(const PixelBox& star, const Line& line, double height) {
  const std::string text = line_text(line);
  return line.words.size() > 1 && to_upper(text) == text &&
         std::abs(middle_x(line.box) - middle_x(star)) < 0.5 * height &&
         star.top >= line.box.bottom() - 0.7 * height &&
         star.top < line.box.bottom() + 0.9 * height;
}

void add_star(std::vector<Block>& blocks, const std::vector<PixelBox>& pieces,
              const std::vector<PixelBox>& words, double height, int page_height) {
  constexpr double kHead = 0.25;  // of the page
  constexpr double kGap = 0.07;   // between the rays, of a word's height
  const Line* line_above = nullptr;
  PixelBox star;
  std::vector<PixelBox> free;
  std::copy_if(pieces.begin(), pieces.end(), std::back_inserter(free), [&](const PixelBox& piece) {
    return piece.top <= kHead * page_height && is_free(piece, words);
  });
  free = joined(std::move(free), kGap * height);
  for (const PixelBox& piece : free) {
    if (!is_star(piece, height)) continue;
    const PixelBox around = grown(piece, 2 * height, 0);
    const bool alone = is_free(grown(piece, height, 0.0), words) &&
                       std::count_if(free.begin(), free.end(), [&](const PixelBox& other) {
                         return overlap(around, other) && other.width * 2 > piece.width;
                       }) == 1;
    if (!alone) continue;
    for (const Block& block : blocks)
      for (const Line& line : block.lines)
        if (stands_under(piece, line, height)) {
          line_above = &line;
          star = piece;
        }
  }
  if (line_above != nullptr) put_in_place(blocks, block_of("*", star));
}

}  // namespace

void add_ornaments(std::vector<Block>& blocks, const PageImage& binary) {
  const std::vector<PixelBox> words = word_boxes(blocks);
  const double height = usual_height(words);
  if (height <= 0 || binary.empty()) return;
  std::vector<PixelBox> pieces = ink_pieces(binary, {0, 0, binary.width(), binary.height() / 2},
                                            static_cast<int>(std::lround(height)));
  std::sort(pieces.begin(), pieces.end(),
            [](const PixelBox& a, const PixelBox& b) { return a.left < b.left; });
  add_star(blocks, pieces, without_what_hangs_below(words, height), height, binary.height());
  std::vector<PixelBox> dashes;
  std::copy_if(pieces.begin(), pieces.end(), std::back_inserter(dashes),
               [&](const PixelBox& piece) { return is_dash(piece, height); });
  add_dash_rows(blocks, std::move(dashes), words, height);
}

}  // namespace sohoa
