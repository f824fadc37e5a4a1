// Divide and conquer after Hirschberg (Comm. ACM 18, 1975), each half scored
// with the bit-parallel recurrence of Myers (J. ACM 46, 1999) in blocks of 64
// rows as described by Hyyrö (2003).
#include "ocr/alignment.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <unordered_map>

namespace sohoa {

namespace {

using Row = std::vector<int>;

constexpr std::size_t kWordBits = 64;
// Below this many cells the whole table is kept and walked back.
constexpr std::size_t kSmallTable = std::size_t{1} << 18;

// For every symbol of the pattern the rows where it stands, 64 a word.
class PatternRows {
 public:
  explicit PatternRows(std::u32string_view pattern)
      : words_((pattern.size() + kWordBits - 1) / kWordBits), none_(words_, 0) {
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      std::vector<std::uint64_t>& rows = rows_[pattern[i]];
      if (rows.empty()) rows.resize(words_, 0);
      rows[i / kWordBits] |= std::uint64_t{1} << (i % kWordBits);
    }
  }

  [[nodiscard]] std::size_t words() const { return words_; }
  [[nodiscard]] const std::vector<std::uint64_t>& of(char32_t symbol) const {
    const auto found = rows_.find(symbol);
    return found == rows_.end() ? none_ : found->second;
  }

 private:
  std::size_t words_;
  std::vector<std::uint64_t> none_;
  std::unordered_map<char32_t, std::vector<std::uint64_t>> rows_;
};

struct Differences {
  std::uint64_t plus = ~std::uint64_t{0};  // rows where the score grows by one downwards
  std::uint64_t minus = 0;                 // rows where it falls by one
};

// Advances one block of 64 rows by one column; takes and returns the horizontal
// difference (-1, 0, 1) at its upper and lower edge.
int advance(Differences& block, std::uint64_t equal, int carry) {
  const std::uint64_t minus_in = carry < 0 ? 1 : 0;
  const std::uint64_t plus_in = carry > 0 ? 1 : 0;
  const std::uint64_t vertical = equal | block.minus;
  equal |= minus_in;
  const std::uint64_t diagonal = (((equal & block.plus) + block.plus) ^ block.plus) | equal;
  std::uint64_t plus = block.minus | ~(diagonal | block.plus);
  std::uint64_t minus = block.plus & diagonal;
  const int out =
      static_cast<int>(plus >> (kWordBits - 1)) - static_cast<int>(minus >> (kWordBits - 1));
  plus = (plus << 1) | plus_in;
  minus = (minus << 1) | minus_in;
  block.plus = minus | ~(vertical | plus);
  block.minus = plus & vertical;
  return out;
}

// distances[i]: edits from the first i symbols of `pattern` to all of `text`.
Row distances_of_prefixes(std::u32string_view pattern, std::u32string_view text) {
  const PatternRows rows(pattern);
  std::vector<Differences> blocks(rows.words());
  for (const char32_t symbol : text) {
    const std::vector<std::uint64_t>& equal = rows.of(symbol);
    int carry = 1;  // the top row counts the symbols of `text`
    for (std::size_t b = 0; b < blocks.size(); ++b) carry = advance(blocks[b], equal[b], carry);
  }
  Row distances{static_cast<int>(text.size())};
  distances.reserve(pattern.size() + 1);
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const Differences& block = blocks[i / kWordBits];
    const std::uint64_t bit = std::uint64_t{1} << (i % kWordBits);
    const int step = (block.plus & bit) != 0 ? 1 : (block.minus & bit) != 0 ? -1 : 0;
    distances.push_back(distances.back() + step);
  }
  return distances;
}

void align_small(std::u32string_view a, std::u32string_view b, std::vector<AlignedPair>& out) {
  const std::size_t width = b.size() + 1;
  std::vector<int> cost((a.size() + 1) * width);
  for (std::size_t j = 0; j < width; ++j) cost[j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    cost[i * width] = static_cast<int>(i);
    for (std::size_t j = 1; j < width; ++j) {
      const int replace = cost[(i - 1) * width + j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      const int lose = cost[(i - 1) * width + j] + 1;
      const int add = cost[i * width + j - 1] + 1;
      cost[i * width + j] = std::min({replace, lose, add});
    }
  }
  const std::size_t first = out.size();
  std::size_t i = a.size();
  std::size_t j = b.size();
  while (i > 0 || j > 0) {
    const int here = cost[i * width + j];
    if (i > 0 && j > 0 && here == cost[(i - 1) * width + j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)) {
      out.push_back({a[--i], b[--j]});
    } else if (i > 0 && here == cost[(i - 1) * width + j] + 1) {
      out.push_back({a[--i], 0});
    } else {
      out.push_back({0, b[--j]});
    }
  }
  std::reverse(out.begin() + static_cast<std::ptrdiff_t>(first), out.end());
}

// Where `a` is best cut when `b` is cut in its middle.
std::size_t best_cut(std::u32string_view a, std::u32string_view b, std::size_t middle) {
  const Row before = distances_of_prefixes(a, b.substr(0, middle));
  const std::u32string a_back(a.rbegin(), a.rend());
  const std::u32string_view b_rest = b.substr(middle);
  const std::u32string b_back(b_rest.rbegin(), b_rest.rend());
  const Row after = distances_of_prefixes(a_back, b_back);
  std::size_t cut = 0;
  int least = std::numeric_limits<int>::max();
  for (std::size_t i = 0; i <= a.size(); ++i) {
    const int total = before[i] + after[a.size() - i];
    if (total < least) {
      least = total;
      cut = i;
    }
  }
  return cut;
}

void align_into(std::u32string_view a, std::u32string_view b, std::vector<AlignedPair>& out) {
  while (!a.empty() && !b.empty() && a.front() == b.front()) {
    out.push_back({a.front(), b.front()});
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  std::size_t same_end = 0;
  while (same_end < a.size() && same_end < b.size() &&
         a[a.size() - 1 - same_end] == b[b.size() - 1 - same_end])
    ++same_end;
  const std::u32string_view end = a.substr(a.size() - same_end);
  a.remove_suffix(same_end);
  b.remove_suffix(same_end);
  if ((a.size() + 1) * (b.size() + 1) <= kSmallTable || a.empty() || b.size() < 2) {
    align_small(a, b, out);
  } else {
    const std::size_t middle = b.size() / 2;
    const std::size_t cut = best_cut(a, b, middle);
    align_into(a.substr(0, cut), b.substr(0, middle), out);
    align_into(a.substr(cut), b.substr(middle), out);
  }
  for (const char32_t symbol : end) out.push_back({symbol, symbol});
}

}  // namespace

std::vector<AlignedPair> align(std::u32string_view truth, std::u32string_view text) {
  std::vector<AlignedPair> pairs;
  pairs.reserve(std::max(truth.size(), text.size()));
  align_into(truth, text, pairs);
  return pairs;
}

long long count_edits(const std::vector<AlignedPair>& pairs) {
  return std::count_if(pairs.begin(), pairs.end(),
                       [](const AlignedPair& pair) { return pair.truth != pair.text; });
}

}  // namespace sohoa
