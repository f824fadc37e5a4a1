#include "records/letters.h"

#include <algorithm>

#include "document/vietnamese_text.h"

namespace sohoa {

namespace {

bool is_capital(char32_t c) {
  return take_apart(c).upper;
}

}  // namespace

bool has_letter_or_digit(std::string_view text) {
  const std::u32string points = to_code_points(text);
  return std::any_of(points.begin(), points.end(),
                     [](char32_t c) { return is_letter(c) || is_digit(c); });
}

std::size_t count_letters(std::string_view text) {
  const std::u32string points = to_code_points(text);
  return static_cast<std::size_t>(std::count_if(points.begin(), points.end(), is_letter));
}

double share_of_capitals(std::string_view text) {
  const std::u32string points = to_code_points(text);
  const auto letters = std::count_if(points.begin(), points.end(), is_letter);
  const auto capitals = std::count_if(points.begin(), points.end(), is_capital);
  return letters > 0 ? static_cast<double>(capitals) / static_cast<double>(letters) : 0;
}

bool is_capitals(std::string_view text) {
  return share_of_capitals(text) >= 0.9;
}

bool starts_with_capital(std::string_view text) {
  const std::u32string points = to_code_points(text);
  const auto first = std::find_if(points.begin(), points.end(), is_letter);
  return first != points.end() && is_capital(*first);
}

std::string squeeze(std::string_view text) {
  std::string kept;
  for (const char c : fold(text))
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) kept += c;
  return kept;
}

std::string trim(std::string_view text, std::string_view also) {
  const std::string unwanted = " \t\n" + std::string(also);
  const std::size_t first = text.find_first_not_of(unwanted);
  if (first == std::string_view::npos) return {};
  const std::size_t last = text.find_last_not_of(unwanted);
  return std::string(text.substr(first, last - first + 1));
}

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text) {
    if (c != ' ' && c != '\n' && c != '\t') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

}  // namespace sohoa
