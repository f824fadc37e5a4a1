// Small questions about the letters of a text. Internal to records/.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sohoa {

[[nodiscard]] bool has_letter_or_digit(std::string_view text);
[[nodiscard]] std::size_t count_letters(std::string_view text);

// Share of capitals among the letters, 0..1; 0 without letters.
[[nodiscard]] double share_of_capitals(std::string_view text);
// Nine letters in ten are capitals: a misread letter in a heading is forgiven.
[[nodiscard]] bool is_capitals(std::string_view text);
[[nodiscard]] bool starts_with_capital(std::string_view text);

// fold(text) without anything but letters and digits: "Số: 12" -> "so12".
[[nodiscard]] std::string squeeze(std::string_view text);

// Without the given ASCII characters and blanks at both ends.
[[nodiscard]] std::string trim(std::string_view text, std::string_view also = "");

[[nodiscard]] std::vector<std::string> split_words(std::string_view text);

}  // namespace sohoa
