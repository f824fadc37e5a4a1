#include "pipeline/correct_layout.h"

#include <gtest/gtest.h>

namespace sohoa {
namespace {

Line line_of(const std::vector<std::string>& words, int top) {
  Line line;
  int left = 10;
  for (const std::string& text : words) {
    Word word;
    word.text = text;
    word.box = {left, top, 40, 20};
    word.confidence = 0.5;
    word.alternatives = {{"x", 0.1}};
    line.words.push_back(word);
    left += 50;
  }
  return line;
}

TextLayout page() {
  TextLayout layout;
  layout.width = 1000;
  layout.height = 800;
  Block block;
  block.lines = {line_of({"Quyêt", "định", "vê", "việc"}, 100), line_of({"nhân", "sự"}, 140)};
  layout.blocks = {block};
  return layout;
}

TEST(CorrectLayout, ACorrectedWordKeepsItsPlaceAndWhatWasRead) {
  const TextLayout after = with_text(page(), "Quyết định về việc nhân sự");
  EXPECT_EQ(plain_text(after), "Quyết định về việc\nnhân sự\n");
  const Word& word = after.blocks[0].lines[0].words[0];
  EXPECT_EQ(word.box, (PixelBox{10, 100, 40, 20}));
  EXPECT_EQ(word.raw, "Quyêt");
  EXPECT_EQ(word.reason, "review");
}

TEST(CorrectLayout, EveryWordIsSureAfterwards) {
  for (const Block& block : with_text(page(), "Quyết định về việc nhân sự").blocks)
    for (const Line& line : block.lines)
      for (const Word& word : line.words) {
        EXPECT_EQ(word.confidence, 1);
        EXPECT_TRUE(word.alternatives.empty());
      }
}

TEST(CorrectLayout, AWordThatWasReadWrongTwiceKeepsItsFirstReading) {
  const TextLayout once = with_text(page(), "Quyét định về việc nhân sự");
  EXPECT_EQ(with_text(once, "Quyết định về việc nhân sự").blocks[0].lines[0].words[0].raw, "Quyêt");
}

TEST(CorrectLayout, AMissingWordSharesThePlaceOfItsNeighbour) {
  const TextLayout after = with_text(page(), "Quyết định về mọi việc nhân sự");
  const std::vector<Word>& words = after.blocks[0].lines[0].words;
  ASSERT_EQ(words.size(), 5U);
  EXPECT_EQ(words[3].text, "mọi");
  EXPECT_GE(words[3].box.left, words[2].box.left);
  EXPECT_LE(words[3].box.left + words[3].box.width, words[4].box.left);
}

TEST(CorrectLayout, WordsBeforeTheFirstAndLinesLeftOutAreHandled) {
  EXPECT_EQ(plain_text(with_text(page(), "Số 5 Quyết định về việc")), "Số 5 Quyết định về việc\n");
}

TEST(CorrectLayout, APageWithoutWordsGetsOneLine) {
  TextLayout empty;
  empty.width = 100;
  empty.height = 50;
  const TextLayout after = with_text(empty, "viết\ntay");
  EXPECT_EQ(plain_text(after), "viết tay\n");
  EXPECT_EQ(after.blocks[0].lines[0].words[0].box.left, 0);
}

TEST(CorrectLayout, AllWordsTakenAwayLeaveAnEmptyPage) {
  EXPECT_EQ(plain_text(with_text(page(), " \n")), "");
}

}  // namespace
}  // namespace sohoa
