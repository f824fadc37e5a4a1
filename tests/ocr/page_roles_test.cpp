#include "ocr/page_roles.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

namespace sohoa {
namespace {

constexpr int kWidth = 2480;
constexpr int kHeight = 3508;

// Words of `size` px height, 12 px apart; "|30" leaves a gap of 300 px instead.
Line line_at(int left, int top, const std::string& text, int size = 40) {
  Line line;
  std::istringstream words(text);
  std::string token;
  int x = left;
  while (words >> token) {
    if (token.front() == '|' && token.size() > 1) {
      x += 10 * std::stoi(token.substr(1));
      continue;
    }
    Word word;
    word.text = token;
    word.box = {x, top, size / 2 * static_cast<int>(token.size()), size};
    x = word.box.right() + 12;
    line.box = cover(line.box, word.box);
    line.words.push_back(word);
  }
  return line;
}

TextLayout page_of(std::vector<Line> lines) {
  TextLayout page;
  page.width = kWidth;
  page.height = kHeight;
  Block block;
  for (const Line& line : lines) block.box = cover(block.box, line.box);
  block.lines = std::move(lines);
  page.blocks = {block};
  return page;
}

std::vector<Line> body() {
  std::vector<Line> lines;
  for (int y = 400; y < 2600; y += 80)
    lines.push_back(line_at(300, y, "body text that runs over the width of the page"));
  return lines;
}

TEST(PageRoles, ANumberAloneInTheUpperMarginIsThePageNumber) {
  std::vector<Line> lines = body();
  lines.insert(lines.begin(), line_at(1230, 250, "12"));
  TextLayout page = page_of(lines);
  mark_roles(page);
  ASSERT_EQ(page.blocks.size(), 2U);
  EXPECT_EQ(page.blocks[0].role, BlockRole::page_number);
  EXPECT_EQ(line_text(page.blocks[0].lines.at(0)), "12");
  EXPECT_EQ(page.blocks[1].role, BlockRole::body);
}

TEST(PageRoles, ANumberAtTheFootComesLast) {
  for (const char* text : {"- 3 -", "Trang 3", "3/7"}) {
    std::vector<Line> lines = body();
    lines.insert(lines.begin() + 2, line_at(1230, 3300, text));
    TextLayout page = page_of(lines);
    mark_roles(page);
    ASSERT_EQ(page.blocks.size(), 2U) << text;
    EXPECT_EQ(page.blocks[1].role, BlockRole::page_number) << text;
  }
}

TEST(PageRoles, NumbersWithinTheTextAreBody) {
  std::vector<Line> lines = body();
  lines.push_back(line_at(300, 2700, "2020"));
  lines.push_back(line_at(300, 2780, "and more text below it"));
  TextLayout page = page_of(lines);
  mark_roles(page);
  ASSERT_EQ(page.blocks.size(), 1U);
  EXPECT_EQ(page.blocks[0].role, BlockRole::body);
}

TEST(PageRoles, AHeadWithANumberFarBesideItIsARunningHead) {
  std::vector<Line> lines = body();
  lines.insert(lines.begin(), line_at(300, 250, "CONG BAO So 12 |120 5"));
  TextLayout page = page_of(lines);
  mark_roles(page);
  ASSERT_EQ(page.blocks.size(), 2U);
  EXPECT_EQ(page.blocks[0].role, BlockRole::running_head);
}

TEST(PageRoles, SmallPrintBelowTheBodyThatBeginsWithAMarkIsAFootnote) {
  std::vector<Line> lines = body();
  lines.push_back(line_at(300, 2800, "1 Theo so lieu cua co quan thong ke", 30));
  lines.push_back(line_at(300, 2850, "va bao cao cua cac don vi", 30));
  lines.push_back(line_at(1230, 3300, "7"));
  TextLayout page = page_of(lines);
  mark_roles(page);
  ASSERT_EQ(page.blocks.size(), 3U);
  EXPECT_EQ(page.blocks[1].role, BlockRole::footnote);
  EXPECT_EQ(page.blocks[1].lines.size(), 2U);
  EXPECT_EQ(page.blocks[2].role, BlockRole::page_number);
}

TEST(PageRoles, TheSmallPrintOfTheRecipientsIsBody) {
  std::vector<Line> lines = body();
  lines.push_back(line_at(300, 2800, "Nơi nhận:", 30));
  lines.push_back(line_at(300, 2850, "1 Nhu tren va cac don vi", 30));
  TextLayout page = page_of(lines);
  mark_roles(page);
  EXPECT_EQ(page.blocks.size(), 1U);
}

}  // namespace
}  // namespace sohoa
