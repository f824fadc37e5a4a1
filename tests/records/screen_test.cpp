#include "records/screen.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "letter_page.h"

namespace sohoa {

namespace {

using testing::LetterPage;

std::string level_of(const LetterPage& page) {
  const Screening found = screen(std::array{page.layout()}, {});
  return found.suspected ? found.level : "";
}

// A letter's first rows with `text` where a stamp stands.
std::string stamped(const std::string& text) {
  LetterPage page;
  page.left(0, "TỈNH ỦY PHÚ THỌ").right(0, "ĐẢNG CỘNG SẢN VIỆT NAM");
  page.left(2, "Số 12-BC/TU").right(2, "Phú Thọ, ngày 10 tháng 5 năm 2019");
  page.at(350, 3.5, text);
  page.centre(5, "BÁO CÁO").centre(6, "tình hình quý II năm 2019");
  return level_of(page);
}

std::string running(const std::string& text) {
  LetterPage page;
  page.body(4, text);
  return level_of(page);
}

}  // namespace

TEST(Screen, TheThreeMarksAreFoundAndNamed) {
  EXPECT_EQ(stamped("MẬT"), "MẬT");
  EXPECT_EQ(stamped("TỐI MẬT"), "TỐI MẬT");
  EXPECT_EQ(stamped("TUYỆT MẬT"), "TUYỆT MẬT");
}

TEST(Screen, LostAccentsAndConfusedLettersAreForgiven) {
  for (const char* text :
       {"MAT", "MẶT", "MÂT", "M@T", "MẠT", "NẬT", "MẬI", "MẬ1", "HẬT", "MẬ", "ẬT"})
    EXPECT_EQ(stamped(text), "MẬT") << text;
  for (const char* text : {"TOI MAT", "TỔI MẬT", "TÓI MẬT", "TÔI MẶT", "T0I MẬT", "TỐIMẬT"})
    EXPECT_EQ(stamped(text), "TỐI MẬT") << text;
  for (const char* text : {"TUYET MAT", "TUYỆT MẠT", "TUYÊT M@T", "TUYỆTMẬT", "TUYẸT MAI"})
    EXPECT_EQ(stamped(text), "TUYỆT MẬT") << text;
}

TEST(Screen, FramesSpacedLettersAndDashesAreForgiven) {
  for (const char* text :
       {"M Ậ T", "| MẬT |", "[MẬT]", "-MẬT-", "lMẬTl", "MẬT.", "“MẬT”", "— MẬT ,"})
    EXPECT_EQ(stamped(text), "MẬT") << text;
  EXPECT_EQ(stamped("T U Y Ệ T M Ậ T"), "TUYỆT MẬT");
  EXPECT_EQ(stamped("T Ố I M Ậ T"), "TỐI MẬT");
}

TEST(Screen, ATypedLabelCountsByWhatStandsBehindIt) {
  EXPECT_EQ(stamped("Độ mật: Tối mật"), "TỐI MẬT");
  EXPECT_EQ(stamped("Mức độ mật: Mật"), "MẬT");
  EXPECT_EQ(stamped("ĐỘ MẬT : TUYỆT MẬT"), "TUYỆT MẬT");
  EXPECT_EQ(stamped("Độ mật: x%&"), "?");
  EXPECT_EQ(stamped("Độ mật: Thường"), "");
  EXPECT_EQ(stamped("Độ mật: Không"), "");
}

TEST(Screen, AMarkTypedAsALineOfItsOwnCounts) {
  EXPECT_EQ(stamped("Mật"), "MẬT");
  EXPECT_EQ(stamped("Tuyệt mật"), "TUYỆT MẬT");
}

TEST(Screen, AMarkBesideOtherTextOnTheSameRowIsFound) {
  LetterPage page;
  page.at(250, 0, "MẬT").right(0, "ĐẢNG CỘNG SẢN VIỆT NAM");
  EXPECT_EQ(level_of(page), "MẬT");
  LetterPage beside_number;
  beside_number.at(300, 2, "Số 12-BC/TU MẬT").right(2, "Phú Thọ, ngày 10 tháng 5 năm 2019");
  EXPECT_EQ(level_of(beside_number), "MẬT");
}

TEST(Screen, AStampOnTwoRowsIsOneMark) {
  LetterPage page;
  page.at(350, 3, "TUYỆT").at(350, 3.8, "MẬT");
  EXPECT_EQ(level_of(page), "TUYỆT MẬT");
}

TEST(Screen, AMarkOnALaterPageIsFoundThere) {
  LetterPage first;
  first.body(0, "Trang thứ nhất không có dấu.");
  LetterPage second;
  second.at(300, 1, "TỐI MẬT");
  const Screening found = screen(std::array{first.layout(), second.layout()}, {});
  ASSERT_TRUE(found.suspected);
  EXPECT_EQ(found.page, 2);
  EXPECT_EQ(found.box.left, 300);
}

TEST(Screen, AMarkInColouredInkAloneIsFound) {
  LetterPage black;
  black.body(0, "Văn bản này chỉ có chữ đen.");
  LetterPage red;
  red.at(300, 1, "MẬT");
  const Screening found = screen(std::array{black.layout()}, std::array{red.layout()});
  ASSERT_TRUE(found.suspected);
  EXPECT_EQ(found.level, "MẬT");
  EXPECT_EQ(found.page, 1);
}

TEST(Screen, AMarkAmongTheRemainsOfASealIsFoundInColouredInk) {
  LetterPage red;
  red.at(300, 1, "oT MẬT -ệ iữ");
  EXPECT_EQ(screen({}, std::array{red.layout()}).level, "MẬT");
  LetterPage front;
  front.at(300, 1, "ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM");
  EXPECT_FALSE(screen({}, std::array{front.layout()}).suspected);
}

TEST(Screen, RunningTextThatSpeaksOfSecretsIsNoMark) {
  for (const char* text :
       {"Luật Bảo vệ bí mật nhà nước được Quốc hội thông qua.", "mật.", "mật",
        "tối mật, tuyệt mật;", "Mật độ dân số trung bình", "Mật khẩu được cấp riêng",
        "a) Tuyệt mật;", "b) Tối mật;", "c) Mật.", "Mật ong rừng", "bí mật",
        "Bí mật nhà nước độ Mật", "mặt trận", "Mặt trận Tổ quốc", "Tài liệu mật phải được bảo quản",
        "MỘT", "MÁT MẺ", "ĐỘ MẬT"})
    EXPECT_EQ(running(text), "") << text;
}

TEST(Screen, HeadingsAndOtherStampsInCapitalsAreNoMark) {
  for (const char* text :
       {"QUY CHẾ BẢO VỆ BÍ MẬT NHÀ NƯỚC", "MẬT KHẨU", "MẶT TRẬN TỔ QUỐC VIỆT NAM", "GIẢI MẬT",
        "BÍ MẬT NHÀ NƯỚC", "THÀNH MẬT", "DANH MỤC BÍ MẬT NHÀ NƯỚC ĐỘ MẬT", "MẪU", "THẬT", "NHẬT",
        "HỎA TỐC", "ĐẾN", "TM", "PHÓ CHỦ TỊCH", "MỤC 1"})
    EXPECT_EQ(running(text), "") << text;
}

TEST(Screen, AHeadingBrokenBeforeItsLastWordIsNoMark) {
  LetterPage page;
  page.centre(3, "QUY ĐỊNH VỀ BẢO VỆ TÀI LIỆU BÍ").centre(4, "MẬT");
  EXPECT_EQ(level_of(page), "");
  LetterPage stamp;
  stamp.at(350, 3, "GIẢI").at(350, 4, "MẬT");
  EXPECT_EQ(level_of(stamp), "");
}

TEST(Screen, ADeclassifiedDocumentThatStillBearsItsMarkIsSuspected) {
  LetterPage page;
  page.at(300, 0, "GIẢI MẬT").at(300, 3, "TỐI MẬT");
  EXPECT_EQ(level_of(page), "TỐI MẬT");
}

TEST(Screen, NothingIsNotSuspected) {
  EXPECT_FALSE(screen({}, {}).suspected);
  EXPECT_FALSE(screen(std::array{TextLayout{}}, std::array{TextLayout{}}).suspected);
}

}  // namespace sohoa
