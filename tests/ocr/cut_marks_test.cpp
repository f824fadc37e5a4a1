#include "ocr/cut_marks.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "document/vietnamese_text.h"

namespace sohoa {
namespace {

// A line of words 40 pixels high at `top`, 20 pixels a letter, that stands on its words' bottoms
// less 10 pixels for descenders.
Line line_at(int top, const std::vector<std::string>& texts) {
  Line line;
  int left = 100;
  for (const std::string& text : texts) {
    Word word;
    word.text = text;
    word.confidence = 0.96;
    word.box = {left, top, 20 * static_cast<int>(to_code_points(text).size()), 40};
    left = word.box.right() + 20;
    line.box = cover(line.box, word.box);
    line.words.push_back(word);
  }
  line.baseline_start = {100, top + 30.0};
  line.baseline_end = {static_cast<double>(line.box.right()), top + 30.0};
  return line;
}

std::vector<Block> page_of(const std::vector<Line>& lines) {
  Block block;
  block.lines = lines;
  return {block};
}

PixelBox mark_over(const Word& word, int top) {
  return {word.box.left + word.box.width / 2 - 4, top, 8, 9};
}

// Long enough that a tenth of the text is more than a few words.
std::vector<Line> many_lines() {
  std::vector<Line> lines;
  for (int i = 0; i < 20; ++i) lines.push_back(line_at(100 + 60 * i, {"song", "o", "gia", "dinh"}));
  return lines;
}

TEST(CutMarks, AreThoseThatBeginAboveTheirLine) {
  std::vector<Line> lines = many_lines();
  lines[1].words[0].text = "sông";
  const PixelBox acute = mark_over(lines[1].words[0], lines[1].box.top - 9);
  const auto found = find_cut_marks(page_of(lines), {acute});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].place.line, 1U);
  EXPECT_EQ(found[0].place.first, 0U);
  EXPECT_EQ(found[0].place.last, 2U);
  EXPECT_EQ(found[0].marks, std::vector<PixelBox>{acute});
  const PixelBox within = mark_over(lines[1].words[0], lines[1].box.top);
  EXPECT_TRUE(find_cut_marks(page_of(lines), {within}).empty());
}

TEST(CutMarks, OfTheLineAboveHangFromItsBaseline) {
  const std::vector<Line> lines = many_lines();
  const PixelBox comma =
      mark_over(lines[1].words[0], static_cast<int>(lines[0].baseline_start.y) - 3);
  EXPECT_TRUE(marks_above(lines[1], page_of(lines), {comma}).empty());
}

TEST(CutMarks, ADotIsOfTheLineWhoseLettersAreNearer) {
  std::vector<Line> lines = many_lines();
  lines[1] = line_at(144, {"QUANG", "LAM"});
  const int under_first = static_cast<int>(lines[0].baseline_start.y) + 2;
  const PixelBox dot = {lines[1].words[0].box.left + 40, under_first, 5, 4};
  EXPECT_TRUE(marks_above(lines[1], page_of(lines), {dot}).empty());
  const PixelBox hook = {dot.left, lines[1].box.top - 5, 5, 4};
  EXPECT_EQ(marks_above(lines[1], page_of(lines), {hook}).size(), 1U);
}

TEST(CutMarks, OverCapitalsMayBeOfAnyVowel) {
  std::vector<Line> lines = many_lines();
  lines[1].words[0].text = "QUANG,";
  lines[2].words[0].text = "BCN";
  lines[3].words[0].text = "ẨN";
  std::vector<PixelBox> marks;
  for (const Line& line : lines) marks.push_back(mark_over(line.words[0], line.box.top - 9));
  const auto found = find_cut_marks(page_of(lines), marks);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].place.line, 1U);
}

TEST(CutMarks, AreReadWithoutTheOtherColumn) {
  std::vector<Line> lines = many_lines();
  lines[1].words[0].text = "sông";
  for (std::size_t w = 1; w < 4; ++w) lines[1].words[w].box.left += 100;
  const auto found =
      find_cut_marks(page_of(lines), {mark_over(lines[1].words[0], lines[1].box.top - 9)});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].place.last, 1U);
}

TEST(CutMarks, OfLettersWithoutHatOrBreveAreNotCut) {
  const std::vector<Line> lines = many_lines();
  const PixelBox acute = mark_over(lines[1].words[0], lines[1].box.top - 9);
  EXPECT_TRUE(find_cut_marks(page_of(lines), {acute}).empty());
}

TEST(CutMarks, NeedNoSecondLookWhereTheToneWasReadWithItsHat) {
  std::vector<Line> lines = many_lines();
  lines[1].words[0].text = "sống";
  const PixelBox acute = mark_over(lines[1].words[0], lines[1].box.top - 9);
  EXPECT_TRUE(find_cut_marks(page_of(lines), {acute}).empty());
  EXPECT_EQ(marks_above(lines[1], page_of(lines), {acute}).size(), 1U);
}

TEST(CutMarks, TakeNoMoreThanATenthOfThePage) {
  std::vector<Line> lines = many_lines();
  std::vector<PixelBox> marks;
  for (Line& line : lines)
    for (Word& word : line.words) word.text = "ông";
  for (const Line& line : lines)
    for (const Word& word : line.words) marks.push_back(mark_over(word, line.box.top - 9));
  EXPECT_LE(find_cut_marks(page_of(lines), marks).size(), 2U);
}

TEST(CutMarks, ChangeMarksAndNothingElse) {
  Line line = line_at(100, {"lên", "sông", "ở", "gia"});
  Line again = line_at(100, {"lện.", "sống", "ở", "gía"});
  again.words[3].confidence = 0.3;
  EXPECT_TRUE(has_a_word_of(line, again));
  take_marks(line, again);
  EXPECT_EQ(line_text(line), "lên sống ở gia");
  ASSERT_EQ(line.words[1].alternatives.size(), 1U);
  EXPECT_EQ(line.words[1].alternatives[0].text, "sông");
  EXPECT_LT(line.words[1].confidence, 0.95) << "which mark it is, the context may know better";
  EXPECT_FALSE(has_a_word_of(line, line_at(100, {"men", "an", "a", "pe"})));
}

TEST(CutMarks, ThatTheSecondLookLostStay) {
  Line line = line_at(100, {"QUẢNG", "LAM"});
  take_marks(line, line_at(100, {"QUANG", "LÂM"}));
  EXPECT_EQ(line_text(line), "QUẢNG LÂM");
}

TEST(CutMarks, OfWordsThatTheSecondLookJoinedGoToEach) {
  Line line = line_at(100, {"TINH", "QUANG", "LAM"});
  Line again = line_at(100, {"TỈNH", "QUẢNGLÂM"});
  again.words[1].box.width = 500;
  EXPECT_TRUE(has_a_word_of(line, again));
  take_marks(line, again);
  EXPECT_EQ(line_text(line), "TỈNH QUẢNG LÂM");
}

}  // namespace
}  // namespace sohoa
