#include "document/layout_json.h"

#include <gtest/gtest.h>

#include "document/error.h"

namespace sohoa {

namespace {

TextLayout one_word_page() {
  Word word{"Quyết", "Quyêt", "syllable", {10, 20, 30, 40}, 0.875, {{"Quyệt", 0.125}}};
  Line line{{word}, {10, 20, 30, 40}, {10, 55}, {40, 56}};
  TextLayout layout{2480, 3508, Dpi{300}, TextSource::recognised, {}};
  layout.blocks.push_back({BlockKind::heading, {10, 20, 30, 40}, {line}});
  return layout;
}

}  // namespace

TEST(LayoutJson, APageSurvivesTheWayThereAndBack) {
  const TextLayout page = layout_from_json(layout_to_json(one_word_page()));
  ASSERT_EQ(page.blocks.size(), 1U);
  const Word& word = page.blocks[0].lines.at(0).words.at(0);
  EXPECT_EQ(word.text, "Quyết");
  EXPECT_EQ(word.raw, "Quyêt");
  EXPECT_EQ(word.box, (PixelBox{10, 20, 30, 40}));
  EXPECT_DOUBLE_EQ(word.confidence, 0.875);
  EXPECT_EQ(word.alternatives.at(0).text, "Quyệt");
  EXPECT_DOUBLE_EQ(page.blocks[0].lines[0].baseline_end.y, 56);
  EXPECT_EQ(page.blocks[0].kind, BlockKind::heading);
}

TEST(LayoutJson, AnythingElseIsRefusedAsAnError) {
  EXPECT_THROW((void)layout_from_json("{"), Error);
  EXPECT_THROW((void)layout_from_json("{\"width\":1}"), Error);
  EXPECT_THROW((void)layout_from_json("[]"), Error);
}

TEST(LayoutJson, PlainTextSeparatesBlocksByAnEmptyLine) {
  TextLayout page = one_word_page();
  page.blocks.push_back(page.blocks[0]);
  EXPECT_EQ(plain_text(page), "Quyết\n\nQuyết\n");
}

}  // namespace sohoa
