#include "ocr/cut_marks.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "document/vietnamese_text.h"

namespace sohoa {

namespace {

// Rows above a line that the recogniser sees all the same, pixels (Tesseract's kImagePadding less
// what it needs to tell an acute).
constexpr int kSeenAbove = 2;
// In heights of the line: how high a mark is, how far it begins and ends above the line.
constexpr double kLeastMark = 0.08;
constexpr double kMostMark = 0.7;
constexpr double kHighest = 0.6;
constexpr double kLoose = 0.15;
constexpr double kShareOfText = 0.1;
constexpr std::size_t kNeighbours = 1;
// Readings of a recogniser that is no surer than that are guesses.
constexpr double kSound = 0.5;
// That there is a mark is sure, which one it is less so.
constexpr double kWithMark = 0.9;
constexpr double kWithoutMark = 0.05;

int middle_of(const PixelBox& box) {
  return box.left + box.width / 2;
}

bool stands_over(const PixelBox& piece, const PixelBox& box) {
  return middle_of(piece) >= box.left && middle_of(piece) < box.right();
}

double baseline_at(const Line& line, int x) {
  const double run = line.baseline_end.x - line.baseline_start.x;
  const double slope = run != 0 ? (line.baseline_end.y - line.baseline_start.y) / run : 0;
  return line.baseline_start.y + slope * (x - line.baseline_start.x);
}

bool is_mark_above(const PixelBox& piece, const Line& line) {
  const double height = line.box.height;
  return piece.top < line.box.top - kSeenAbove && piece.top > line.box.top - kHighest * height &&
         piece.bottom() > line.box.top - kLoose * height && piece.height >= kLeastMark * height &&
         std::max(piece.width, piece.height) <= kMostMark * height && stands_over(piece, line.box);
}

// A comma or descender hangs from above its baseline.
bool is_of(const PixelBox& piece, const Line& line) {
  return stands_over(piece, line.box) && piece.bottom() > line.box.top &&
         piece.top < baseline_at(line, middle_of(piece));
}

bool is_of_another(const PixelBox& piece, const std::vector<Block>& blocks, const Line& line) {
  for (const Block& block : blocks)
    for (const Line& other : block.lines)
      if (&other != &line && is_of(piece, other)) return true;
  return false;
}

std::optional<std::size_t> word_under(const PixelBox& piece, const Line& line) {
  for (std::size_t w = 0; w < line.words.size(); ++w)
    if (stands_over(piece, line.words[w].box)) return w;
  return std::nullopt;
}

int width_of(const Line& line, const WeakPlace& place) {
  return line.words[place.last - 1].box.right() - line.words[place.first].box.left;
}

// A letter with hat or breve, read without a tone above it: one may have been cut off. No
// other letter with its marks is as high.
bool may_lack_tone(std::string_view text) {
  static constexpr std::u32string_view kHats = U"âêôă";
  const std::u32string letters = to_code_points(text);
  return std::any_of(letters.begin(), letters.end(), [](char32_t c) {
    const VietnameseLetter letter = take_apart(c);
    return kHats.find(letter.shaped) != std::u32string_view::npos &&
           (letter.tone == Tone::level || letter.tone == Tone::dot);
  });
}

// Pixels along lines.
double budget_of(const std::vector<Block>& blocks) {
  double all = 0, widest = 0;
  for (const Block& block : blocks)
    for (const Line& line : block.lines) {
      all += line.box.width;
      widest = std::max<double>(widest, line.box.width);
    }
  return std::max(kShareOfText * all, widest);
}

// Places of one line; those that touch become one.
std::vector<WeakPlace> places_around(const std::vector<bool>& cut, WeakPlace place) {
  std::vector<WeakPlace> places;
  for (std::size_t w = 0; w < cut.size(); ++w) {
    if (!cut[w]) continue;
    place.first = w - std::min(w, kNeighbours);
    place.last = std::min(cut.size(), w + 1 + kNeighbours);
    if (!places.empty() && place.first <= places.back().last)
      places.back().last = place.last;
    else
      places.push_back(place);
  }
  return places;
}

std::vector<CutMarks> find_in_line(const Line& line, const std::vector<PixelBox>& marks,
                                   const WeakPlace& place) {
  std::vector<bool> cut(line.words.size());
  for (const PixelBox& mark : marks)
    if (const auto word = word_under(mark, line); word && may_lack_tone(line.words[*word].text))
      cut[*word] = true;
  std::vector<CutMarks> found;
  for (const WeakPlace& words : places_around(cut, place)) found.push_back({words, marks});
  return found;
}

bool share_a_place(const PixelBox& a, const PixelBox& b) {
  const int common = std::min(a.right(), b.right()) - std::max(a.left, b.left);
  return 2 * common > std::max(a.width, b.width);
}

// With whatever marks.
bool are_one_word(const Word& word, const Word& other) {
  return share_a_place(word.box, other.box) && fold(word.text) == fold(other.text);
}

}  // namespace

std::vector<PixelBox> marks_above(const Line& line, const std::vector<Block>& blocks,
                                  const std::vector<PixelBox>& pieces) {
  std::vector<PixelBox> marks;
  for (const PixelBox& piece : pieces)
    if (is_mark_above(piece, line) && !is_of_another(piece, blocks, line)) marks.push_back(piece);
  return marks;
}

std::vector<CutMarks> find_cut_marks(const std::vector<Block>& blocks,
                                     const std::vector<PixelBox>& pieces) {
  std::vector<CutMarks> found;
  double budget = budget_of(blocks);
  for (std::size_t b = 0; b < blocks.size(); ++b)
    for (std::size_t l = 0; l < blocks[b].lines.size(); ++l) {
      const Line& line = blocks[b].lines[l];
      for (CutMarks& cut : find_in_line(line, marks_above(line, blocks, pieces), {b, l, 0, 0})) {
        budget -= width_of(line, cut.place);
        if (budget < 0) return found;
        found.push_back(std::move(cut));
      }
    }
  return found;
}

bool has_a_word_of(const Line& line, const Line& again) {
  for (const Word& word : line.words)
    for (const Word& other : again.words)
      if (are_one_word(word, other)) return true;
  return false;
}

void take_marks(Line& line, const Line& again) {
  for (Word& word : line.words)
    for (const Word& other : again.words) {
      if (!are_one_word(word, other) || word.text == other.text || other.confidence < kSound)
        continue;
      word.alternatives = {{word.text, kWithoutMark}};
      word.text = other.text;
      word.confidence = std::min(other.confidence, kWithMark);
    }
}

}  // namespace sohoa
