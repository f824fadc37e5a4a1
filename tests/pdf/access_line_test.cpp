// Where invisible words stand on lines whose boxes or baselines are wrong.

#include <gtest/gtest.h>

#include <cmath>

#include "document/vietnamese_text.h"
#include "pdf/access_line.h"
#include "pdf/letter_reach.h"

namespace sohoa {
namespace {

constexpr double kSize = 50;  // pixels an em, 12 points at 300 dpi
constexpr int kFrame = 1000;

// Words as they would be printed: ink on a baseline at `y` (downwards) that
// falls by `fall` pixels for each pixel to the right.
std::vector<ShownWord> printed(const std::vector<std::string>& texts, double y, double fall = 0) {
  std::vector<ShownWord> words;
  int left = 100;
  for (const std::string& text : texts) {
    const std::u32string letters = to_code_points(text);
    const LetterReach ink = word_reach(letters).value_or(LetterReach{0.2, 0.27});
    const int width = static_cast<int>(letters.size()) * 25;
    const double base = y + fall * (left + width / 2.0);
    const int top = static_cast<int>(std::lround(base - ink.top * kSize));
    const int bottom = static_cast<int>(std::lround(base - ink.bottom * kSize));
    words.push_back({letters, {left, top, width, bottom - top}});
    left += width + 15;
  }
  return words;
}

const std::vector<std::string> kTexts = {"Quyết", "định", "về",   "việc", "thành",
                                         "lập",   "-",    "sửa,", "Tổ",   "công"};

double height_of(const PlacedLine& line, std::size_t word) {
  return kFrame - line.y - line.words.at(word).base;
}

TEST(AccessLine, SizeAndBaselineComeFromTheLetters) {
  const PlacedLine line = place_line(printed(kTexts, 400), {100, 400}, {1200, 400}, kFrame);
  EXPECT_NEAR(kSize, line.font_size, 2);
  for (std::size_t i = 0; i < kTexts.size(); ++i) EXPECT_NEAR(400, height_of(line, i), 1.5);
}

TEST(AccessLine, OneSwollenBoxMovesNothing) {
  std::vector<ShownWord> words = printed(kTexts, 400);
  words[2].box = {words[2].box.left, 300, words[2].box.width, 160};
  const PlacedLine line = place_line(words, {100, 400}, {1200, 400}, kFrame);
  EXPECT_NEAR(kSize, line.font_size, 2);
  EXPECT_NEAR(400, height_of(line, 2), 1.5);
}

TEST(AccessLine, ABadlyPlacedBaselineMovesNothing) {
  const PlacedLine line = place_line(printed(kTexts, 400), {100, 430}, {1200, 440}, kFrame);
  EXPECT_NEAR(kSize, line.font_size, 2);
  for (std::size_t i = 0; i < kTexts.size(); ++i) EXPECT_NEAR(400, height_of(line, i), 2);
}

TEST(AccessLine, ASkewedLineKeepsItsSlope) {
  const double fall = 0.02;
  const PlacedLine line = place_line(printed(kTexts, 400, fall), {100, 402}, {1200, 424}, kFrame);
  for (std::size_t i = 0; i < kTexts.size(); ++i) {
    const double centre = line.x + line.words[i].start + line.words[i].length / 2;
    EXPECT_NEAR(400 + fall * centre, height_of(line, i), 2) << i;
  }
}

TEST(AccessLine, TextThatRunsUpwardsIsMeasuredAcrossThePage) {
  // "Đảng" read from bottom to top, its baseline at x = 84.
  const std::u32string text = to_code_points("Đảng");
  const LetterReach ink = word_reach(text).value();
  const int left = 84 - static_cast<int>(ink.top * kSize);
  const int right = 84 - static_cast<int>(ink.bottom * kSize);
  const PlacedLine line =
      place_line({{text, {left, 140, right - left, 120}}}, {84, 260}, {84, 140}, kFrame);
  EXPECT_NEAR(kSize, line.font_size, 2);
  EXPECT_NEAR(1, line.sine, 1e-9);
  EXPECT_NEAR(120, line.words.at(0).length, 1);
  EXPECT_NEAR(0, line.words.at(0).base, 1.5);
}

TEST(AccessLine, SignsOfUnknownShapeReachTheAscent) {
  const PlacedLine line = place_line({{U"文", {100, 360, 40, 40}}}, {100, 400}, {140, 400}, kFrame);
  EXPECT_NEAR(50, line.font_size, 1);
}

TEST(AccessLine, WordsWhoseBoxesTouchKeepAGap) {
  std::vector<ShownWord> words = printed({"đồng", "chí", "tên", "ở"}, 400);
  words[0].box.width = words[1].box.left + 1 - words[0].box.left;
  words[2].box.width = 200;
  const PlacedLine line = place_line(words, {100, 400}, {600, 400}, kFrame);
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    EXPECT_GE(line.words[i + 1].start - line.words[i].start - line.words[i].length, 0.15 * kSize);
    EXPECT_GT(line.words[i].length, 5);
  }
}

TEST(LetterReach, MarksAndTailsCount) {
  EXPECT_LT(letter_reach(U'a')->top, letter_reach(U'á')->top);
  EXPECT_LT(letter_reach(U'â')->top, letter_reach(U'ấ')->top);
  EXPECT_LT(letter_reach(U'ị')->bottom, letter_reach(U'i')->bottom);
  EXPECT_LT(letter_reach(U'A')->top, letter_reach(U'Ấ')->top);
  EXPECT_NEAR(letter_reach(U'd')->top, letter_reach(U'đ')->top, 0.01);
  EXPECT_FALSE(letter_reach(U'文'));
  EXPECT_FALSE(word_reach(U"-"));
}

}  // namespace
}  // namespace sohoa
