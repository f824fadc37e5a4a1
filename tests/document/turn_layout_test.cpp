#include "document/turn_layout.h"

#include <gtest/gtest.h>

namespace sohoa {

namespace {

TextLayout page_with_a_word_in_the_top_left_corner() {
  TextLayout page{200, 300, Dpi{100}, TextSource::recognised, {}};
  Word word;
  word.box = {10, 20, 50, 12};
  page.blocks.push_back({BlockKind::text, word.box, {{{word}, word.box, {10, 30}, {60, 30}}}});
  return page;
}

}  // namespace

TEST(TurnLayout, AClockwiseQuarterTurnBringsTheTopLeftCornerToTheTopRight) {
  const TextLayout page = turned(page_with_a_word_in_the_top_left_corner(), 1);
  EXPECT_EQ(page.width, 300);
  EXPECT_EQ(page.height, 200);
  EXPECT_EQ(page.blocks[0].lines[0].words[0].box, (PixelBox{300 - 32, 10, 12, 50}));
}

TEST(TurnLayout, TurningBackGivesThePageThatItWas) {
  const TextLayout before = page_with_a_word_in_the_top_left_corner();
  const TextLayout after = turned(turned(before, 3), -3);
  EXPECT_EQ(after.width, before.width);
  EXPECT_EQ(after.blocks[0].lines[0].words[0].box, before.blocks[0].lines[0].words[0].box);
  EXPECT_DOUBLE_EQ(after.blocks[0].lines[0].baseline_end.x, 60);
}

}  // namespace sohoa
