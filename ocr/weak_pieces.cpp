#include "ocr/weak_pieces.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "document/median.h"
#include "document/vietnamese_text.h"

namespace sohoa {

namespace {

// Print is read with 0.85 and more where its line was found well.
constexpr double kWeak = 0.75;
// A weak piece that is not read better than that by this much stays as it was.
constexpr double kGain = 0.1;
// What was read off its baseline is trusted less than it says.
constexpr double kOffBaselineGain = -0.1;
constexpr double kTangledGain = 0;
// In heights of a word. Columns are further apart; what is left free for a number written by
// hand is not.
constexpr double kWideGap = 4;
// Bottoms of words lie on the baseline, those with descenders a quarter of a height below it.
constexpr double kAboveBaseline = 0.15;
constexpr double kBelowBaseline = 0.4;
constexpr double kLeastHeight = 0.5;
constexpr double kMostHeight = 2.5;
constexpr double kMostLines = 2;
// Tangled: so much higher than print, and so deep in another line.
constexpr double kTangledHeight = 1.8;
constexpr double kTangledDepth = 0.6;
constexpr double kTangledGap = 5;  // words were lost
// Of words with capitals, marks and descenders few are so high.
constexpr double kTwoRows = 1.2;
// Capitals with their marks, and descenders.
constexpr double kAscent = 1.1;
constexpr double kDescent = 0.4;

struct Piece {
  WeakPiece weak;
  double sure = 0;
  int width = 0;
};

int usual_height(const std::vector<Block>& blocks) {
  std::vector<int> heights;
  for (const Block& block : blocks)
    for (const Line& line : block.lines)
      for (const Word& word : line.words)
        if (word.text.size() > 1) heights.push_back(word.box.height);
  return median(std::move(heights));
}

std::vector<Word> words_of(const Line& line, const WeakPlace& place) {
  return {line.words.begin() + static_cast<std::ptrdiff_t>(place.first),
          line.words.begin() + static_cast<std::ptrdiff_t>(place.last)};
}

// Weighted by the words' length; 0 without words.
double sureness(const std::vector<Word>& words) {
  double sum = 0, length = 0;
  for (const Word& word : words) {
    const auto letters = static_cast<double>(to_code_points(word.text).size());
    sum += word.confidence * letters;
    length += letters;
  }
  return length > 0 ? sum / length : 0;
}

double baseline_at(const Line& line, double x) {
  const double run = line.baseline_end.x - line.baseline_start.x;
  const double slope = run != 0 ? (line.baseline_end.y - line.baseline_start.y) / run : 0;
  return line.baseline_start.y + slope * (x - line.baseline_start.x);
}

bool misses_its_baseline(const Line& line, const WeakPlace& place, int usual) {
  std::vector<int> below;
  for (std::size_t w = place.first; w < place.last; ++w) {
    const PixelBox& box = line.words[w].box;
    if (box.height * 2 < usual) continue;
    below.push_back(box.bottom() - static_cast<int>(baseline_at(line, box.left + box.width / 2.0)));
  }
  const int middle = median(below);
  return middle < -kAboveBaseline * usual || middle > kBelowBaseline * usual;
}

PixelBox box_of(const Line& line, const WeakPlace& place) {
  PixelBox box;
  for (std::size_t w = place.first; w < place.last; ++w) box = cover(box, line.words[w].box);
  return box;
}

bool is_as_high_as_print(const PixelBox& box, int usual) {
  return box.height >= kLeastHeight * usual && box.height <= kMostHeight * usual &&
         box.width >= usual;
}

bool reaches_into_another(const Line& line, const std::vector<Block>& blocks, int usual) {
  if (line.box.height < kTangledHeight * usual) return false;
  for (const Block& block : blocks)
    for (const Line& other : block.lines) {
      if (&other == &line) continue;
      const int across =
          std::min(line.box.right(), other.box.right()) - std::max(line.box.left, other.box.left);
      const int down =
          std::min(line.box.bottom(), other.box.bottom()) - std::max(line.box.top, other.box.top);
      if (across > usual && down > kTangledDepth * usual) return true;
    }
  return false;
}

// Along the baseline; to the sides half of what is free, since words may be lost there.
PixelBox area_of_tangled(const Line& line, const WeakPlace& place, const PixelBox& box, int usual) {
  const double baseline = baseline_at(line, box.left + box.width / 2.0);
  int left = box.left - usual, right = box.right() + usual;
  if (place.first > 0) left = (line.words[place.first - 1].box.right() + box.left) / 2;
  if (place.last < line.words.size()) right = (box.right() + line.words[place.last].box.left) / 2;
  const int top = static_cast<int>(baseline - kAscent * usual);
  return {left, top, right - left, static_cast<int>(baseline + kDescent * usual) - top};
}

// Of words whose line was found with a wrong baseline marks may stand outside of their boxes.
PixelBox with_room_for_marks(const PixelBox& box) {
  const int room = box.height / 3;
  return {box.left, box.top - room, box.width, box.height + 2 * room};
}

// A line whose baseline was found between two rows has boxes that reach into both.
PixelBox rows_in(const PixelBox& box, int usual) {
  return box.height > kTwoRows * usual ? with_room_for_marks(box) : PixelBox{};
}

void find_in_line(const Line& line, WeakPlace place, const std::vector<Block>& blocks, int usual,
                  std::vector<Piece>& weak) {
  const bool tangled = reaches_into_another(line, blocks, usual);
  const double gap = (tangled ? kTangledGap : kWideGap) * usual;
  std::size_t first = 0;
  for (std::size_t w = 0; w < line.words.size(); ++w) {
    const bool last =
        w + 1 == line.words.size() || line.words[w + 1].box.left - line.words[w].box.right() >= gap;
    if (!last) continue;
    place.first = first;
    place.last = w + 1;
    first = w + 1;
    const PixelBox box = box_of(line, place);
    const double sure = sureness(words_of(line, place));
    if (tangled) {
      weak.push_back(
          {{place, false, true, area_of_tangled(line, place, box, usual), rows_in(box, usual)},
           sure,
           box.width});
      continue;
    }
    if (!is_as_high_as_print(box, usual)) continue;
    const bool off = misses_its_baseline(line, place, usual);
    if (sure < kWeak || off)
      weak.push_back(
          {{place, off, false, with_room_for_marks(box), rows_in(box, usual)}, sure, box.width});
  }
}

// Words that are a number and nothing else.
std::ptrdiff_t count_numbers(const std::vector<Word>& words) {
  return std::count_if(words.begin(), words.end(), [](const Word& word) {
    return !word.text.empty() && word.text.find_first_not_of("0123456789") == std::string::npos;
  });
}

// Most of its height and a part of its width lie in another line.
bool is_read_elsewhere(const Line& row, const WeakPlace& place, const std::vector<Block>& blocks) {
  for (std::size_t b = 0; b < blocks.size(); ++b)
    for (std::size_t l = 0; l < blocks[b].lines.size(); ++l) {
      if (b == place.block && l == place.line) continue;
      const PixelBox& other = blocks[b].lines[l].box;
      const int across =
          std::min(row.box.right(), other.right()) - std::max(row.box.left, other.left);
      const int down =
          std::min(row.box.bottom(), other.bottom()) - std::max(row.box.top, other.top);
      if (across > 0 && 2 * down > row.box.height) return true;
    }
  return false;
}

}  // namespace

std::vector<WeakPiece> weak_pieces(const std::vector<Block>& blocks) {
  const int usual = usual_height(blocks);
  std::vector<Piece> weak;
  int widest = 0;
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    for (std::size_t l = 0; l < blocks[b].lines.size(); ++l) {
      const Line& line = blocks[b].lines[l];
      widest = std::max(widest, line.box.width);
      find_in_line(line, {b, l, 0, 0}, blocks, usual, weak);
    }
  }
  std::stable_sort(weak.begin(), weak.end(),
                   [](const Piece& a, const Piece& b) { return a.sure < b.sure; });
  double budget = kMostLines * widest;
  std::vector<WeakPiece> places;
  for (const Piece& piece : weak) {
    if (piece.width > budget) continue;
    budget -= piece.width;
    places.push_back(piece.weak);
  }
  std::sort(places.begin(), places.end(), [](const WeakPiece& one, const WeakPiece& other) {
    const WeakPlace& a = one.place;
    const WeakPlace& b = other.place;
    if (a.block != b.block) return a.block < b.block;
    return a.line != b.line ? a.line < b.line : a.first > b.first;
  });
  return places;
}

const Line* row_of_its_own(const WeakPiece& piece, const std::vector<Block>& blocks,
                           const std::vector<Line>& rows) {
  const Line* own = nullptr;
  for (const Line& row : rows) {
    if (is_read_elsewhere(row, piece.place, blocks)) continue;
    if (own != nullptr) return nullptr;
    own = &row;
  }
  return own;
}

bool replace_if_surer(Line& line, const WeakPiece& piece, const Line& again) {
  const WeakPlace& place = piece.place;
  const double before = sureness(words_of(line, place));
  const double gain = piece.off_baseline ? kOffBaselineGain : piece.tangled ? kTangledGain : kGain;
  if (again.words.empty() || sureness(again.words) <= before + gain) return false;
  // The better of two guesses would make a page that stands on its head look like text.
  if (piece.tangled && sureness(again.words) < kWeak) return false;
  // A number written by pen is read with little confidence; a reading that has none
  // there, or signs among its digits, may be the surer one for that alone.
  if (!piece.tangled && count_numbers(again.words) < count_numbers(words_of(line, place)))
    return false;
  const auto at = line.words.erase(line.words.begin() + static_cast<std::ptrdiff_t>(place.first),
                                   line.words.begin() + static_cast<std::ptrdiff_t>(place.last));
  const bool whole = line.words.empty();
  line.words.insert(at, again.words.begin(), again.words.end());
  line.box = {};
  for (const Word& word : line.words) line.box = cover(line.box, word.box);
  if (!whole) return true;
  line.baseline_start = again.baseline_start;
  line.baseline_end = again.baseline_end;
  return true;
}

}  // namespace sohoa
