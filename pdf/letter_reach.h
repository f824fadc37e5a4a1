// How far the ink of a printed letter reaches above and below its baseline.
#pragma once

#include <optional>
#include <string_view>

namespace sohoa {

// In em, upwards.
struct LetterReach {
  double bottom = 0;
  double top = 0;
  [[nodiscard]] double height() const { return top - bottom; }
};

// Measured on Tinos Regular, which has the metrics of Times New Roman, the face
// that the rules for administrative letters demand (Decree 30/2020/NĐ-CP, annex I);
// other text faces differ by less than a tenth. nullopt for signs whose shape is
// not known here. `nfc` is a code point of NFC text.
[[nodiscard]] std::optional<LetterReach> letter_reach(char32_t nfc);

// Of all letters of a word that are known; nullopt when none is, or when they are
// too flat to tell a size by (a dash, a full stop).
[[nodiscard]] std::optional<LetterReach> word_reach(std::u32string_view nfc);

}  // namespace sohoa
