#include "ocr/show_alignment.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "document/vietnamese_text.h"
#include "ocr/alignment.h"
#include "ocr/evaluation_text.h"

namespace sohoa {

namespace {

constexpr std::size_t kHalf = 38;  // columns a side: 80 with what stands between
constexpr std::u32string_view kBetween = U" | ";

bool ends_word(const AlignedPair& pair) {
  return pair.truth == U' ' || pair.text == U' ';
}

// Where the row that begins at `start` ends: after the last word that fits.
std::size_t end_of_row(const std::vector<AlignedPair>& pairs, std::size_t start) {
  const std::size_t most = std::min(pairs.size(), start + kHalf);
  if (most == pairs.size()) return most;
  std::size_t end = most;
  while (end > start && !ends_word(pairs[end - 1])) --end;
  return end > start ? end : most;
}

char32_t mark(const AlignedPair& pair, bool by_pen) {
  if (pair.truth == pair.text) return U' ';
  if (by_pen) return U'~';
  if (pair.truth == 0) return U'+';
  return pair.text == 0 ? U'-' : U'^';
}

void drop_spaces_at_end(std::u32string& line) {
  line.erase(line.find_last_not_of(U' ') + 1);
}

}  // namespace

std::string show_alignment(std::string_view truth, std::string_view text) {
  const ComparableTruth whole = comparable_truth(truth);
  const std::vector<AlignedPair> pairs = align(whole.text, comparable(text));
  std::size_t in_truth = 0;
  std::u32string shown;
  for (std::size_t start = 0; start < pairs.size();) {
    const std::size_t end = end_of_row(pairs, start);
    std::u32string left;
    std::u32string right;
    std::u32string marks;
    for (; start < end; ++start) {
      left.push_back(pairs[start].truth == 0 ? U'_' : pairs[start].truth);
      right.push_back(pairs[start].text == 0 ? U'_' : pairs[start].text);
      const bool in_pen = pairs[start].truth != 0 && whole.by_pen[in_truth++];
      marks.push_back(mark(pairs[start], in_pen));
    }
    left.resize(kHalf, U' ');
    drop_spaces_at_end(right);
    drop_spaces_at_end(marks);
    shown += left + std::u32string(kBetween) + right + U'\n';
    if (!marks.empty()) shown += std::u32string(kHalf + kBetween.size(), U' ') + marks + U'\n';
  }
  return to_utf8(shown);
}

}  // namespace sohoa
