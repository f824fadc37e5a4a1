// How Vietnamese syllables are built and written.
#pragma once

#include <string>
#include <string_view>

namespace sohoa {

// Whether a Vietnamese syllable can be spelt so: an initial consonant, a rhyme,
// and a tone that the rhyme can bear (before c, ch, p, t only acute and dot).
// Lower case, NFC, either placement of the tone. Thread-safe, as all calls here.
[[nodiscard]] bool is_possible_syllable(std::u32string_view lower);

// The Icelandic Ð and ð, which recognisers take for the stroked d, as Đ and đ.
[[nodiscard]] std::u32string with_stroke(std::u32string_view letters);

// hòa -> hoà, thủy -> thuỷ; anything else unchanged.
[[nodiscard]] std::u32string with_tone_on_last_vowel(std::u32string_view lower);

// `key` (lower case) in the capitals of `model`: all, the first, or none.
[[nodiscard]] std::u32string in_capitals_of(std::u32string_view key, std::u32string_view model);

}  // namespace sohoa
