#include "ocr/correct.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <sstream>
#include <string>
#include <vector>

#include "ocr/correct_numbers.h"
#include "ocr/correct_syllable.h"
#include "ocr/correct_words.h"

namespace sohoa {
namespace {

// A page with one block, a line for each text, all words read with `confidence`.
TextLayout page_of(std::initializer_list<const char*> lines, double confidence) {
  TextLayout layout;
  Block block;
  for (const char* text : lines) {
    Line line;
    std::istringstream in(text);
    for (std::string word; in >> word;) {
      line.words.emplace_back();
      line.words.back().text = word;
      line.words.back().confidence = confidence;
    }
    block.lines.push_back(std::move(line));
  }
  layout.blocks.push_back(std::move(block));
  return layout;
}

std::string text_of(const TextLayout& layout) {
  std::string text = plain_text(layout);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

std::string corrected(std::initializer_list<const char*> lines, double confidence = 0.85) {
  TextLayout layout = page_of(lines, confidence);
  correct(layout, SyllableModel::embedded());
  return text_of(layout);
}

Word& word_at(TextLayout& layout, std::size_t line, std::size_t word) {
  return layout.blocks[0].lines[line].words[word];
}

TEST(Correct, LostMarksComeBackFromTheContext) {
  EXPECT_EQ(corrected({"Chính phủ quy định chi tiêt chê độ trợ câp đôi với cán bộ, công chức"}),
            "Chính phủ quy định chi tiết chế độ trợ cấp đối với cán bộ, công chức");
}

TEST(Correct, OfTwoSpellingsInUseTheOneThatIsMoreLikeTheReadingComesBack) {
  EXPECT_EQ(corrected({"trợ cấp tuất hăng tháng"}), "trợ cấp tuất hằng tháng");
}

TEST(Correct, ItemsOfAListEndWithSemicolons) {
  EXPECT_EQ(corrected({"1. Trợ cấp hằng tháng như sau;", "a) Thân nhân của liệt sĩ:",
                       "b) Con của bệnh binh;", "c) Mẹ của liệt sĩ,", "d) Các trường hợp khác."},
                      0.96),
            "1. Trợ cấp hằng tháng như sau:\na) Thân nhân của liệt sĩ;\nb) Con của bệnh binh;\n"
            "c) Mẹ của liệt sĩ;\nd) Các trường hợp khác.");
}

TEST(Correct, AWriterMayEndAllItemsWithColons) {
  const std::initializer_list<const char*> form = {
      "a) Họ và tên:", "b) Số lượng thí sinh:", "c) Tóm tắt quá trình:"};
  EXPECT_EQ(corrected(form, 0.96), "a) Họ và tên:\nb) Số lượng thí sinh:\nc) Tóm tắt quá trình:");
}

TEST(Correct, ASentenceRunsOnOverTheEndOfALine) {
  EXPECT_EQ(corrected({"các cơ quan, tô", "chức, cá nhân có liên quan"}),
            "các cơ quan, tổ\nchức, cá nhân có liên quan");
}

TEST(Correct, CapitalsAndPunctuationStayAsTheyWere) {
  EXPECT_EQ(corrected({"QUYÉT ĐỊNH", "“Tô chức thực hiện”,"}), "QUYẾT ĐỊNH\n“Tổ chức thực hiện”,");
}

TEST(Correct, AChangedWordKeepsItsReadingAndSaysWhy) {
  TextLayout layout = page_of({"thực hiện chê độ báo cáo"}, 0.85);
  correct(layout, SyllableModel::embedded());
  const Word& word = word_at(layout, 0, 2);
  EXPECT_EQ(word.text, "chế");
  EXPECT_EQ(word.raw, "chê");
  EXPECT_FALSE(word.reason.empty());
  EXPECT_GT(word.confidence, 0.7);
  EXPECT_LE(word.confidence, 0.99);
  ASSERT_FALSE(word.alternatives.empty());
  EXPECT_EQ(word.alternatives.front().text, "chê");
}

TEST(Correct, EveryWordKeepsAlternativesWithTheProbabilityThatIsLeft) {
  for (const double confidence : {0.8, 0.97}) {
    TextLayout layout = page_of({"Số: 1009/QĐ-BGDĐT ngày 5/3/2024", "Việc chi 1.250 m² - các mục",
                                 "thực hiện chê độ; (b/c) UNESCO"},
                                confidence);
    correct(layout, SyllableModel::embedded());
    for (const Line& line : layout.blocks[0].lines)
      for (const Word& word : line.words) {
        double sum = word.confidence;
        for (const Alternative& other : word.alternatives) {
          EXPECT_NE(other.text, word.text);
          EXPECT_GT(other.confidence, 0) << other.text;
          sum += other.confidence;
        }
        EXPECT_FALSE(word.alternatives.empty()) << word.text;
        EXPECT_LE(sum, 1 + 1e-6) << word.text;
      }
  }
}

TEST(Correct, TheRecognisersOwnAlternativesAreUsed) {
  TextLayout layout = page_of({"của Bộ trưởng Bộ Giáo dục và Đào fạo về việc ban hành"}, 0.9);
  word_at(layout, 0, 8).alternatives = {{"tạo", 0.5}};
  correct(layout, SyllableModel::embedded());
  EXPECT_EQ(word_at(layout, 0, 8).text, "tạo");
}

TEST(Correct, APageOfCertainWordsStaysAsItIs) {
  const std::initializer_list<const char*> lines = {
      "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI", "Căn cứ Luật Tổ chức chính quyền địa phương",
      "Xét đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 128/TTr-SNV ngày 05/3/2024;"};
  TextLayout layout = page_of(lines, 0.97);
  const std::string before = text_of(layout);
  correct(layout, SyllableModel::embedded());
  EXPECT_EQ(text_of(layout), before);
  for (const Line& line : layout.blocks[0].lines)
    for (const Word& word : line.words) {
      EXPECT_TRUE(word.raw.empty()) << word.text;
      EXPECT_GT(word.confidence, 0.9) << word.text;
    }
}

TEST(Correct, NumbersCodesAndForeignWordsStay) {
  for (const char* line : {"Số: 123/HĐ-NN ngày 16/4/2025", "Quyết định số 1009/QĐ-BGDĐT",
                           "khoản 12 Điều 345", "gửi qua Internet, website hoặc email của UNESCO",
                           "điểm [15] và mục [3]", "xe ô tô biển số 76A-123.45"})
    EXPECT_EQ(corrected({line}, 0.8), line);
}

TEST(Correct, NamesOfPeopleStay) {
  for (const char* line : {"Ông Trần Hoàng Tuấn, Bà Phạm Thị Thụy Mỵ", "KT. CHỦ TỊCH Võ Phiên",
                           "đồng chí Đặng Ngọc Huy, đồng chí Y Ngọc"})
    EXPECT_EQ(corrected({line}, 0.93), line);
}

TEST(Correct, TheWritersOwnSpellingStays) {
  for (const char* line :
       {"hạ sỹ quan, chiến sỹ trong Công an nhân dân", "hạ sĩ quan, chiến sĩ trong Công an",
        "Cộng hoà xã hội chủ nghĩa Việt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam",
        "trợ cấp hằng tháng", "trợ cấp hàng tháng", "quản lí Nhà nước và kĩ thuật"})
    EXPECT_EQ(corrected({line}, 0.9), line);
}

TEST(Correct, AChangedSyllablePlacesItsToneAsTheRestOfThePage) {
  EXPECT_EQ(corrected({"thuỷ lợi, văn hoá, sức khoẻ", "nước Cộng hoa xã hội chủ nghĩa Việt Nam"}),
            "thuỷ lợi, văn hoá, sức khoẻ\nnước Cộng hoà xã hội chủ nghĩa Việt Nam");
  EXPECT_EQ(corrected({"thủy lợi, văn hóa, sức khỏe", "nước Cộng hoa xã hội chủ nghĩa Việt Nam"}),
            "thủy lợi, văn hóa, sức khỏe\nnước Cộng hòa xã hội chủ nghĩa Việt Nam");
}

TEST(Correct, AVowelReadTwiceIsReadOnce) {
  EXPECT_EQ(corrected({"quy định của Chính phủ về việc quyêết định đầu tư"}),
            "quy định của Chính phủ về việc quyết định đầu tư");
}

TEST(Correct, LookAlikesOfOneBecomeOne) {
  EXPECT_EQ(corrected({"]. Phạm vi điều chỉnh", "2. Đối tượng"}),
            "1. Phạm vi điều chỉnh\n2. Đối tượng");
  EXPECT_EQ(corrected({"quy định tại khoản ] Điều này"}), "quy định tại khoản 1 Điều này");
  EXPECT_EQ(corrected({"từ ngày 0] tháng 8 năm ]945"}), "từ ngày 01 tháng 8 năm 1945");
  EXPECT_EQ(corrected({"h) Người có công", "ì) Thân nhân"}), "h) Người có công\ni) Thân nhân");
}

TEST(Correct, AReadingThatTheContextDoubtsLosesConfidence) {
  TextLayout layout = page_of(
      {"nước Cộng hòa xã hội chủ nghĩa Việt Nam", "nước Cộng hòa xã hỏi chủ nghĩa Việt Nam"}, 0.97);
  correct(layout, SyllableModel::embedded(), {.least_certainty = 1.1});
  EXPECT_GT(word_at(layout, 0, 4).confidence, 0.95);
  EXPECT_LT(word_at(layout, 1, 4).confidence, 0.5);
}

TEST(Correct, LinesThatAreNoTextAreTakenAway) {
  EXPECT_EQ(corrected({"sẻ Ấ Aˆ đï- lx Ệc"}, 0.2), "");
  EXPECT_EQ(corrected({"` ˆ ~"}, 0.9), "");
}

TEST(Correct, WhatAWriterSetsOnItsOwnStays) {
  for (const char* line : {"*", "-----", "..........", "- Như trên,", "12", "Số: /TTr-SYT"})
    EXPECT_EQ(corrected({line}), line);
}

TEST(Correct, SpecksBeforeAWordAreTakenOff) {
  EXPECT_EQ(corrected({"_..8. Chế độ ưu đãi"}), "8. Chế độ ưu đãi");
}

TEST(Correct, GivesTheSameEveryTimeAndNothingNewTheSecondTime) {
  TextLayout once = page_of({"thực hiện chê độ trợ câp cho tô chức, cá nhân"}, 0.8);
  TextLayout again = once;
  correct(once, SyllableModel::embedded());
  correct(again, SyllableModel::embedded());
  EXPECT_EQ(text_of(once), text_of(again));
  correct(again, SyllableModel::embedded());
  EXPECT_EQ(text_of(once), text_of(again));
  EXPECT_EQ(word_at(again, 0, 2).raw, "chê");
}

TEST(Correct, AnEmptyPageStaysEmpty) {
  TextLayout layout;
  correct(layout, SyllableModel::embedded());
  EXPECT_TRUE(layout.blocks.empty());
  layout.blocks.resize(1);
  layout.blocks[0].lines.resize(1);
  correct(layout, SyllableModel::embedded());
  EXPECT_EQ(count_words(layout), 0U);
}

TEST(Correct, AHigherDemandChangesLess) {
  TextLayout layout = page_of({"thực hiện chê độ trợ câp cho tô chức, cá nhân"}, 0.8);
  const std::string before = text_of(layout);
  correct(layout, SyllableModel::embedded(), {.least_certainty = 1.1});
  EXPECT_EQ(text_of(layout), before);
}

TEST(MendedNumber, OnlyNumbersWithADamagedDigitAreMended) {
  EXPECT_EQ(mended_number("0]"), "01");
  EXPECT_EQ(mended_number("]945”"), "1945”");
  EXPECT_EQ(mended_number("2O21,"), "2021,");
  EXPECT_EQ(mended_number("196]"), "1961");
  EXPECT_EQ(mended_number("15]", true), "");
  for (const char* word : {"[12]", "2021", "II", "123/HĐ", "l", "¡1", "Ô", "76A", "31]", ""})
    EXPECT_EQ(mended_number(word), "") << word;
}

TEST(PossibleSyllable, FollowsTheOrthography) {
  for (const char32_t* word :
       {U"nghiêng", U"quyết", U"giêng", U"gì", U"hòa", U"hoà", U"thuỷ", U"khuỷu", U"ở", U"ý",
        U"uống", U"yêu", U"quốc", U"ngoằn", U"xoong", U"giếng", U"chuyển", U"ghế", U"sỹ"})
    EXPECT_TRUE(is_possible_syllable(word)) << syllable_key(word);
  for (const char32_t* word : {U"chêết", U"fuôi", U"quôộc", U"hợpp", U"cỉch", U"ngê", U"ke1", U"kà",
                               U"web", U"tồc", U"nghà", U""})
    EXPECT_FALSE(is_possible_syllable(word)) << syllable_key(word);
}

}  // namespace
}  // namespace sohoa
