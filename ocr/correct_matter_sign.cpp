#include "ocr/correct_matter_sign.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "document/vietnamese_text.h"
#include "ocr/correct_numbers.h"
#include "ocr/correct_words.h"

namespace sohoa {

namespace {

constexpr double kMended = 0.9;
// Heights of the number's line from its foot to the next line's head.
constexpr double kClose = 2;

bool opens_with_number(const Line& line) {
  if (line.words.empty()) return false;
  const WordParts label = split_word(line.words.front().text);
  return label.kind == WordKind::syllable && fold(to_utf8(label.core)) == "so" &&
         std::any_of(line.words.begin(), line.words.end(),
                     [](const Word& word) { return word.text.find('/') != std::string::npos; });
}

bool is_close_under(const PixelBox& number, const PixelBox& box) {
  const int gap = box.top - number.bottom();
  return gap > -number.height / 2 && gap < kClose * number.height && box.left < number.right() &&
         number.left < box.right();
}

// With a stroke or without, but no word that could stand here (Về việc).
bool is_misread_sign(const std::string& text) {
  static constexpr std::array<std::string_view, 6> kReadings = {"va",  "vv",  "viv",
                                                                "vlv", "v1v", "v4"};
  const std::u32string signs = to_code_points(text);
  if (text == "V/v" || signs.size() < 2 || signs.size() > 4 || signs.front() != U'V') return false;
  const std::string plain = fold(text);
  if (std::find(kReadings.begin(), kReadings.end(), plain) != kReadings.end()) return true;
  return std::any_of(signs.begin() + 1, signs.end() - 1, [](char32_t c) { return !is_letter(c); });
}

void mend_under(const Line& number, Line& line) {
  if (line.words.size() < 2 || !is_close_under(number.box, line.box)) return;
  if (is_misread_sign(line.words.front().text))
    replace_reading(line.words.front(), "V/v", kMended, "opens the subject");
}

}  // namespace

void mend_matter_sign(TextLayout& layout) {
  std::vector<Line*> lines;
  for (Block& block : layout.blocks)
    for (Line& line : block.lines) lines.push_back(&line);
  for (std::size_t i = 0; i + 1 < lines.size(); ++i)
    if (opens_with_number(*lines[i])) mend_under(*lines[i], *lines[i + 1]);
}

}  // namespace sohoa
