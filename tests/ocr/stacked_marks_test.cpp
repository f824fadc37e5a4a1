#include "ocr/stacked_marks.h"

#include <allheaders.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sohoa {
namespace {

constexpr PixelBox kLetter = {130, 120, 22, 24};
constexpr PixelBox kHat = {132, 108, 18, 9};
constexpr PixelBox kTone = {138, 94, 12, 12};

void fill(Pix* page, const PixelBox& box) {
  pixRasterop(page, box.left, box.top, box.width, box.height, PIX_SET, nullptr, 0, 0);
}

// A stroke of 3 pixels from one upper corner of the box to the lower one across.
void draw_stroke(Pix* page, const PixelBox& box, bool to_the_right) {
  for (int y = 0; y < box.height; ++y) {
    const int along = y * (box.width - 3) / (box.height - 1);
    const int x = to_the_right ? box.width - 3 - along : along;
    fill(page, {box.left + x, box.top + y, 3, 1});
  }
}

enum class Mark { none, acute, grave, dot };

// A letter under a hat, with something above.
PageImage page_with(Mark mark) {
  PixPtr page(pixCreate(400, 200, 1));
  fill(page.get(), kLetter);
  fill(page.get(), kHat);
  if (mark == Mark::dot) fill(page.get(), kTone);
  if (mark == Mark::acute || mark == Mark::grave)
    draw_stroke(page.get(), kTone, mark == Mark::acute);
  return PageImage(std::move(page));
}

Word word_of(const std::string& text) {
  Word word;
  word.text = text;
  word.box = {100, 106, 92, 46};
  word.confidence = 0.96;
  return word;
}

Word taken(Word word, Mark mark, PixelBox tone = kTone) {
  Line line;
  line.box = word.box;
  line.words = {std::move(word)};
  std::vector<Block> blocks(1);
  blocks.front().lines = {line};
  std::vector<PixelBox> pieces = {kLetter, kHat};
  if (mark != Mark::none) pieces.push_back(tone);
  take_stacked_marks(blocks, pieces, page_with(mark));
  return blocks.front().lines.front().words.front();
}

TEST(StackedMarks, GiveALetterUnderAHatItsTone) {
  EXPECT_EQ(taken(word_of("sông"), Mark::acute).text, "sống");
  EXPECT_EQ(taken(word_of("ĐÔNG,"), Mark::grave).text, "ĐỒNG,");
  EXPECT_EQ(taken(word_of("măc"), Mark::acute).text, "mắc");
}

TEST(StackedMarks, AreNotSeenWhereOneMarkIsOrAnotherSign) {
  EXPECT_EQ(taken(word_of("sông"), Mark::none).text, "sông");
  EXPECT_EQ(taken(word_of("sông"), Mark::dot).text, "sông") << "a dot of the line above";
  const PixelBox far = {kTone.left, kTone.top - 30, kTone.width, kTone.height};
  EXPECT_EQ(taken(word_of("sông"), Mark::acute, far).text, "sông");
}

TEST(StackedMarks, ChangeNoWordThatHasAToneOrNoHat) {
  for (const char* text : {"sổng", "sộng", "sang", "chêết", "12"})
    EXPECT_EQ(taken(word_of(text), Mark::acute).text, text);
}

TEST(StackedMarks, LeaveTheOtherReadingsToTheContext) {
  Word word = word_of("sông");
  word.second = SecondReading::other;
  word.alternatives = {{"sống", 0.9}};
  const Word agreed = taken(word, Mark::acute);
  EXPECT_EQ(agreed.second, SecondReading::same);
  ASSERT_EQ(agreed.alternatives.size(), 1U);
  EXPECT_EQ(agreed.alternatives.front().text, "sông");
  word.alternatives = {{"song", 0.9}};
  const Word other = taken(word, Mark::acute);
  EXPECT_EQ(other.second, SecondReading::other);
  EXPECT_EQ(other.alternatives.front().text, "song");
  word.second = SecondReading::same;
  EXPECT_EQ(taken(word, Mark::acute).second, SecondReading::none);
}

}  // namespace
}  // namespace sohoa
