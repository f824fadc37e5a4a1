#include "ocr/correct_numbers.h"

#include <algorithm>

#include "document/vietnamese_text.h"

namespace sohoa {

namespace {

constexpr std::size_t kMaxAlternatives = 4;
constexpr std::u32string_view kLikeOne = U"]|lIÌÍÏìíïĩ¡";
constexpr std::u32string_view kLikeZero = U"OoÔô";
constexpr double kMended = 0.9;  // share of mended numbers that are right

bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}

bool is_in(std::u32string_view set, char32_t c) {
  return set.find(c) != std::u32string_view::npos;
}

bool is_look_alike(char32_t c) {
  return is_in(kLikeOne, c) || is_in(kLikeZero, c);
}

// Without the punctuation that may stand around a number.
std::u32string_view inside(std::u32string_view word) {
  constexpr std::u32string_view kBefore = U"(\"“'[", kAfter = U".,;:)\"”'%";
  while (!word.empty() && is_in(kBefore, word.front())) word.remove_prefix(1);
  while (!word.empty() && is_in(kAfter, word.back())) word.remove_suffix(1);
  return word;
}

// A digit and a look-alike at least, and nothing else but separators between them.
bool is_damaged_number(std::u32string_view number) {
  std::size_t digits = 0, look_alikes = 0;
  for (const char32_t c : number) {
    if (is_digit(c))
      ++digits;
    else if (is_look_alike(c))
      ++look_alikes;
    else if (!is_in(U".,/-", c))
      return false;
  }
  // One digit vouches for one neighbour; a closing bracket after a whole
  // number is a bracket.
  if (digits == 0 || look_alikes == 0 || look_alikes > digits) return false;
  return !(number.back() == U']' && digits > 1);
}

// The word that opens a list item, such as "]." or "ì)": look-alike and sign.
bool is_item_look_alike(std::u32string_view word, char32_t sign) {
  return word.size() == 2 && word[1] == sign && is_in(kLikeOne, word[0]) && word[0] != U'I';
}

// Letter of the last "h)" at the beginning of a line.
char32_t item_letter(const Word& word) {
  const std::u32string text = to_code_points(word.text);
  return text.size() == 2 && text[1] == U')' ? text[0] : U'\0';
}

std::string mended_item(const Word& word, char32_t last_item) {
  const std::u32string text = to_code_points(word.text);
  if (is_item_look_alike(text, U'.')) return text[0] == U'l' ? "" : "1.";
  if (!is_item_look_alike(text, U')')) return {};
  const char32_t next = last_item == U'h' ? U'i' : last_item == U'k' ? U'l' : U'\0';
  if (next == 0 || text[0] == next) return {};
  return to_utf8(std::u32string{next, U')'});
}

}  // namespace

std::string mended_number(std::string_view word) {
  std::u32string text = to_code_points(word);
  const std::u32string_view number = inside(text);
  if (!is_damaged_number(number)) return {};
  const auto begin = static_cast<std::size_t>(number.data() - text.data());
  const std::size_t end = begin + number.size();
  for (std::size_t i = begin; i < end; ++i) {
    if (is_in(kLikeOne, text[i])) text[i] = U'1';
    if (is_in(kLikeZero, text[i])) text[i] = U'0';
  }
  return to_utf8(text);
}

void replace_reading(Word& word, std::string text, double confidence, std::string_view reason) {
  std::vector<Alternative>& others = word.alternatives;
  std::erase_if(others, [&](const Alternative& other) { return other.text == text; });
  others.insert(others.begin(), {word.text, 1 - confidence});
  if (others.size() > kMaxAlternatives) others.resize(kMaxAlternatives);
  for (Alternative& other : others) other.confidence = std::min(other.confidence, 1 - confidence);
  if (word.raw.empty()) word.raw = word.text;
  word.text = std::move(text);
  word.confidence = confidence;
  word.reason = reason;
}

void mend_numbers(TextLayout& layout) {
  char32_t last_item = 0;
  for (Block& block : layout.blocks) {
    for (Line& line : block.lines) {
      if (line.words.empty()) continue;
      Word& first = line.words.front();
      if (std::string item = mended_item(first, last_item); !item.empty())
        replace_reading(first, std::move(item), kMended, "number of a list item");
      if (const char32_t letter = item_letter(first); letter != 0) last_item = letter;
      for (Word& word : line.words)
        if (std::string number = mended_number(word.text); !number.empty())
          replace_reading(word, std::move(number), kMended, "letter read for a digit");
    }
  }
}

}  // namespace sohoa
