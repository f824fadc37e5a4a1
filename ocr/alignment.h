// How one sequence of code points turns into another with the fewest edits.
#pragma once

#include <string_view>
#include <vector>

namespace sohoa {

// One step of an alignment; 0 stands for "nothing": {a, 0} is a deletion,
// {0, b} an insertion, {a, b} a match or substitution.
struct AlignedPair {
  char32_t truth = 0;
  char32_t text = 0;
  friend bool operator==(const AlignedPair&, const AlignedPair&) = default;
};

// An alignment of least Levenshtein cost; its cost is the number of pairs whose
// sides differ. Neither side may hold U+0000. Time grows with |truth|*|text|/64
// and memory with the length: 100,000 code points a side take about a second.
// Thread-safe.
[[nodiscard]] std::vector<AlignedPair> align(std::u32string_view truth, std::u32string_view text);

// The number of pairs that differ.
[[nodiscard]] long long count_edits(const std::vector<AlignedPair>& pairs);

}  // namespace sohoa
