#include "ocr/correct_list_ends.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "document/vietnamese_text.h"
#include "ocr/correct_numbers.h"

namespace sohoa {

namespace {

constexpr double kMended = 0.95;
constexpr std::u32string_view kLetters = U"abcdđeghiklmnopqrstuvxy";

// Of an item such as "đ) ...", the place of its letter in the alphabet of lists.
std::size_t letter_of(const Line& line) {
  const std::u32string first = to_code_points(line.words.front().text);
  return first.size() == 2 && first[1] == U')' ? kLetters.find(first[0])
                                               : std::u32string_view::npos;
}

struct ItemEnd {
  Word* word = nullptr;
  bool before_first = false;  // the list begins after it
};

char sign_of(const Word& word) {
  return word.text.empty() ? ' ' : word.text.back();
}

std::vector<ItemEnd> item_ends(TextLayout& layout) {
  std::vector<ItemEnd> ends;
  std::size_t last = std::u32string_view::npos;
  Word* before = nullptr;
  for (Block& block : layout.blocks)
    for (Line& line : block.lines) {
      if (line.words.empty()) continue;
      const std::size_t letter = letter_of(line);
      if (letter != std::u32string_view::npos) {
        const bool next = last != std::u32string_view::npos && letter == last + 1;
        if (before != nullptr && (letter == 0 || next)) ends.push_back({before, letter == 0});
        last = letter;
      }
      before = &line.words.back();
    }
  return ends;
}

// How many items end with `sign` before the next.
std::ptrdiff_t count_ends(const std::vector<ItemEnd>& ends, char sign) {
  return std::count_if(ends.begin(), ends.end(), [sign](const ItemEnd& end) {
    return !end.before_first && sign_of(*end.word) == sign;
  });
}

void put_sign(Word& word, char sign) {
  std::string text = word.text;
  text.back() = sign;
  replace_reading(word, text, kMended, "sign at the end of a list item");
}

}  // namespace

void mend_list_ends(TextLayout& layout) {
  const std::vector<ItemEnd> ends = item_ends(layout);
  const std::ptrdiff_t semicolons = count_ends(ends, ';');
  const auto is_misread = [&](char sign) {
    return (sign == ':' || sign == ',') &&
           count_ends(ends, sign) <= std::max<std::ptrdiff_t>(1, semicolons);
  };
  const bool colon_misread = is_misread(':'), comma_misread = is_misread(',');
  for (const ItemEnd& end : ends) {
    const char sign = sign_of(*end.word);
    if (end.before_first) {
      if (sign == ';') put_sign(*end.word, ':');
    } else if ((sign == ':' && colon_misread) || (sign == ',' && comma_misread)) {
      put_sign(*end.word, ';');
    }
  }
}

}  // namespace sohoa
