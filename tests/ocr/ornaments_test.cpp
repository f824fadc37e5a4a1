#include "ocr/ornaments.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "image/clean.h"
#include "tests/ocr/drawn_page.h"

namespace sohoa {
namespace {

// As recognised: words of 30 pixels a letter, 45 high.
Line line_at(int left, int top, const std::string& text) {
  Line line;
  std::istringstream words(text);
  for (std::string token; words >> token; left = line.box.right() + 15) {
    Word word;
    word.text = token;
    word.box = {left, top, 30 * static_cast<int>(token.size()), 45};
    line.box = cover(line.box, word.box);
    line.words.push_back(word);
  }
  return line;
}

TEST(Ornaments, DashesUnderATitleAreReadBehindItAndBeforeTheBody) {
  const PageImage page = draw_page(1600, 2200, {{"-----", 620, 420, 50}});
  CleanPage cleaned = clean(page, {});
  Block block;
  block.lines = {line_at(300, 300, "ve viec tu sua ho chua"), line_at(200, 560, "Mot hai ba bon"),
                 line_at(200, 640, "nam sau bay tam")};
  for (const Line& line : block.lines) block.box = cover(block.box, line.box);
  std::vector<Block> blocks{block};
  add_ornaments(blocks, cleaned.binary);
  ASSERT_EQ(blocks.size(), 3U);
  EXPECT_EQ(line_text(blocks[0].lines.back()), "ve viec tu sua ho chua");
  EXPECT_EQ(line_text(blocks[1].lines.front()), "-----");
  EXPECT_EQ(blocks[2].lines.size(), 2U);
  EXPECT_EQ(blocks[2].box.top, 560);
}

}  // namespace
}  // namespace sohoa
