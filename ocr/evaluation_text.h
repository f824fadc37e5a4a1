// What two texts are compared as. Internal to the evaluation in ocr/.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ocr/alignment.h"

namespace sohoa {

// NFC, quotes and dashes unified, white space collapsed to single spaces.
[[nodiscard]] std::u32string comparable(std::string_view utf8);

// A truth without the signs ⦃ and ⦄ (U+2983, U+2984), between which stands what was written
// by pen: a recogniser of print is not charged for it.
struct ComparableTruth {
  std::u32string text;
  std::vector<bool> by_pen;  // of each character
};
[[nodiscard]] ComparableTruth comparable_truth(std::string_view utf8);

// A word with one letter written by pen counts as written by pen.
[[nodiscard]] std::vector<bool> words_by_pen(const ComparableTruth& truth);

// The pairs without those whose truth was written by pen, and without what was added right
// beside them, up to twice as much and `room`: one cannot say how much is read there.
[[nodiscard]] std::vector<AlignedPair> without_pen(const std::vector<AlignedPair>& pairs,
                                                   const std::vector<bool>& by_pen,
                                                   std::size_t room);

// Every distinct word as a number from 1, so that words align like letters.
// Numbers of one object can be compared with each other only.
class WordNumbers {
 public:
  // `text` as comparable() gives it.
  std::u32string of(std::u32string_view text);

 private:
  std::unordered_map<std::u32string, char32_t> numbers_;
};

}  // namespace sohoa
