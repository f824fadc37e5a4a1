#include "ocr/which_way_up.h"

#include <gtest/gtest.h>

#include "document/turn_layout.h"

namespace sohoa {
namespace {

// `words` words of eight letters on one level line.
TextLayout level_line(int words, double confidence) {
  TextLayout layout;
  layout.width = 2000;
  layout.height = 1000;
  Line line;
  line.box = {100, 80, 1800, 30};
  line.baseline_start = {100, 100};
  line.baseline_end = {1900, 100};
  for (int i = 0; i < words; ++i) {
    Word word;
    word.text = "abcdefgh";
    word.confidence = confidence;
    line.words.push_back(word);
  }
  layout.blocks.push_back({BlockKind::text, line.box, {line}});
  return layout;
}

TEST(WhichWayUp, EnoughSureWordsOnLevelLinesReadUpright) {
  EXPECT_TRUE(reads_upright(level_line(20, 0.9), 0));
  EXPECT_TRUE(reads_upright(level_line(20, 0.9), 2));
  EXPECT_FALSE(reads_upright(level_line(20, 0.35), 0));
  EXPECT_FALSE(reads_upright(level_line(3, 0.95), 0));
  EXPECT_FALSE(reads_upright(TextLayout(), 0));
}

TEST(WhichWayUp, LinesThatRunUpThePageSayNothingHoweverSureTheyAre) {
  EXPECT_FALSE(reads_upright(level_line(20, 0.9), 1));
  EXPECT_EQ(upright_evidence(level_line(20, 0.9), 3), 0);
  const TextLayout upward = turned(level_line(20, 0.9), 3);
  EXPECT_FALSE(reads_upright(upward, 0));
  EXPECT_TRUE(reads_upright(upward, 1));
  EXPECT_GT(upright_evidence(upward, 1), 0);
}

TEST(WhichWayUp, MoreTextAndSurerTextAreMoreEvidence) {
  EXPECT_GT(upright_evidence(level_line(20, 0.6), 0), upright_evidence(level_line(10, 0.6), 0));
  EXPECT_GT(upright_evidence(level_line(20, 0.6), 0), upright_evidence(level_line(20, 0.5), 0));
  // On its head a page seems to have as many words, none of them sure.
  EXPECT_GT(upright_evidence(level_line(15, 0.9), 0), upright_evidence(level_line(20, 0.35), 0));
}

}  // namespace
}  // namespace sohoa
