#include "ocr/cut_marks.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "document/vietnamese_text.h"

namespace sohoa {

namespace {

// Rows above a line that the recogniser sees all the same, pixels (Tesseract's kImagePadding less
// what it needs to tell an acute).
constexpr int kSeenAbove = 2;
// In heights of the line: how large a mark is and a dot, how far it begins and ends above the line.
constexpr double kLeastMark = 0.1;
constexpr double kMostDot = 0.25;
constexpr double kMostMark = 0.7;
constexpr double kHighest = 0.6;
constexpr double kLoose = 0.15;
constexpr double kShareOfText = 0.1;
constexpr double kWordSpace = 1.5;  // of justified lines too
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
  const double height = line.box.height, size = std::max(piece.width, piece.height);
  return piece.top < line.box.top - kSeenAbove && piece.top > line.box.top - kHighest * height &&
         piece.bottom() > line.box.top - kLoose * height && size >= kLeastMark * height &&
         size <= kMostMark * height && stands_over(piece, line.box);
}

// A comma or descender hangs from above its baseline; a dot stands nearer to the baseline above it
// than to the letters of the line `below`.
bool is_of(const PixelBox& piece, const Line& line, const Line& below) {
  const bool dot = piece.width <= kMostDot * below.box.height;
  const int gap = dot ? std::max(0, below.box.top - piece.bottom()) : 0;
  return stands_over(piece, line.box) && piece.bottom() > line.box.top &&
         piece.top - baseline_at(line, middle_of(piece)) < gap;
}

bool is_of_another(const PixelBox& piece, const std::vector<Block>& blocks, const Line& line) {
  for (const Block& block : blocks)
    for (const Line& other : block.lines)
      if (&other != &line && is_of(piece, other, line)) return true;
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

bool is_all_capitals(const std::u32string& letters) {
  const auto capitals =
      std::count_if(letters.begin(), letters.end(), [](char32_t c) { return take_apart(c).upper; });
  return capitals > 1 && capitals == std::count_if(letters.begin(), letters.end(), is_letter);
}

// A letter read without a tone above it, which one may have been cut off: with hat or breve, since
// no other small letter with its marks is as high, or any vowel among capitals.
bool may_lack_mark(std::string_view text) {
  static constexpr std::u32string_view kHats = U"âêôă";
  static constexpr std::u32string_view kVowels = U"aeiouy";
  const std::u32string letters = to_code_points(text);
  const bool capitals = is_all_capitals(letters);
  return std::any_of(letters.begin(), letters.end(), [&](char32_t c) {
    const VietnameseLetter letter = take_apart(c);
    const bool high = kHats.find(letter.shaped) != std::u32string_view::npos ||
                      (capitals && kVowels.find(letter.plain) != std::u32string_view::npos);
    return high && (letter.tone == Tone::level || letter.tone == Tone::dot);
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

// Whether word `w` goes on with the words before it: what stands apart may be another column.
bool follows(const Line& line, std::size_t w) {
  return w > 0 && w < line.words.size() &&
         line.words[w].box.left - line.words[w - 1].box.right() < kWordSpace * line.box.height;
}

// Places of one line; those that touch become one.
std::vector<WeakPlace> places_around(const Line& line, const std::vector<bool>& cut,
                                     WeakPlace place) {
  std::vector<WeakPlace> places;
  for (std::size_t w = 0; w < cut.size(); ++w) {
    if (!cut[w]) continue;
    place.first = follows(line, w) ? w - 1 : w;
    place.last = follows(line, w + 1) ? w + 2 : w + 1;
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
    if (const auto word = word_under(mark, line); word && may_lack_mark(line.words[*word].text))
      cut[*word] = true;
  std::vector<CutMarks> found;
  for (const WeakPlace& words : places_around(line, cut, place)) found.push_back({words, marks});
  return found;
}

bool span_the_same(const PixelBox& a, const PixelBox& b) {
  const int common = std::min(a.right(), b.right()) - std::max(a.left, b.left);
  return 2 * common > std::max(a.width, b.width);
}

// With whatever marks.
bool are_one_word(const Word& word, const Word& other) {
  return span_the_same(word.box, other.box) && fold(word.text) == fold(other.text);
}

// Where the words that `other` joins end, from word `first` on; `first` where they are not those.
std::size_t end_of_joined(const Line& line, std::size_t first, const Word& other) {
  if (std::abs(line.words[first].box.left - other.box.left) > line.box.height) return first;
  const std::string whole = fold(other.text);
  std::string letters;
  for (std::size_t w = first; w < line.words.size() && letters.size() < whole.size(); ++w) {
    letters += fold(line.words[w].text);
    if (letters == whole) return w + 1;
  }
  return first;
}

// Letters with a mark of any kind.
std::ptrdiff_t count_marked(std::string_view text) {
  const std::u32string letters = to_code_points(text);
  return std::count_if(letters.begin(), letters.end(), [](char32_t c) {
    const VietnameseLetter letter = take_apart(c);
    return letter.tone != Tone::level || letter.shaped != letter.plain;
  });
}

// A reading of one word of a line.
struct ReadAgain {
  std::size_t word = 0;
  std::string text;
  double confidence = 0;
};

// One with the letters of each word, whatever their marks.
std::vector<ReadAgain> readings_of(const Line& line, const Line& again) {
  std::vector<ReadAgain> found;
  for (const Word& other : again.words)
    for (std::size_t w = 0; w < line.words.size(); ++w) {
      if (are_one_word(line.words[w], other)) found.push_back({w, other.text, other.confidence});
      const std::size_t end = end_of_joined(line, w, other);
      if (end < w + 2) continue;
      std::u32string letters = to_code_points(other.text);
      for (; w < end; ++w) {
        const std::size_t length = to_code_points(line.words[w].text).size();
        found.push_back({w, to_utf8(letters.substr(0, length)), other.confidence});
        letters.erase(0, length);
      }
    }
  return found;
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
  return !readings_of(line, again).empty();
}

void take_marks(Line& line, const Line& again) {
  for (const ReadAgain& reading : readings_of(line, again)) {
    Word& word = line.words[reading.word];
    if (word.text == reading.text || reading.confidence < kSound ||
        count_marked(reading.text) < count_marked(word.text))
      continue;
    word.alternatives = {{word.text, kWithoutMark}};
    word.text = reading.text;
    word.confidence = std::min(reading.confidence, kWithMark);
  }
}

}  // namespace sohoa
