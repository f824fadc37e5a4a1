// Whether a word is spelled as Vietnamese can be spelled: onset, rhyme, tone.
#pragma once

#include <string_view>

namespace sohoa {

// `lower_nfc` holds letters only, lower case, NFC. True for every orthographic
// syllable, spoken or not ("nghiêng", "hoà", "hòa", "quốc", "gì"). Both habits of
// placing the tone are taken. Source of the rhymes: the spelling rules of modern
// quốc ngữ (k, gh, ngh before i e ê y; c, g, ng before the rest; syllables closed
// by c, ch, p, t bear the acute or the dot tone only).
[[nodiscard]] bool is_syllable(std::u32string_view lower_nfc);

// Letters a-z only and built like a word of a European language: a vowel, no
// long run of consonants or vowels.
[[nodiscard]] bool is_plain_word(std::u32string_view lower_nfc);

}  // namespace sohoa
