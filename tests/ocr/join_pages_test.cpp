#include "ocr/join_pages.h"

#include <gtest/gtest.h>

#include <string>

namespace sohoa {
namespace {

PageReading reading(const std::string& text, int turns) {
  Word word;
  word.text = text;
  word.box = {100, 200, 50, 20};
  Line line;
  line.words = {word};
  line.box = word.box;
  line.baseline_start = {100, 218};
  line.baseline_end = {150, 218};
  Block block;
  block.lines = {line};
  block.box = line.box;
  PageReading page;
  page.layout.width = 1000;
  page.layout.height = 1400;
  page.layout.blocks = {block};
  page.quarter_turns = turns;
  page.clean_seconds = 1;
  return page;
}

const FacingPages kPages{{0, 0, 1010, 1400}, {990, 0, 1010, 1400}, 1010, 990};

TEST(JoinPages, TheLeftPageComesFirstAndTheRightOneLiesWhereItWas) {
  const PageReading sheet = join_pages(reading("trái", 0), reading("phải", 0), kPages, 2000, 1400);
  EXPECT_EQ(plain_text(sheet.layout), "trái\n\nphải\n");
  EXPECT_EQ(sheet.layout.width, 2000);
  EXPECT_EQ(sheet.quarter_turns, 0);
  EXPECT_EQ(sheet.clean_seconds, 2);
  const Line& left = sheet.layout.blocks[0].lines[0];
  const Line& right = sheet.layout.blocks[1].lines[0];
  EXPECT_EQ(left.words[0].box, (PixelBox{100, 200, 50, 20}));
  EXPECT_EQ(right.words[0].box, (PixelBox{1090, 200, 50, 20}));
  EXPECT_EQ(right.baseline_end.x, 1140);
}

TEST(JoinPages, OnASheetThatLiesOnItsHeadTheRightPageComesFirst) {
  const PageReading sheet = join_pages(reading("sau", 2), reading("trước", 2), kPages, 2000, 1400);
  EXPECT_EQ(plain_text(sheet.layout), "trước\n\nsau\n");
  EXPECT_EQ(sheet.quarter_turns, 2);
}

TEST(JoinPages, ABlankHalfAddsNothing) {
  PageReading blank;
  blank.layout.source = TextSource::none;
  blank.quality.blank = true;
  const PageReading sheet = join_pages(blank, reading("một", 0), kPages, 2000, 1400);
  EXPECT_EQ(plain_text(sheet.layout), "một\n");
  EXPECT_EQ(sheet.layout.source, TextSource::recognised);
  EXPECT_FALSE(sheet.quality.blank);
}

}  // namespace
}  // namespace sohoa
