#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "ocr/confidence.h"
#include "ocr/correct.h"
#include "ocr/correct_authority_sign.h"
#include "ocr/correct_capitals.h"
#include "ocr/correct_codes.h"
#include "ocr/correct_joined.h"
#include "ocr/correct_matter_sign.h"
#include "ocr/correct_numbers.h"
#include "ocr/correct_numerals.h"
#include "ocr/correct_phrases.h"
#include "ocr/correct_row_numbers.h"
#include "ocr/correct_second.h"
#include "ocr/second_reading.h"
#include "ocr/weak_places.h"

namespace sohoa {
namespace {

// One line; each word ten pixels a letter wide and ten apart, 30 high.
Line line_of(const std::string& text, double confidence = 0.9) {
  Line line;
  std::istringstream in(text);
  int left = 0;
  for (std::string word; in >> word;) {
    line.words.emplace_back();
    line.words.back().text = word;
    line.words.back().confidence = confidence;
    line.words.back().box = {left, 0, static_cast<int>(10 * word.size()), 30};
    left += line.words.back().box.width + 10;
  }
  line.box = {0, 0, left, 30};
  return line;
}

TextLayout page_of(Line line) {
  TextLayout layout;
  layout.blocks.emplace_back();
  layout.blocks.back().lines.push_back(std::move(line));
  return layout;
}

const Line& first_line(const TextLayout& layout) {
  return layout.blocks.front().lines.front();
}

std::string with_numbers_mended(const std::string& read) {
  TextLayout layout = page_of(line_of(read));
  mend_numbers(layout, SyllableModel::embedded());
  return line_text(first_line(layout));
}

std::string with_numerals_mended(const std::string& read) {
  TextLayout layout = page_of(line_of(read));
  mend_numerals(layout);
  return line_text(first_line(layout));
}

std::string with_phrases_mended(const std::string& read) {
  TextLayout layout = page_of(line_of(read));
  mend_phrases(layout);
  return line_text(first_line(layout));
}

TEST(Codes, TheSubmissionsNarrowLettersAreMadeWhole) {
  EXPECT_EQ(mended_code("307/TIr-SYT"), "307/TTr-SYT");
  EXPECT_EQ(mended_code("12-TTIr/TU"), "12-TTr/TU");
  EXPECT_EQ(mended_code("/TIrUBND"), "/TTr-UBND");
  EXPECT_EQ(mended_code("12/2021/TI-BXD"), "12/2021/TT-BXD");
}

TEST(Codes, StrokesOfDComeBackWhereOneAbbreviationFits) {
  EXPECT_EQ(mended_code("55-QD/TU"), "55-QĐ/TU");
  EXPECT_EQ(mended_code("(UBNĐ"), "(UBND");
  EXPECT_EQ(mended_code("12-HD/TU"), "");
  EXPECT_EQ(mended_code("DU"), "");
}

TEST(Codes, TheStemOfATComesBackWhereOneAbbreviationFits) {
  EXPECT_EQ(mended_code("821-CV/BICIU"), "821-CV/BTCTU");
  EXPECT_EQ(mended_code("873-CV/BICTƯ"), "873-CV/BTCTU");
  EXPECT_EQ(mended_code("12/QĐ-TTI"), "");
  EXPECT_EQ(mended_code("II/2024"), "");
  EXPECT_EQ(mended_code("BIÊN"), "");
}

TEST(Codes, CopiesAreFiledWithTheClerk) {
  EXPECT_EQ(with_numbers_mended("- Lưu: VI, NC."), "- Lưu: VT, NC.");
  EXPECT_EQ(with_numbers_mended("- Lưu VỊ; TH."), "- Lưu VT; TH.");
  EXPECT_EQ(with_numbers_mended("- Lưu: VP, KT."), "- Lưu: VP, KT.");
  EXPECT_EQ(with_numbers_mended("chương VI, NC."), "chương VI, NC.");
}

TEST(Codes, CopiesForReportHaveTheirStroke) {
  EXPECT_EQ(mended_report_copy("(bíc);"), "(b/c);");
  EXPECT_EQ(mended_report_copy("(býc)"), "(b/c)");
  EXPECT_EQ(mended_report_copy("(bác)"), "");
  EXPECT_EQ(mended_report_copy("(b/c)"), "");
}

TEST(Codes, TheAssemblysTermHasTwoDigits) {
  EXPECT_EQ(mended_code("77/2015/QHI3,"), "77/2015/QH13,");
  EXPECT_EQ(mended_code("04/2012/PL-UBTVQHI13"), "04/2012/PL-UBTVQH13");
  EXPECT_EQ(mended_code("106/2020/QH14"), "");
}

TEST(Numerals, TheWidthOfAnHTellsItsStrokes) {
  Line line = line_of("Chương HI");
  line.words[1].box = {100, 0, 37, 35};
  TextLayout two = page_of(line);
  mend_numerals(two);
  EXPECT_EQ(first_line(two).words[1].text, "II");
  line.words[1].text = "HH";
  line.words[1].box.width = 57;
  TextLayout three = page_of(line);
  mend_numerals(three);
  EXPECT_EQ(first_line(three).words[1].text, "III");
  line.words[1].text = "II";
  TextLayout lost = page_of(line);
  mend_numerals(lost);
  EXPECT_EQ(first_line(lost).words[1].text, "III");
}

TEST(Numerals, AForeignLetterOfOneStrokeIsANumeralOrAOne) {
  EXPECT_EQ(with_numerals_mended("Chương Ï, hạng Ï. khoản Ï; Điều"),
            "Chương I, hạng I. khoản 1; Điều");
}

TEST(Numerals, TheQuarterOfAYearIsOne) {
  EXPECT_EQ(with_numerals_mended("Quý IHI/2024 quý H/2024, số IHI/2024"),
            "Quý III/2024 quý II/2024, số IHI/2024");
}

TEST(Numbers, NumeralsOfAYearStayNumeralsAndMonthsDoNot) {
  EXPECT_EQ(with_numbers_mended("Quý II/2024 kỳ I/2024; tháng II/2024 ngày I2/5/2024"),
            "Quý II/2024 kỳ I/2024; tháng 11/2024 ngày 12/5/2024");
}

TEST(Numbers, AnItemsNumberHasOneFullStop) {
  EXPECT_EQ(with_numbers_mended("3.. Lê Hoàng"), "3. Lê Hoàng");
  EXPECT_EQ(with_numbers_mended("12... Kế toán"), "12. Kế toán");
  EXPECT_EQ(with_numbers_mended("1.1. Kế toán"), "1.1. Kế toán");
  EXPECT_EQ(with_numbers_mended("năm 3.. tháng"), "năm 3.. tháng");
}

TEST(Numbers, APlaceAndItsDateArePartedByAComma) {
  EXPECT_EQ(with_numbers_mended("Lâm Đồng. ngày 17 tháng 04 năm 2020"),
            "Lâm Đồng, ngày 17 tháng 04 năm 2020");
  EXPECT_EQ(with_numbers_mended("hết năm. ngày 17 thì"), "hết năm. ngày 17 thì");
}

TEST(Numbers, AStrokeAfterAWordThatIsCountedIsOne) {
  EXPECT_EQ(with_numbers_mended("Điều l, Quyết định"), "Điều 1, Quyết định");
  EXPECT_EQ(with_numbers_mended("lần l."), "lần 1.");
  EXPECT_EQ(with_numbers_mended("khoản | Điều 2"), "khoản 1 Điều 2");
  EXPECT_EQ(with_numbers_mended("khoảng l lít"), "khoảng l lít");
}

// Rows whose first word is what was read of their number, each 40 pixels below the other.
std::vector<std::string> row_numbers_after_mending(const std::vector<std::string>& read,
                                                   double confidence = 0.7) {
  TextLayout layout;
  layout.blocks.emplace_back();
  int top = 0;
  for (const std::string& number : read) {
    Line line = line_of(number + " Nguyễn Văn An", confidence);
    line.words.front().box = {0, top, 20, 30};
    layout.blocks.front().lines.push_back(std::move(line));
    top += 40;
  }
  mend_row_numbers(layout);
  std::vector<std::string> numbers;
  for (const Line& line : layout.blocks.front().lines) numbers.push_back(line.words.front().text);
  return numbers;
}

using Numbers = std::vector<std::string>;

TEST(RowNumbers, CountUp) {
  EXPECT_EQ(row_numbers_after_mending({"TT", "Ì", "2", "3", "S5", "5", "T"}),
            (Numbers{"TT", "1", "2", "3", "4", "5", "6"}));
  EXPECT_EQ(row_numbers_after_mending({"8.", "g", "10."}), (Numbers{"8.", "9.", "10."}));
}

TEST(RowNumbers, StayWhereTheRowsAroundThemDoNotCount) {
  for (const Numbers& open :
       {Numbers{"1", "2", "S", "5", "6"}, Numbers{"T", "8", "9", "10"}, Numbers{"1", "2", "và"},
        Numbers{"1", "-", "3"}, Numbers{"1", "a)", "3"}, Numbers{"S", "2"}})
    EXPECT_EQ(row_numbers_after_mending(open), open);
  EXPECT_EQ(row_numbers_after_mending({"1", "5", "3"}, 0.97), (Numbers{"1", "5", "3"}));
}

TEST(RowNumbers, OfATableByCellsAreTheFirstColumns) {
  TextLayout layout;
  Block& table = layout.blocks.emplace_back();
  table.kind = BlockKind::table;
  for (const auto& [row, text] : {std::pair{0, "1"}, std::pair{1, "Z"}, std::pair{2, "3"}}) {
    for (int column = 0; column < 2; ++column) {
      table.cells.push_back({{100 * column, 40 * row, 100, 40}, row, column});
      Line cell = line_of(text, 0.7);
      cell.words.front().box = cell.box = {100 * column + 10, 40 * row + 5, 20, 30};
      table.lines.push_back(std::move(cell));
    }
  }
  mend_row_numbers(layout);
  EXPECT_EQ(table.lines[2].words.front().text, "2");
  EXPECT_EQ(table.lines[3].words.front().text, "Z") << "that is no number of a row";
}

// The head of a letter: number above, its subject below.
std::string subject_line_read_as(const std::string& first_line, const std::string& second_line) {
  TextLayout layout = page_of(line_of(first_line));
  Line below = line_of(second_line);
  for (Word& word : below.words) word.box.top = 40;
  below.box.top = 40;
  layout.blocks.front().lines.push_back(std::move(below));
  mend_matter_sign(layout);
  return layout.blocks.front().lines.back().words.front().text;
}

TEST(MatterSign, IsMendedUnderTheNumberOnly) {
  for (const char* read : {"VÀ", "V4", "Vív", "V;v", "Vlv", "V/V", "V/v"})
    EXPECT_EQ(subject_line_read_as("Số: 12/UBND-VX", std::string(read) + " báo cáo năm"), "V/v");
  EXPECT_EQ(subject_line_read_as("Số: 12/BC-UBND", "Về việc báo cáo"), "Về");
  EXPECT_EQ(subject_line_read_as("Số: 12/BC-UBND", "Văn bản này"), "Văn");
  EXPECT_EQ(subject_line_read_as("Kính gửi: Sở A", "VÀ các đơn vị"), "VÀ");
}

std::string with_authority_signs_mended(const std::string& read) {
  TextLayout layout = page_of(line_of(read));
  mend_authority_signs(layout);
  return line_text(first_line(layout));
}

TEST(AuthoritySigns, AreMendedBeforeTheTitleOfWhoLetsSign) {
  EXPECT_EQ(with_authority_signs_mended("KỊT TRƯỞNG BAN"), "K/T TRƯỞNG BAN");
  EXPECT_EQ(with_authority_signs_mended("TIM BAN THƯỜNG VỤ"), "T/M BAN THƯỜNG VỤ");
  EXPECT_EQ(with_authority_signs_mended("T/IL CHÁNH VĂN PHÒNG"), "T/L CHÁNH VĂN PHÒNG");
}

TEST(AuthoritySigns, AreNotSeenInOtherWords) {
  for (const char* other : {"TIM MẠCH", "Tim ban", "KÍT TEST", "TM. ỦY BAN", "BAN TIM BAN",
                            "TOM BAN", "T/M BAN THƯỜNG VỤ"})
    EXPECT_EQ(with_authority_signs_mended(other), other);
}

TEST(Phrases, BodiesOfThePartyHaveTheirMarks) {
  EXPECT_EQ(with_phrases_mended("Thường trực Tính ủy (b/c);"), "Thường trực Tỉnh ủy (b/c);");
  EXPECT_EQ(with_phrases_mended("TÍNH ỦY LÂM ĐỒNG"), "TỈNH ỦY LÂM ĐỒNG");
  EXPECT_EQ(with_phrases_mended("Tính uỷ"), "Tỉnh uỷ");
  EXPECT_EQ(with_phrases_mended("Đang ủy xã, các chỉ bộ và đang viên"),
            "Đảng ủy xã, các chi bộ và đảng viên");
  EXPECT_EQ(with_phrases_mended("Bị thư chỉ bộ"), "Bí thư chi bộ");
}

TEST(Phrases, OthersLikeThemStay) {
  for (const char* other : {"đang ủy quyền cho", "chỉ bộ trưởng, chỉ Bộ Tài chính", "hòa bì thư"})
    EXPECT_EQ(with_phrases_mended(other), other);
}

TEST(Phrases, SurnamesAreMendedWhereOneMustStand) {
  EXPECT_EQ(with_phrases_mended("Nguyên Văn An"), "Nguyễn Văn An");
  EXPECT_EQ(with_phrases_mended("Đồ Minh Phượng"), "Đỗ Minh Phượng");
  EXPECT_EQ(with_phrases_mended("ông Trân Văn Nam và bà Pham Thị Lan"),
            "ông Trần Văn Nam và bà Phạm Thị Lan");
  for (const char* none : {"Nguyên Phó Chủ tịch", "Đồ Sơn", "Hoàng Văn Thụ"})
    EXPECT_EQ(with_phrases_mended(none), none);
}

TEST(Capitals, LettersOfOneShapeFollowTheirNeighbours) {
  TextLayout layout = page_of(line_of("nghề nghiệp, cơ SỞ giáo dục"));
  restore_capitals(layout);
  EXPECT_EQ(line_text(first_line(layout)), "nghề nghiệp, cơ sở giáo dục");
  TextLayout heading = page_of(line_of("UBND TỈNH SỞ Y TẾ"));
  restore_capitals(heading);
  EXPECT_EQ(line_text(first_line(heading)), "UBND TỈNH SỞ Y TẾ");
  TextLayout name = page_of(line_of("với Ủy ban nhân dân"));
  restore_capitals(name);
  EXPECT_EQ(line_text(first_line(name)), "với Ủy ban nhân dân");
}

TEST(Capitals, NumeralsKeepTheirs) {
  TextLayout layout = page_of(line_of("phương hướng quý IV năm nay"));
  restore_capitals(layout);
  EXPECT_EQ(line_text(first_line(layout)), "phương hướng quý IV năm nay");
}

TEST(Capitals, TheHeightOfANumbersLabelTellsThem) {
  Line line = line_of("SỐ: /QĐ-UBND");
  line.words[0].box = {0, 0, 68, 40};
  line.words[1].box = {200, 0, 260, 39};
  TextLayout low = page_of(line);
  restore_capitals(low);
  EXPECT_EQ(line_text(first_line(low)), "Số: /QĐ-UBND");
  line.words[0].box.height = 52;
  TextLayout high = page_of(line);
  restore_capitals(high);
  EXPECT_EQ(line_text(first_line(high)), "SỐ: /QĐ-UBND");
}

TEST(JoinedWords, ArePartedWhereTheModelExpectsTwo) {
  TextLayout layout = page_of(line_of("XỬ LÝ VIPHẠM điểm e, g,h, i"));
  part_joined_words(layout, SyllableModel::embedded());
  EXPECT_EQ(line_text(first_line(layout)), "XỬ LÝ VI PHẠM điểm e, g, h, i");
  EXPECT_EQ(first_line(layout).words[2].raw, "VIPHẠM");
  TextLayout other = page_of(line_of("1,5 TP.HCM Vietnam ThạchAn"));
  part_joined_words(other, SyllableModel::embedded());
  EXPECT_EQ(line_text(first_line(other)), "1,5 TP.HCM Vietnam ThạchAn");
}

TEST(SecondReading, TheLetterOfAListItemYieldsToNoDigit) {
  Line line = line_of("¡) Người có công", 0.6);
  add_second_reading(line, line_of("1) Người có công", 0.95));
  TextLayout layout = page_of(line);
  correct(layout, SyllableModel::embedded());
  EXPECT_EQ(line_text(first_line(layout)), "i) Người có công");
}

TEST(SecondReading, IsNotedWordByWord) {
  Line line = line_of("trở lên sông ở");
  Line second = line_of("trở lên sống ở");
  add_second_reading(line, second);
  EXPECT_EQ(line.words[0].second, SecondReading::same);
  ASSERT_EQ(line.words[2].second, SecondReading::other);
  EXPECT_EQ(line.words[2].alternatives.front().text, "sống");
  EXPECT_EQ(line.words[2].text, "sông");
}

TEST(SecondReading, NumbersYieldToNoOne) {
  Line line = line_of("năm 1945", 0.4);
  add_second_reading(line, line_of("năm 1245", 0.9));
  TextLayout layout = page_of(line);
  settle_second_readings(layout, SyllableModel::embedded());
  EXPECT_EQ(line_text(first_line(layout)), "năm 1945");
}

TEST(SecondReading, TheSurerPunctuationWins) {
  Line line = line_of("cách mạng:", 0.6);
  add_second_reading(line, line_of("cách mạng;", 0.95));
  TextLayout layout = page_of(line);
  settle_second_readings(layout, SyllableModel::embedded());
  EXPECT_EQ(first_line(layout).words[1].text, "mạng;");
  EXPECT_EQ(first_line(layout).words[1].raw, "mạng:");
}

TEST(WeakPlaces, AreTheDoubtfulWordsWithTheirNeighboursWithinTheShare) {
  Line line = line_of("quy định chi tiết về chế độ trợ cấp đối với cán bộ công chức", 0.97);
  line.words[7].text = "kxở";
  line.words[7].confidence = 0.3;
  const std::vector<Block> blocks = page_of(line).blocks;
  const auto places = weak_places(blocks, 1, SyllableModel::embedded());
  ASSERT_FALSE(places.empty());
  EXPECT_LE(places.front().first, 7U);
  EXPECT_GT(places.front().last, 7U);
  EXPECT_TRUE(weak_places(blocks, 0, SyllableModel::embedded()).empty());
}

TEST(Confidence, FallsWithTheRecognisersAndRisesWhenConfirmed) {
  WordEvidence sure{
      .recogniser = 0.965, .judged = true, .certainty = 0.999, .context = -8, .known = true};
  WordEvidence weak = sure;
  weak.recogniser = 0.6;
  weak.certainty = 0.8;
  EXPECT_GT(calibrated_confidence(sure), 0.98);
  EXPECT_LT(calibrated_confidence(weak), calibrated_confidence(sure));
  WordEvidence contradicted = weak;
  contradicted.second = SecondReading::other;
  WordEvidence confirmed = weak;
  confirmed.second = SecondReading::same;
  EXPECT_LT(calibrated_confidence(contradicted), calibrated_confidence(confirmed));
}

TEST(Confidence, FallsWhereNeighboursLikeAnotherReadingHoweverSureTheRecogniserIs) {
  const WordEvidence sure{
      .recogniser = 0.966, .judged = true, .certainty = 0.99, .context = -8, .known = true};
  WordEvidence tempted = sure;
  tempted.context = 1;
  EXPECT_LT(calibrated_confidence(tempted), calibrated_confidence(sure));
}

TEST(Confidence, FallsWhereASignPartsWhatBelongsTogether) {
  TextLayout parted = page_of(line_of("khoản 2 Điều. 169 của Bộ luật", 0.95));
  TextLayout ended = page_of(line_of("khoản 2 Điều này. Căn cứ Bộ luật", 0.95));
  correct(parted, SyllableModel::embedded());
  correct(ended, SyllableModel::embedded());
  EXPECT_LT(first_line(parted).words[2].confidence, first_line(ended).words[3].confidence);
}

TEST(Confidence, AlternativesCarryWhatTheReadingLeaves) {
  TextLayout layout = page_of(line_of("thực hiện chê độ trợ cấp", 0.85));
  correct(layout, SyllableModel::embedded());
  const Word& word = first_line(layout).words[2];
  EXPECT_EQ(word.text, "chế");
  double sum = word.confidence;
  bool raw = false;
  for (const Alternative& other : word.alternatives) {
    sum += other.confidence;
    raw = raw || other.text == "chê";
  }
  EXPECT_TRUE(raw);
  EXPECT_LE(sum, 1.01);
}

TEST(Confidence, TheSurestWordKeepsWhatElseItMayBe) {
  TextLayout layout = page_of(line_of("báo cáo tình hình thực hiện nhiệm vụ", 0.99));
  correct(layout, SyllableModel::embedded());
  for (const Word& word : first_line(layout).words) {
    ASSERT_FALSE(word.alternatives.empty()) << word.text;
    EXPECT_GT(word.alternatives.front().confidence, 0) << word.text;
    EXPECT_LE(word.alternatives.front().confidence + word.confidence, 1 + 1e-9) << word.text;
  }
}

}  // namespace
}  // namespace sohoa
