#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "letter_page.h"
#include "records/describe.h"
#include "sample_letters.h"

namespace sohoa {

namespace {

using testing::decision;
using testing::describe_page;
using testing::LetterPage;
using testing::state_head;
using testing::value;

}  // namespace

TEST(Foot, TheSignatureIsFoundOnTheLastPageThatHasOne) {
  LetterPage last;
  last.body(0, "Nơi nhận được thông báo này có trách nhiệm thực hiện.");
  last.at(330, 5, "Nơi nhận:").right(5, "TM. ỦY BAN NHÂN DÂN").right(6, "KT. CHỦ TỊCH");
  last.right(7, "PHÓ CHỦ TỊCH").right(11, "Nguyên Văn Bình");
  LetterPage appendix;
  appendix.centre(0, "PHỤ LỤC").body(2, "Danh sách đơn vị");
  const std::vector<TextLayout> pages = {decision().layout(), last.layout(), appendix.layout()};
  const Fields fields = describe(pages);
  EXPECT_EQ(value(fields, "signer"), "Nguyễn Văn Bình");
  EXPECT_EQ(fields.at("signer").page, 2);
  EXPECT_EQ(value(fields, "signer_title"), "PHÓ CHỦ TỊCH");
  EXPECT_EQ(fields.at("signer_title").evidence, "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH");
}

TEST(Foot, ATelegramNamesItsAddresseesUnderItsSubject) {
  LetterPage page = state_head();
  page.left(3, "Số: 11/CĐ-UBND").right(3, "Phú Thọ, ngày 17 tháng 9 năm 2024");
  page.centre(5, "CÔNG ĐIỆN").centre(6, "Về việc ứng phó mưa lớn, lũ quét");
  page.at(330, 7.2, "ĐIỆN: Chủ tịch Ủy ban nhân dân các huyện; Giám đốc các sở, ngành;");
  page.at(330, 8.2, "Chỉ huy trưởng Bộ Chỉ huy quân sự tỉnh; Giám đốc Công an tỉnh.");
  page.body(9.2, "Theo tin của Đài Khí tượng Thủy văn, trên địa bàn tỉnh có mưa to.");
  const Fields fields = describe_page(page.layout());
  EXPECT_EQ(value(fields, "subject"), "Về việc ứng phó mưa lớn, lũ quét");
  EXPECT_EQ(value(fields, "recipients"),
            "Chủ tịch Ủy ban nhân dân các huyện; Giám đốc các sở, ngành; Chỉ huy trưởng Bộ Chỉ huy "
            "quân sự tỉnh; Giám đốc Công an tỉnh");
}

TEST(Foot, AnAddresseeThatGoesOnInTheNextRowIsReadWhole) {
  LetterPage page = decision();
  page.centre(8, "Kính gửi: Hội đồng nhân dân tỉnh và Ủy ban").centre(8.9, "nhân dân các xã");
  EXPECT_EQ(value(describe_page(page.layout()), "recipients"),
            "Hội đồng nhân dân tỉnh và Ủy ban nhân dân các xã; Như Điều 3; Lưu: VT, KT");
}

TEST(Foot, ADateOverTheSignatureServesWhereTheHeadHasNone) {
  LetterPage page = state_head();
  page.left(3, "Số: 15/BB-UB").centre(5, "BIÊN BẢN").centre(6, "Bàn giao tài liệu");
  page.body(8, "Hôm nay, ngày 18 tháng 4 năm 1990, chúng tôi gồm có các ông, các bà sau đây:");
  page.right(30, "Phú Thọ, ngày 20 tháng 4 năm 1990").right(31, "CHỦ TỊCH");
  page.right(35, "Lê Văn Hùng");
  const Fields fields = describe_page(page.layout());
  EXPECT_EQ(value(fields, "issued_date"), "1990-04-20");
  EXPECT_LT(fields.at("issued_date").confidence, 0.8);
}

TEST(Foot, ANameWithoutAnOfficeUnderTheEndOfTheTextIsTheSigner) {
  LetterPage page = state_head();
  page.body(10, "Các sở, ngành báo cáo kết quả về Ủy ban nhân dân tỉnh./.");
  page.at(330, 12, "- Bộ Nội vụ;").at(330, 13, "- Các sở, ngành;").right(14, "Đặng Văn Minh");
  const Fields fields = describe_page(page.layout());
  EXPECT_EQ(value(fields, "signer"), "Đặng Văn Minh");
  EXPECT_LT(fields.at("signer").confidence, 0.8);
  EXPECT_EQ(value(fields, "recipients"), "Bộ Nội vụ; Các sở, ngành");
}

TEST(Foot, WhatASealLeftOfANameIsGivenWithLowConfidence) {
  LetterPage page = state_head();
  page.right(30, "K/T CHÁNH VĂN PHÒNG").right(34, "g Gia Khánh");
  const Fields fields = describe_page(page.layout());
  EXPECT_EQ(value(fields, "signer"), "Gia Khánh");
  EXPECT_LT(fields.at("signer").confidence, 0.4);
  EXPECT_EQ(fields.at("signer").evidence, "g Gia Khánh");

  page.body(10, "Giao đồng chí Phùng Gia Khánh chủ trì thực hiện.");
  const Fields completed = describe_page(page.layout());
  EXPECT_EQ(value(completed, "signer"), "Phùng Gia Khánh");
  EXPECT_LT(completed.at("signer").confidence, 0.6);
}

TEST(Foot, AFamilyNameThatAPenPartedIsPutTogether) {
  LetterPage page = state_head();
  page.right(30, "KT. BỘ TRƯỞNG").right(31, "THỨ TRƯỞNG").right(34, "Ng* yên Văn Phúc");
  EXPECT_EQ(value(describe_page(page.layout()), "signer"), "Nguyễn Văn Phúc");
}

TEST(Foot, AnEnclosedDraftWithAHeadOfItsOwnSignsNothing) {
  LetterPage draft;
  draft.left(0, "HỘI ĐỒNG NHÂN DÂN").right(0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
  draft.left(1, "TỈNH PHÚ THỌ").right(1, "Độc lập - Tự do - Hạnh phúc");
  draft.left(3, "Số: /2025/NQ-HĐND").centre(5, "NGHỊ QUYẾT");
  draft.at(330, 36, "Nơi nhận:").right(36, "CHỦ TỊCH").at(330, 37, "- Chính phủ.");
  draft.right(41, "Bùi Thị Vân");
  const Fields fields = describe(std::vector{decision().layout(), draft.layout()});
  EXPECT_EQ(value(fields, "signer"), "Trần Thị Bích Hạnh");
  EXPECT_EQ(value(fields, "recipients"), "Như Điều 3; Lưu: VT, KT");
}

TEST(Foot, AMiddleNameThatLostItsCapitalIsStillOne) {
  LetterPage page = state_head();
  page.right(30, "GIÁM ĐỐC").right(34, "Lê vấn Dũng");
  EXPECT_EQ(value(describe_page(page.layout()), "signer"), "Lê Văn Dũng");
}

}  // namespace sohoa
