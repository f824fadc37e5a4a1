// Text cut into the words that are indexed, searched and marked.
//
// A word is a run of letters, or of letters and digits: everything else parts
// words, so that "123/QĐ-UBND" is the three words 123, qđ, ubnd in a row, and is
// found as a whole, by a part, and however its parts are joined. Each word has
// two forms:
//   exact   lower case, one place for the tone (hòa = hoà), i for y where both
//           are written for the same syllable (kỹ = kĩ, lý = lí, quý = quí),
//           numbers without leading zeros (05 = 5: both are written in codes),
//           m² and m³ as m2 and m3, which is what can be typed
//   folded  the exact form without any mark, đ as d
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sohoa {

// Changed whenever the same text would give other words: an index holds the
// words of one version only.
inline constexpr int kSearchWordsVersion = 2;

struct SearchWord {
  std::string exact;
  std::string folded;
  std::size_t begin = 0;  // bytes of the text, half-open
  std::size_t end = 0;
};

// `nfc` must be NFC, as to_nfc gives it. Thread-safe.
[[nodiscard]] std::vector<SearchWord> search_words(std::string_view nfc);

// The folded words of any text joined by single spaces, for comparing names.
[[nodiscard]] std::string folded_words(std::string_view text);

}  // namespace sohoa
