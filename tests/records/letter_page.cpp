#include "letter_page.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <sstream>

#include "document/vietnamese_text.h"

namespace sohoa::testing {

namespace {

constexpr int kTop = 200;
constexpr int kPitch = 75;
constexpr int kHeight = 48;
constexpr int kLetter = 22;
constexpr int kCapital = 30;
constexpr int kBlank = 14;

int width_of(std::string_view word) {
  int width = 0;
  for (const char32_t c : to_code_points(word)) width += take_apart(c).upper ? kCapital : kLetter;
  return width;
}

Line line_of(int x, double row, std::string_view text, double confidence) {
  Line line;
  std::istringstream words{std::string(text)};
  const int y = kTop + static_cast<int>(row * kPitch);
  std::string word;
  while (words >> word) {
    const int width = width_of(word);
    line.words.push_back({word, "", "", {x, y, width, kHeight}, confidence, {}});
    line.box = cover(line.box, line.words.back().box);
    x += width + kBlank;
  }
  return line;
}

}  // namespace

LetterPage::LetterPage() : layout_{2480, 3508, Dpi{300}, TextSource::recognised, {Block{}}} {}

LetterPage& LetterPage::at(int x, double row, std::string_view text, double confidence) {
  Line line = line_of(x, row, text, confidence);
  layout_.blocks[0].box = cover(layout_.blocks[0].box, line.box);
  layout_.blocks[0].lines.push_back(std::move(line));
  return *this;
}

void LetterPage::centred_on(int x, double row, std::string_view text) {
  const int width = line_of(0, row, text, 1).box.width;
  at(x - width / 2, row, text);
}

LetterPage& LetterPage::left(double row, std::string_view text) {
  centred_on(690, row, text);
  return *this;
}

LetterPage& LetterPage::right(double row, std::string_view text) {
  centred_on(1760, row, text);
  return *this;
}

LetterPage& LetterPage::centre(double row, std::string_view text) {
  centred_on(1320, row, text);
  return *this;
}

LetterPage& LetterPage::body(double row, std::string_view text) {
  return at(500, row, text);
}

TextLayout LetterPage::skewed(double degrees) const {
  const double angle = degrees * std::numbers::pi / 180;
  TextLayout page = layout_;
  for (Block& block : page.blocks)
    for (Line& line : block.lines)
      for (Word& word : line.words) {
        const double x = word.box.left + word.box.width / 2.0;
        const double y = word.box.top + word.box.height / 2.0;
        word.box.left += static_cast<int>(x * (std::cos(angle) - 1) - y * std::sin(angle));
        word.box.top += static_cast<int>(x * std::sin(angle) + y * (std::cos(angle) - 1));
      }
  return page;
}

TextLayout LetterPage::scattered() const {
  TextLayout page = layout_;
  page.blocks.clear();
  for (const Line& line : layout_.blocks[0].lines)
    page.blocks.insert(page.blocks.begin(), Block{BlockKind::text, line.box, {line}});
  return page;
}

}  // namespace sohoa::testing
