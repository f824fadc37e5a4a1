#include "ocr/raised_digits.h"

#include <allheaders.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "image/clean.h"
#include "ocr/ocr_engine.h"
#include "tests/ocr/drawn_page.h"

namespace sohoa {
namespace {

Word word_of(const std::string& text, int left, int width) {
  Word word;
  word.text = text;
  word.box = {left, 100, width, 40};
  word.confidence = 0.8;
  return word;
}

std::vector<Block> line_of(std::vector<Word> words) {
  Line line;
  for (const Word& word : words) line.box = cover(line.box, word.box);
  line.words = std::move(words);
  Block block;
  block.lines.push_back(std::move(line));
  return {block};
}

PageImage page_with(const std::vector<PixelBox>& pieces) {
  PixPtr page(pixCreate(600, 200, 1));
  for (const PixelBox& piece : pieces)
    pixRasterop(page.get(), piece.left, piece.top, piece.width, piece.height, PIX_SET, nullptr, 0,
                0);
  return PageImage(std::move(page));
}

constexpr PixelBox kM = {300, 120, 32, 20};
constexpr PixelBox kRaised = {334, 108, 14, 20};
constexpr PixelBox kOnTheLine = {334, 112, 14, 28};

std::string reading_of_page(const std::string& text) {
  const auto engine = make_tesseract_engine({});
  return plain_text(engine->recognise(clean(draw_page(1600, 400, {{text, 100, 150, 50}}), {})));
}

// The words of the page that have an m or an exponent.
std::string units_of_page(const std::string& text) {
  std::istringstream read(reading_of_page(text));
  std::string units;
  for (std::string word; read >> word;)
    if (word.find_first_of("m\xb2\xb3") != std::string::npos) units += word + ' ';
  return units;
}

TEST(RaisedDigits, OfSquareAndCubicMetresAreRead) {
  EXPECT_EQ(units_of_page("rộng 1.250 m², sâu 36 m³"), "m², m³ ");
  EXPECT_EQ(units_of_page("toàn xã rộng 12 km²"), "km² ");
}

TEST(RaisedDigits, AreNotSeenWhereThereAreNone) {
  EXPECT_EQ(units_of_page("cao 1.250 m, sâu 36 m3"), "m, m3 ");
  EXPECT_EQ(units_of_page("xã có 25 mỏ đá và 3 mẻ than"), "mỏ mẻ ");
}

TEST(RaisedDigits, StandHigherThanTheUnitBehindANumber) {
  const std::vector<Block> blocks = line_of({word_of("36", 240, 40), word_of("m?", 300, 50)});
  const std::vector<RaisedDigit> found = find_raised_digits(blocks, page_with({kM, kRaised}));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().word, 1U);
  EXPECT_EQ(found.front().box, kRaised);
  EXPECT_TRUE(find_raised_digits(blocks, page_with({kM, kOnTheLine})).empty());
}

TEST(RaisedDigits, ReadAsLettersMustFollowANumber) {
  const PageImage page = page_with({kM, kRaised});
  const auto in_words = [&](const char* before, const char* unit) {
    return find_raised_digits(line_of({word_of(before, 200, 80), word_of(unit, 300, 50)}), page)
        .size();
  };
  EXPECT_EQ(in_words("36", "mỏ"), 1U);
  EXPECT_EQ(in_words("khai", "mỏ"), 0U);
  EXPECT_EQ(in_words("tích", "(m?)"), 1U);
}

TEST(RaisedDigits, AreNoMarksOverALetter) {
  const std::vector<Block> blocks = line_of({word_of("36", 240, 40), word_of("mẻ", 300, 50)});
  const PixelBox letter = {333, 120, 18, 20}, hook = {336, 106, 8, 10};
  EXPECT_TRUE(find_raised_digits(blocks, page_with({kM, letter, hook})).empty());
}

TEST(RaisedDigits, StandBehindAStrokeToo) {
  const PageImage page = page_with({kM, kRaised});
  for (const std::vector<Word>& words :
       {std::vector<Word>{word_of("đồng/m?", 200, 150)},
        std::vector<Word>{word_of("đồng/", 200, 90), word_of("m?", 300, 50)}})
    EXPECT_EQ(find_raised_digits(line_of(words), page).size(), 1U);
}

TEST(RaisedDigits, InPiecesAreOneAndAFullStopIsNoPartOfThem) {
  const std::vector<Block> blocks = line_of({word_of("36", 240, 40), word_of("m”.", 300, 62)});
  const PixelBox head = {336, 108, 12, 12}, tail = {334, 122, 8, 6}, stop = {354, 136, 4, 4};
  const std::vector<RaisedDigit> found =
      find_raised_digits(blocks, page_with({kM, head, tail, stop}));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().box, cover(head, tail));
  EXPECT_TRUE(found.front().followed);
}

TEST(RaisedDigits, AreWrittenBeforeThePunctuationAndOnlyWhereADigitWasRead) {
  const auto raised = [](const std::string& unit, const std::string& again, bool followed) {
    Word word = word_of(unit, 300, 50);
    raise_digit(word, {0, 0, 0, kRaised, followed},
                line_of({word_of(again, 334, 14)}).front().lines);
    return word.text;
  };
  EXPECT_EQ(raised("m?;", "2", true), "m²;");
  EXPECT_EQ(raised("m”.", "3", true), "m³.");
  EXPECT_EQ(raised("m:", "3", false), "m³") << "the colon was the digit";
  EXPECT_EQ(raised("(m?)", "2", true), "(m²)");
  EXPECT_EQ(raised("đồng/km3", "2", false), "đồng/km²");
  EXPECT_EQ(raised("m”", "\"", false), "m”");
}

}  // namespace
}  // namespace sohoa
