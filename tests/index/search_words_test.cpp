#include "index/search_words.h"

#include <gtest/gtest.h>

#include "document/vietnamese_text.h"

namespace sohoa {
namespace {

std::string exact_words(std::string_view text) {
  std::string joined;
  const std::string nfc = to_nfc(text);
  for (const SearchWord& word : search_words(nfc)) joined += '[' + word.exact + ']';
  return joined;
}

TEST(SearchWords, LoseTheirCaseButKeepTheirMarks) {
  EXPECT_EQ(exact_words("Quyết Định"), "[quyết][định]");
}

TEST(SearchWords, AreFoldedWithoutMarksAndWithDForDStroke) {
  EXPECT_EQ(folded_words("  Đảng ủy, Quyết Định!"), "dang uy quyet dinh");
}

TEST(SearchWords, HaveOnePlaceForTheTone) {
  EXPECT_EQ(exact_words("hoà khoẻ thuỷ"), exact_words("hòa khỏe thủy"));
}

TEST(SearchWords, AreTheSameWithIAndYWhereBothAreWritten) {
  EXPECT_EQ(exact_words("kỹ lý mỹ sỹ tỷ quý quy hy"), exact_words("kĩ lí mĩ sĩ tỉ quí qui hi"));
}

TEST(SearchWords, KeepYWhereItIsAnotherSyllable) {
  EXPECT_NE(exact_words("tay"), exact_words("tai"));
  EXPECT_NE(exact_words("thúy"), exact_words("thúi"));
  EXPECT_NE(exact_words("y"), exact_words("i"));
}

TEST(SearchWords, PartCodesAtTheirPunctuation) {
  EXPECT_EQ(exact_words("Số: 123/QĐ-UBND"), "[số][123][qđ][ubnd]");
  EXPECT_EQ(exact_words("02/2020/UBTVQH14"), "[2][2020][ubtvqh14]");
}

TEST(SearchWords, DropTheZerosThatNumbersBeginWith) {
  EXPECT_EQ(exact_words("05 0 000 10 08/QĐ"), "[5][0][0][10][8][qđ]");
}

TEST(SearchWords, HaveDigitsForExponents) {
  EXPECT_EQ(exact_words("1.250 m², 3 km³"), "[1][250][m2][3][km3]");
}

TEST(SearchWords, AreTheSameInBothNormalForms) {
  EXPECT_EQ(exact_words("quye\u0302\u0301t"), "[quyết]");
}

TEST(SearchWords, PointToTheBytesTheyStandOn) {
  const std::string text = "— Đảng ủy.";
  const auto words = search_words(text);
  ASSERT_EQ(words.size(), 2U);
  EXPECT_EQ(text.substr(words[0].begin, words[0].end - words[0].begin), "Đảng");
  EXPECT_EQ(text.substr(words[1].begin, words[1].end - words[1].begin), "ủy");
}

TEST(SearchWords, AreFoundInAnyBytes) {
  EXPECT_EQ(search_words("").size(), 0U);
  EXPECT_EQ(search_words("\xff\xfe\xc3").size(), 0U);
  EXPECT_EQ(search_words("a\xe1\xba").size(), 1U);
}

TEST(SearchWords, OfRubbishAreCutToAComparableLength) {
  const auto words = search_words(std::string(100'000, 'x'));
  ASSERT_EQ(words.size(), 1U);
  EXPECT_EQ(words[0].exact.size(), 64U);
  EXPECT_EQ(words[0].end, 100'000U);
}

}  // namespace
}  // namespace sohoa
