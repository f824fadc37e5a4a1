#include "ocr/unruled_columns.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace sohoa {
namespace {

constexpr int kPitch = 60;

// A line, `width` pixels wide and 40 high, of a word for every 100 pixels.
Line line_at(int left, int row, int width, const std::string& text) {
  Line line;
  line.box = {left, 500 + row * kPitch, width, 40};
  Word word;
  word.text = text;
  const int count = std::max(1, width / 100);
  for (int w = 0; w < count; ++w) {
    word.box = {left + w * (width / count), line.box.top, width / count - 12, 40};
    line.words.push_back(word);
    word.text = ".";
  }
  line.baseline_start = {static_cast<double>(left), line.box.bottom() - 8.0};
  line.baseline_end = {static_cast<double>(left + width), line.box.bottom() - 8.0};
  return line;
}

Block block_of(std::vector<Line> lines) {
  Block block;
  for (const Line& line : lines) block.box = cover(block.box, line.box);
  block.lines = std::move(lines);
  return block;
}

Block names() {
  return block_of({line_at(100, 0, 200, "An"), line_at(100, 1, 350, "Bích"),
                   line_at(100, 2, 260, "Cường"), line_at(100, 3, 300, "Đức"),
                   line_at(100, 4, 180, "Giang")});
}

Block offices(int left) {
  return block_of({line_at(left, 0, 300, "Trưởng-phòng"), line_at(left, 1, 220, "Chuyên-viên"),
                   line_at(left, 2, 280, "Văn-thư"), line_at(left, 3, 200, "Kế-toán"),
                   line_at(left, 4, 290, "Thủ-quỹ")});
}

// The first word of each piece.
std::string text_of(const std::vector<Block>& blocks) {
  std::string text;
  for (const Block& block : blocks) {
    for (const Line& line : block.lines) {
      std::string row;
      for (const Word& word : line.words)
        if (word.text != ".") row += (row.empty() ? "" : " ") + word.text;
      text += row + "\n";
    }
    text += "\n";
  }
  return text;
}

TEST(UnruledColumns, ColumnsOfATableAreReadRowByRow) {
  std::vector<Block> blocks{offices(1000), names(),
                            block_of({line_at(600, 0, 90, "1990"), line_at(600, 1, 90, "1991"),
                                      line_at(600, 2, 90, "1992"), line_at(600, 3, 90, "1993"),
                                      line_at(600, 4, 90, "1994")})};
  join_unruled_columns(blocks);
  EXPECT_EQ(text_of(blocks),
            "An 1990 Trưởng-phòng\nBích 1991 Chuyên-viên\nCường 1992 Văn-thư\n"
            "Đức 1993 Kế-toán\nGiang 1994 Thủ-quỹ\n\n");
  EXPECT_EQ(blocks.at(0).box, (PixelBox{100, 500, 1200, 280}));
}

TEST(UnruledColumns, NumbersFlushOnTheRightAreAColumnToo) {
  std::vector<Block> blocks{names(),
                            block_of({line_at(900, 0, 100, "9000"), line_at(960, 1, 40, "90"),
                                      line_at(880, 2, 120, "19000"), line_at(980, 3, 20, "7"),
                                      line_at(930, 4, 70, "800")})};
  join_unruled_columns(blocks);
  EXPECT_EQ(text_of(blocks), "An 9000\nBích 90\nCường 19000\nĐức 7\nGiang 800\n\n");
}

TEST(UnruledColumns, ACellThatIsEmptyLeavesTheOtherRowsTogether) {
  Block column = offices(700);
  column.lines.erase(column.lines.begin() + 2);
  std::vector<Block> blocks{names(), column};
  join_unruled_columns(blocks);
  EXPECT_EQ(text_of(blocks),
            "An Trưởng-phòng\nBích Chuyên-viên\nCường\nĐức Kế-toán\nGiang Thủ-quỹ\n\n");
}

TEST(UnruledColumns, TwoColumnsOfRunningTextStayApart) {
  std::vector<Line> left, right;
  for (int row = 0; row < 8; ++row) {
    left.push_back(line_at(100, row, row == 5 ? 300 : 700, "trái"));
    right.push_back(line_at(850, row, row == 3 ? 200 : 700, "phải"));
  }
  const std::vector<Block> before{block_of(left), block_of(right)};
  std::vector<Block> blocks = before;
  join_unruled_columns(blocks);
  EXPECT_EQ(text_of(blocks), text_of(before));
}

TEST(UnruledColumns, HeadsAndSignaturesWhichAreCentredStayApart) {
  const std::vector<Block> before{
      names(), block_of({line_at(700, 0, 500, "CỘNG"), line_at(800, 1, 300, "Độc"),
                         line_at(760, 2, 380, "ngày"), line_at(850, 3, 200, "TM"),
                         line_at(900, 4, 100, "Bình")})};
  std::vector<Block> blocks = before;
  join_unruled_columns(blocks);
  EXPECT_EQ(text_of(blocks), text_of(before));
}

TEST(UnruledColumns, LinesOnOtherBaselinesAndFewRowsAreNoTable) {
  Block lower = offices(700);
  for (Line& line : lower.lines) {
    line.baseline_start.y += kPitch / 2.0;
    line.baseline_end.y += kPitch / 2.0;
  }
  Block few = offices(700);
  few.lines.resize(3);
  for (const Block& right : {lower, few}) {
    const std::vector<Block> before{names(), right};
    std::vector<Block> blocks = before;
    join_unruled_columns(blocks);
    EXPECT_EQ(text_of(blocks), text_of(before));
  }
}

}  // namespace
}  // namespace sohoa
