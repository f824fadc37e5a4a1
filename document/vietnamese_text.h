// Vietnamese letters: normal form, folding for search, base letter and marks.
//
// All text inside the program is NFC. đ (U+0111) is a letter of its own that no
// Unicode decomposition folds, so folding treats it explicitly.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sohoa {

// Invalid UTF-8 sequences become U+FFFD. Thread-safe, as all calls here.
[[nodiscard]] std::string to_nfc(std::string_view utf8);

[[nodiscard]] std::u32string to_code_points(std::string_view utf8);
[[nodiscard]] std::string to_utf8(std::u32string_view code_points);

// Lower case, đ kept, NFC.
[[nodiscard]] std::string to_lower(std::string_view utf8);
[[nodiscard]] std::string to_upper(std::string_view utf8);

// Lower case without any mark, đ as d: "Quyết Định" -> "quyet dinh".
[[nodiscard]] std::string fold(std::string_view utf8);

// Lower case, NFC, and one spelling for the two habits of placing the tone on
// open oa, oe, uy: "hoà" and "hòa" give the same, "thuỷ" and "thủy" too.
// Marks are kept otherwise. Used where spelling must not hide a match.
[[nodiscard]] std::string unify_tone_placement(std::string_view utf8);

enum class Tone { level, grave, hook, tilde, acute, dot };  // ngang huyền hỏi ngã sắc nặng

// A letter as the three choices a writer makes: ế = {e, circumflex form ê, acute}.
struct VietnameseLetter {
  char32_t plain = 0;   // a-z or the code point itself: e; d for đ
  char32_t shaped = 0;  // with its vowel or stroke mark, without tone: ê; đ
  Tone tone = Tone::level;
  bool upper = false;
};

// NFC code point in, its parts out; not Vietnamese: plain = shaped = lower-cased input.
[[nodiscard]] VietnameseLetter take_apart(char32_t nfc);
// The inverse; 0 when no such letter exists.
[[nodiscard]] char32_t put_together(const VietnameseLetter& letter);

[[nodiscard]] bool is_letter(char32_t code_point);

// 0 to 9.
[[nodiscard]] constexpr bool is_digit(char32_t code_point) {
  return code_point >= U'0' && code_point <= U'9';
}

}  // namespace sohoa
