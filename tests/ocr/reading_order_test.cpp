#include "ocr/reading_order.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

namespace sohoa {
namespace {

// Words of 20 px a letter and 40 px height with 12 px between them; "|30" in
// the text leaves a gap of 300 px instead.
Line line_at(int left, int top, const std::string& text) {
  Line line;
  std::istringstream words(text);
  std::string token;
  int x = left;
  while (words >> token) {
    if (token.front() == '|') {
      x += 10 * std::stoi(token.substr(1));
      continue;
    }
    Word word;
    word.text = token;
    word.confidence = 0.9;
    word.box = {x, top, 20 * static_cast<int>(token.size()), 40};
    x = word.box.right() + 12;
    line.box = cover(line.box, word.box);
    line.words.push_back(word);
  }
  line.baseline_start = {static_cast<double>(line.box.left), top + 38.0};
  line.baseline_end = {static_cast<double>(line.box.right()), top + 38.0};
  return line;
}

Block block_of(std::vector<Line> lines) {
  Block block;
  for (const Line& line : lines) block.box = cover(block.box, line.box);
  block.lines = std::move(lines);
  return block;
}

std::string text_of(const std::vector<Block>& blocks) {
  TextLayout layout;
  layout.blocks = blocks;
  return plain_text(layout);
}

const char* const kBody = "body text that runs over the whole of the width of the page and on";

TEST(ReadingOrder, AHeadWithAMisreadMottoIsAHeadAllTheSame) {
  std::vector<Block> blocks{block_of({line_at(100, 100, "TINH UY |20 DANG CONG SAAN VIET NAM"),
                                      line_at(100, 160, "BAN TO CHUC |20 Hue ngay 24 thang")}),
                            block_of({line_at(100, 400, kBody), line_at(100, 460, kBody)})};
  put_in_reading_order(blocks);
  EXPECT_EQ(text_of(blocks).rfind("TINH UY\nBAN TO CHUC\n\nDANG CONG SAAN VIET NAM\n", 0), 0U)
      << text_of(blocks);
}

TEST(ReadingOrder, AHeadReadAcrossIsReadLeftSideFirst) {
  std::vector<Block> blocks{block_of({line_at(100, 100, "TINH UY |20 CONG HOA XA HOI CHU NGHIA"),
                                      line_at(100, 160, "VAN PHONG |25 Doc lap - Tu do"),
                                      line_at(100, 220, "So 12 |30 Ha Noi ngay 5")}),
                            block_of({line_at(100, 400, kBody), line_at(100, 460, kBody)})};
  put_in_reading_order(blocks);
  EXPECT_EQ(text_of(blocks),
            "TINH UY\nVAN PHONG\nSo 12\n\n"
            "CONG HOA XA HOI CHU NGHIA\nDoc lap - Tu do\nHa Noi ngay 5\n\n" +
                std::string(kBody) + "\n" + kBody + "\n");
}

TEST(ReadingOrder, ARuleReadAsADashDoesNotJoinTheTwoSides) {
  std::vector<Block> blocks{
      block_of({line_at(100, 100, "TINH UY |10 _ |10 CONG HOA XA HOI CHU NGHIA"),
                line_at(100, 160, "So 12 |30 Ha Noi ngay 5")}),
      block_of({line_at(100, 400, kBody)})};
  put_in_reading_order(blocks);
  EXPECT_EQ(text_of(blocks).rfind("TINH UY _\nSo 12\n\nCONG HOA", 0), 0U);
}

TEST(ReadingOrder, TheBoxAndBaselineOfASplitLineFitItsWords) {
  std::vector<Block> blocks{block_of({line_at(100, 100, "A B |60 CONG HOA")}),
                            block_of({line_at(100, 400, kBody)})};
  put_in_reading_order(blocks);
  const Line& right = blocks.at(1).lines.at(0);
  EXPECT_EQ(right.box.left, right.words.front().box.left);
  EXPECT_EQ(right.box.right(), right.words.back().box.right());
  EXPECT_DOUBLE_EQ(right.baseline_start.x, right.box.left);
  EXPECT_DOUBLE_EQ(right.baseline_start.y, 138);
}

TEST(ReadingOrder, RecipientsComeBeforeTheSignatureBesideThem) {
  std::vector<Block> blocks{
      block_of({line_at(100, 100, kBody)}), block_of({line_at(900, 300, "KT. CHU TICH")}),
      block_of({line_at(100, 320, "Nơi nhận: |60 PHO CHU TICH"), line_at(120, 380, "- Nhu tren;")}),
      block_of({line_at(900, 600, "Nguyen Van A")})};
  put_in_reading_order(blocks);
  EXPECT_EQ(text_of(blocks), std::string(kBody) +
                                 "\n\nNơi nhận:\n- Nhu tren;\n\n"
                                 "KT. CHU TICH\nPHO CHU TICH\nNguyen Van A\n");
}

TEST(ReadingOrder, TheBodysLastLineCloseAboveTheEndDoesNotJoinItsSides) {
  std::vector<Block> blocks{block_of({line_at(100, 240, kBody)}),
                            block_of({line_at(100, 310, "Nơi nhận: |60 KT. CHU TICH"),
                                      line_at(120, 370, "- Nhu tren; |60 PHO CHU TICH")})};
  put_in_reading_order(blocks);
  EXPECT_EQ(text_of(blocks), std::string(kBody) +
                                 "\n\nNơi nhận:\n- Nhu tren;\n\n"
                                 "KT. CHU TICH\nPHO CHU TICH\n");
}

TEST(ReadingOrder, ATableKeepsItsRows) {
  std::vector<Block> blocks{block_of({line_at(100, 100, "1 |5 Nguyen Van A |20 1970 |20 Ha Noi"),
                                      line_at(100, 160, "2 |5 Tran Van B |25 1980 |20 Hue"),
                                      line_at(100, 220, "3 |5 Le Thi C |30 1990 |20 Vinh")})};
  const std::string before = text_of(blocks);
  put_in_reading_order(blocks);
  EXPECT_EQ(text_of(blocks), before);
}

TEST(ReadingOrder, OrdinaryTextAndEmptyPagesStayAsTheyAre) {
  std::vector<Block> blocks{block_of({line_at(100, 100, kBody), line_at(100, 160, kBody)})};
  const std::string before = text_of(blocks);
  put_in_reading_order(blocks);
  EXPECT_EQ(text_of(blocks), before);
  std::vector<Block> none;
  put_in_reading_order(none);
  EXPECT_TRUE(none.empty());
}

}  // namespace
}  // namespace sohoa
