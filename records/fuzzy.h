// How alike two readings are when marks and single characters may be misread.
// Works on squeezed text (letters.h: folded, letters and digits only), so that
// lost accents, spaced letters and stray marks cost nothing. Internal to records/.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "records/rows.h"

namespace sohoa {

// Levenshtein distance over bytes; characters that scans confuse (0 and o,
// 1 and l and i, 5 and s, 8 and b…) cost a half.
[[nodiscard]] double edit_distance(std::string_view a, std::string_view b);

// Distance over the length of the longer text: 0 equal, 1 nothing in common.
[[nodiscard]] double difference(std::string_view a, std::string_view b);

// An entry of a table with what comparing needs, made once.
struct KnownPhrase {
  std::string_view text;
  std::string squeezed;
  std::vector<std::string> words;  // squeezed each
};

[[nodiscard]] std::vector<KnownPhrase> known_phrases(std::span<const std::string_view> table);

struct PhraseHit {
  std::size_t first = 0;  // words [first, last) of the row
  std::size_t last = 0;
  double difference = 1;
};

// The run of words of `row` that is most like `phrase` (squeezed already), if
// one differs by at most `tolerance`.
[[nodiscard]] std::optional<PhraseHit> find_phrase(const Row& row, std::string_view phrase,
                                                   double tolerance);
// Only a run that opens the row.
[[nodiscard]] std::optional<PhraseHit> opening_phrase(const Row& row, std::string_view phrase,
                                                      double tolerance);

}  // namespace sohoa
