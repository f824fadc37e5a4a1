#include "records/describe.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "letter_page.h"
#include "sample_letters.h"

namespace sohoa {

namespace {

using testing::decision;
using testing::describe_page;
using testing::LetterPage;
using testing::party_head;
using testing::state_head;
using testing::value;

// The page with what coloured ink says behind its own text.
TextLayout with_stamp(TextLayout page, const LetterPage& ink) {
  for (Block block : ink.layout().blocks) {
    block.kind = BlockKind::stamp;
    page.blocks.push_back(std::move(block));
  }
  return page;
}

}  // namespace

TEST(Describe, AStateDecisionGivesAllItsFields) {
  const Fields fields = describe_page(decision().layout());
  EXPECT_EQ(value(fields, "agency"), "ỦY BAN NHÂN DÂN TỈNH PHÚ THỌ");
  EXPECT_EQ(value(fields, "notation"), "2317/QĐ-UBND");
  EXPECT_EQ(value(fields, "number"), "2317");
  EXPECT_EQ(value(fields, "issued_date"), "2024-03-05");
  EXPECT_EQ(value(fields, "place"), "Phú Thọ");
  EXPECT_EQ(value(fields, "type"), "QUYẾT ĐỊNH");
  EXPECT_EQ(value(fields, "subject"),
            "Về việc giao chỉ tiêu trồng cây phân tán trên địa bàn tỉnh năm 2024");
  EXPECT_EQ(value(fields, "signer"), "Trần Thị Bích Hạnh");
  EXPECT_EQ(value(fields, "signer_title"), "PHÓ CHỦ TỊCH");
  EXPECT_EQ(value(fields, "recipients"), "Như Điều 3; Lưu: VT, KT");
  EXPECT_EQ(value(fields, "urgency"), "(absent)");
  EXPECT_EQ(value(fields, "secrecy"), "(absent)");
}

TEST(Describe, EveryFieldSaysWhereItStands) {
  for (const auto& [key, field] : describe_page(decision().layout())) {
    EXPECT_EQ(field.page, 1) << key;
    EXPECT_FALSE(field.box.empty()) << key;
    EXPECT_FALSE(field.evidence.empty()) << key;
    EXPECT_GT(field.confidence, 0.8) << key;
    EXPECT_LE(field.confidence, 1) << key;
  }
}

TEST(Describe, TheOrderOfTheBlocksDoesNotMatter) {
  const Fields tidy = describe_page(decision().layout());
  const Fields scattered = describe_page(decision().scattered());
  ASSERT_EQ(tidy.size(), scattered.size());
  for (const auto& [key, field] : tidy) EXPECT_EQ(value(scattered, key), field.value) << key;
}

TEST(Describe, ADegreeOfSkewChangesNothing) {
  for (const double degrees : {-1.0, 1.0}) {
    const Fields fields = describe_page(decision().skewed(degrees));
    for (const auto& [key, field] : describe_page(decision().layout()))
      EXPECT_EQ(value(fields, key), field.value) << key << " at " << degrees;
  }
}

TEST(Describe, ANumberLeftForThePenKeepsThePrintedCodeWithLowConfidence) {
  LetterPage page = state_head();
  page.left(3, "Số: /CT-UBND").right(3, "Phú Thọ, ngày tháng 02 năm 2025");
  page.centre(5, "CHỈ THỊ").centre(6, "Về việc tăng cường phòng cháy, chữa cháy rừng");
  page.body(8, "Thời gian qua, công tác phòng cháy đã có nhiều chuyển biến.");
  const Fields fields = describe_page(page.layout());
  EXPECT_EQ(value(fields, "notation"), "/CT-UBND");
  EXPECT_LT(fields.at("notation").confidence, 0.3);
  EXPECT_EQ(value(fields, "number"), "(absent)");
  EXPECT_EQ(value(fields, "issued_date"), "2025-02");
  EXPECT_LE(fields.at("issued_date").confidence, 0.4);
  EXPECT_EQ(value(fields, "subject"), "Về việc tăng cường phòng cháy, chữa cháy rừng");
}

TEST(Describe, APenWrittenNumberIsTrustedLessThanAPrintedOne) {
  LetterPage page = state_head();
  page.left(3, "Số: 239 /TTr-UBND").right(3, "Phú Thọ, ngày 2Ÿ- tháng 12 năm 2024");
  page.centre(5, "TỜ TRÌNH").centre(6, "Về việc bãi bỏ một số nghị quyết");
  page.centre(8, "Kính gửi: Hội đồng nhân dân tỉnh");
  const Fields fields = describe_page(page.layout());
  EXPECT_EQ(value(fields, "notation"), "239/TTr-UBND");
  EXPECT_LT(fields.at("notation").confidence, 0.7);
  EXPECT_EQ(value(fields, "issued_date"), "2024-12");
  EXPECT_EQ(value(fields, "recipients"), "Hội đồng nhân dân tỉnh");
}

TEST(Describe, LostMarksInHeadAndCodeArePutBackFromTheTables) {
  LetterPage page;
  page.left(0, "UY BAN NHAN DAN").right(0, "CONG HOA XA HỘI CHU NGHIA VIET NAM");
  page.left(1, "TINH PHÚ THO").right(1, "Dộc lâp - Tư do - Hanh phuc");
  page.left(3, "Só: 15/QD-UBNĐ").right(3, "Phú Tho, ngày l2 tháng 0] nãm 2O23");
  page.centre(5, "QUYÊT ĐINH").centre(6, "Về việc khen thưởng");
  const Fields fields = describe_page(page.layout());
  EXPECT_EQ(value(fields, "agency"), "ỦY BAN NHÂN DÂN TỈNH PHÚ THỌ");
  EXPECT_EQ(value(fields, "notation"), "15/QĐ-UBND");
  EXPECT_EQ(value(fields, "issued_date"), "2023-01-12");
  EXPECT_EQ(value(fields, "place"), "Phú Thọ");
  EXPECT_EQ(value(fields, "type"), "QUYẾT ĐỊNH");
}

TEST(Describe, AProvinceThatIsOneLetterFromAnotherKeepsItsName) {
  LetterPage page;
  page.left(0, "ỦY BAN NHÂN DÂN").right(0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
  page.left(1, "TỈNH TÂN GIANG").right(1, "Độc lập - Tự do - Hạnh phúc");
  page.left(3, "Số: 12/QĐ-UBND").right(3, "Tân Giang, ngày 20 tháng 11 năm 2023");
  page.centre(5, "QUYẾT ĐỊNH").centre(6, "Về việc ban hành quy chế");
  EXPECT_EQ(value(describe_page(page.layout()), "agency"), "ỦY BAN NHÂN DÂN TỈNH TÂN GIANG");
}

TEST(Describe, ThePlaceThatStandsCloseBesideTheNotationIsNoPartOfIt) {
  LetterPage page = party_head();
  page.at(330, 3, "Số 142-QĐ/TU").at(640, 3, "Tân Giang, ngày 28 tháng 01 năm 2025");
  page.centre(5, "QUYẾT ĐỊNH").centre(6, "về việc thành lập tổ công tác");
  EXPECT_EQ(value(describe_page(page.layout()), "notation"), "142-QĐ/TU");
}

TEST(Describe, AnOfficialLetterIsKnownByWhatStandsUnderItsNumber) {
  LetterPage page;
  page.left(0, "UBND TỈNH PHÚ THỌ").right(0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
  page.left(1, "SỞ GIÁO DỤC VÀ ĐÀO TẠO").right(1, "Độc lập - Tự do - Hạnh phúc");
  page.left(3, "Số: 125/SGDĐT-VP").right(3, "Phú Thọ, ngày 20 tháng 11 năm 2023");
  page.left(4, "V/v chuẩn bị cơ sở vật chất").left(5, "cho năm học mới");
  page.centre(7, "Kính gửi:").at(1000, 8, "- Phòng Giáo dục các huyện;");
  page.at(1000, 9, "- Các trường trung học phổ thông.");
  page.body(11, "Thực hiện kế hoạch năm học, Sở đề nghị các đơn vị rà soát.");
  page.at(330, 20, "Nơi nhận:").right(20, "GIÁM ĐỐC");
  page.at(330, 21, "- Như trên;").at(330, 22, "- Lưu: VT.").right(25, "Lê Văn Hùng");
  const Fields fields = describe_page(page.layout());
  EXPECT_EQ(value(fields, "agency"), "UBND TỈNH PHÚ THỌ SỞ GIÁO DỤC VÀ ĐÀO TẠO");
  EXPECT_EQ(value(fields, "notation"), "125/SGDĐT-VP");
  EXPECT_EQ(value(fields, "type"), "CÔNG VĂN");
  EXPECT_EQ(value(fields, "subject"), "V/v chuẩn bị cơ sở vật chất cho năm học mới");
  EXPECT_EQ(value(fields, "recipients"),
            "Phòng Giáo dục các huyện; Các trường trung học phổ thông; Lưu: VT");
  EXPECT_EQ(value(fields, "signer_title"), "GIÁM ĐỐC");
}

TEST(Describe, APartyReportHasHyphenBeforeSlash) {
  LetterPage page = party_head();
  page.left(2.4, "Số 128-BC/BTCTU").right(2.4, "Phú Thọ, ngày 28 tháng 01 năm 2026");
  page.centre(5, "BÁO CÁO").centre(6, "kết quả công tác phát triển đảng viên năm 2025");
  page.centre(7, "-----").body(8, "Năm 2025, các cấp ủy đã quan tâm công tác phát triển đảng.");
  page.at(330, 30, "Nơi nhận:").right(30, "T/M BAN TỔ CHỨC");
  page.at(330, 31, "- Thường trực Tỉnh ủy,").right(31, "TRƯỞNG BAN");
  page.at(330, 32, "- Lưu Ban Tổ chức.").right(35, "Nguyễn Đức Thắng");
  const Fields fields = describe_page(page.layout());
  EXPECT_EQ(value(fields, "agency"), "TỈNH ỦY PHÚ THỌ BAN TỔ CHỨC");
  EXPECT_EQ(value(fields, "notation"), "128-BC/BTCTU");
  EXPECT_EQ(value(fields, "type"), "BÁO CÁO");
  EXPECT_EQ(value(fields, "subject"), "Kết quả công tác phát triển đảng viên năm 2025");
  EXPECT_EQ(value(fields, "issued_date"), "2026-01-28");
  EXPECT_EQ(value(fields, "signer"), "Nguyễn Đức Thắng");
  EXPECT_EQ(value(fields, "signer_title"), "TRƯỞNG BAN");
  EXPECT_EQ(value(fields, "recipients"), "Thường trực Tỉnh ủy; Lưu Ban Tổ chức");
}

TEST(Describe, OnePartyCodeStandsForTwoTypesAndTheTitleDecides) {
  LetterPage page = party_head();
  page.left(2.4, "Số 07-QĐ/TU").right(2.4, "Phú Thọ, ngày 02 tháng 9 năm 2025");
  page.centre(5, "QUY ĐỊNH").centre(6, "về chế độ làm việc của cấp ủy").centre(7, "-----");
  EXPECT_EQ(value(describe_page(page.layout()), "type"), "QUY ĐỊNH");
  EXPECT_EQ(value(describe_page(page.layout()), "notation"), "07-QĐ/TU");
}

TEST(Describe, ThePartyTypeIsNeverTakenFromTheCodeAlone) {
  LetterPage page = party_head();
  page.left(2.4, "Số 07-QĐ/TU").right(2.4, "Phú Thọ, ngày 02 tháng 9 năm 2025");
  page.body(6, "Căn cứ Điều lệ Đảng;");
  EXPECT_EQ(value(describe_page(page.layout()), "type"), "(absent)");
}

TEST(Describe, APartyConclusionAndAPartyOfficialLetterAreRead) {
  LetterPage conclusion = party_head();
  conclusion.left(2.4, "Số 45-KL/TU").right(2.4, "Phú Thọ, ngày 15 tháng 4 năm 2024");
  conclusion.centre(5, "KẾT LUẬN").centre(6, "của Ban Thường vụ Tỉnh ủy về công tác cán bộ");
  conclusion.centre(7, "-----");
  const Fields first = describe_page(conclusion.layout());
  EXPECT_EQ(value(first, "type"), "KẾT LUẬN");
  EXPECT_EQ(value(first, "subject"), "Của Ban Thường vụ Tỉnh ủy về công tác cán bộ");

  LetterPage letter = party_head();
  letter.left(2.4, "Số 312-CV/BTCTU").right(2.4, "Phú Thọ, ngày 15 tháng 4 năm 2024");
  letter.left(3.4, "Về việc cử cán bộ đi học").centre(6, "Kính gửi: Các huyện ủy");
  const Fields second = describe_page(letter.layout());
  EXPECT_EQ(value(second, "type"), "CÔNG VĂN");
  EXPECT_EQ(value(second, "notation"), "312-CV/BTCTU");
  EXPECT_EQ(value(second, "subject"), "Về việc cử cán bộ đi học");
}

TEST(Describe, AnArrivalStampGivesNeitherDateNorNumberNorAgency) {
  LetterPage page = decision();
  page.at(180, 5, "CÔNG VĂN ĐẾN").at(180, 6, "Số: 5612").at(180, 7, "Ngày: 11/3/2024");
  const Fields fields = describe_page(page.layout());
  EXPECT_EQ(value(fields, "issued_date"), "2024-03-05");
  EXPECT_EQ(value(fields, "notation"), "2317/QĐ-UBND");
  EXPECT_EQ(value(fields, "agency"), "ỦY BAN NHÂN DÂN TỈNH PHÚ THỌ");
  EXPECT_EQ(value(fields, "subject"),
            "Về việc giao chỉ tiêu trồng cây phân tán trên địa bàn tỉnh năm 2024");
}

TEST(Describe, ASigningTimeBeforeTheDateCastsDoubtOnIt) {
  LetterPage before = decision();
  before.at(1900, -2.4, "Thời gian ký: 04.03.2024 08:15:24 +07:00");
  LetterPage after = decision();
  after.at(1900, -2.4, "Thời gian ký: 06/03/2024 08:15:24 +07:00");
  const Fields doubted = describe_page(before.layout());
  const Fields supported = describe_page(after.layout());
  EXPECT_EQ(value(doubted, "issued_date"), "2024-03-05");
  EXPECT_LT(doubted.at("issued_date").confidence, 0.6);
  EXPECT_GT(supported.at("issued_date").confidence, 0.9);
}

TEST(Describe, AnImpossibleDayIsNotGiven) {
  LetterPage page = state_head();
  page.left(3, "Số: 9/TB-UBND").right(3, "Phú Thọ, ngày 31 tháng 02 năm 2022");
  EXPECT_EQ(value(describe_page(page.layout()), "issued_date"), "2022-02");
}

TEST(Describe, APlaceThatEndsLikeTheWordForDayIsReadWhole) {
  LetterPage page = state_head();
  page.left(3, "Số: 9/TB-UBND").right(3, "Quảng Ngãi, ngày tháng 3 năm 2018");
  EXPECT_EQ(value(describe_page(page.layout()), "place"), "Quảng Ngãi");
}

TEST(Describe, ASubjectMayOpenLikeABody) {
  LetterPage page = state_head();
  page.left(3, "Số: 31/KH-UBND").right(3, "Phú Thọ, ngày 14 tháng 02 năm 2020");
  page.centre(5, "KẾ HOẠCH").centre(6, "Thực hiện Nghị quyết về xây dựng nông thôn mới");
  page.body(8, "Thực hiện Nghị quyết của Hội đồng nhân dân tỉnh, Ủy ban nhân dân ban hành");
  EXPECT_EQ(value(describe_page(page.layout()), "subject"),
            "Thực hiện Nghị quyết về xây dựng nông thôn mới");
}

TEST(Describe, UrgencyAndDeclassificationAreReadFromStamps) {
  LetterPage page = decision();
  page.at(400, 4.2, "HỎA TỐC").at(300, -1.5, "GIẢI MẬT");
  const Fields fields = describe_page(page.layout());
  EXPECT_EQ(value(fields, "urgency"), "HỎA TỐC");
  EXPECT_EQ(value(fields, "secrecy"), "GIẢI MẬT");
  EXPECT_EQ(value(fields, "agency"), "ỦY BAN NHÂN DÂN TỈNH PHÚ THỌ");
}

TEST(Describe, AnOrdinanceNamesItsTypeBeforeTheNumber) {
  LetterPage page;
  page.left(0, "QUỐC HỘI").right(0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
  page.right(1, "Độc lập - Tự do - Hạnh phúc");
  page.left(2.5, "Luật số: 11/2021/QH15").right(2.5, "Hà Nội, ngày 12 tháng 7 năm 2021");
  page.centre(6, "Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;");
  const Fields fields = describe_page(page.layout());
  EXPECT_EQ(value(fields, "type"), "LUẬT");
  EXPECT_EQ(value(fields, "notation"), "11/2021/QH15");
  EXPECT_EQ(value(fields, "number"), "11");
  EXPECT_EQ(value(fields, "agency"), "QUỐC HỘI");
}

TEST(Describe, ABodyIsCodedByItsOwnNameWithoutItsSuperiors) {
  LetterPage page;
  page.left(0, "UBND TỈNH PHÚ THỌ").right(0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
  page.left(1, "BAN CHỈ ĐẠO 389").right(1, "Độc lập - Tự do - Hạnh phúc");
  page.left(3, "Số: 14/KH-BCĐI389").right(3, "Phú Thọ, ngày 09 tháng 8 năm 2023");
  page.centre(5, "KẾ HOẠCH").centre(6, "Kiểm tra thị trường cuối năm");
  EXPECT_EQ(value(describe_page(page.layout()), "notation"), "14/KH-BCĐ389");
}

TEST(Describe, ADepartmentIsNoNumberAndStaysInTheAgency) {
  LetterPage page;
  page.left(0, "UBND TỈNH PHÚ THỌ").right(0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
  page.left(1, "SỞ XÂY DỰNG").right(1, "Độc lập - Tự do - Hạnh phúc");
  page.left(2.8, "SỐ 9 CN SE").right(2.8, "Phú Thọ, ngày 03 tháng 10 năm 2023");
  page.centre(5, "TỜ TRÌNH").centre(6, "Về việc sửa chữa cầu treo");
  const Fields fields = describe_page(page.layout());
  EXPECT_EQ(value(fields, "agency"), "UBND TỈNH PHÚ THỌ SỞ XÂY DỰNG");
  EXPECT_EQ(value(fields, "notation"), "(absent)");
}

TEST(Describe, CodesThatAWornTypefaceDrewAlikeArePutRightFromTheTables) {
  for (const char* read : {"Số: 512/0Đ-UB", "Số: 512/OĐ-UB", "Số: 512/QD-U8"}) {
    LetterPage page = state_head();
    page.left(3, read).right(3, "Phú Thọ, ngày 27 tháng 6 năm 1986");
    page.centre(5, "QUYẾT ĐỊNH").centre(6, "Về việc thành lập Trạm máy kéo số 4");
    const Fields fields = describe_page(page.layout());
    EXPECT_EQ(value(fields, "notation"), "512/QĐ-UB") << read;
    EXPECT_EQ(fields.at("notation").evidence, read);
  }
  LetterPage right = state_head();
  right.left(3, "Số: 512/QĐ-UB").centre(5, "QUYẾT ĐỊNH");
  LetterPage wrong = state_head();
  wrong.left(3, "Số: 512/0Đ-UB").centre(5, "QUYẾT ĐỊNH");
  EXPECT_LT(describe_page(wrong.layout()).at("notation").confidence,
            describe_page(right.layout()).at("notation").confidence);
}

TEST(Describe, OlderStateNotationsKeepTheirOwnSigns) {
  for (const auto& [read, wanted] :
       {std::pair{"Số: 46-BC/UB", "46-BC/UB"}, std::pair{"Số: 46 BC/UB", "46 BC/UB"},
        std::pair{"Số: 46/BC-UB", "46/BC-UB"}}) {
    LetterPage page = state_head();
    page.left(3, read).right(3, "Phú Thọ, ngày 12 tháng 10 năm 1979");
    page.centre(5, "BÁO CÁO").centre(6, "Tình hình thu hoạch vụ mùa");
    EXPECT_EQ(value(describe_page(page.layout()), "notation"), wanted);
  }
}

TEST(Describe, AStrokeThatAFaintScanLostIsSetBeforeTheCode) {
  LetterPage page = state_head();
  page.left(3, "Số: 15 QĐ-UBND").right(3, "Phú Thọ, ngày 12 tháng 10 năm 2019");
  page.centre(5, "QUYẾT ĐỊNH").centre(6, "Về việc khen thưởng");
  EXPECT_EQ(value(describe_page(page.layout()), "notation"), "15/QĐ-UBND");
}

TEST(Describe, AnOfficialLetterIsKnownByItsMatterWhereItsNumberIsIllegible) {
  LetterPage page = state_head();
  page.left(3, "sẽ 2l9J").right(3, "Phú Thọ, ngày 12 tháng 10 năm 2019");
  page.left(4, "V x chính sách thuế").left(5, "năm 2019").centre(7, "Kính gửi: Cục Thuế tỉnh");
  const Fields fields = describe_page(page.layout());
  EXPECT_EQ(value(fields, "type"), "CÔNG VĂN");
  EXPECT_EQ(value(fields, "subject"), "V/v chính sách thuế năm 2019");
}

TEST(Describe, APartOfANumberIsNoNumber) {
  LetterPage page = state_head();
  page.left(3, "Số: 2@9/QĐ-UBND").centre(5, "QUYẾT ĐỊNH");
  EXPECT_EQ(value(describe_page(page.layout()), "notation"), "/QĐ-UBND");
}

TEST(Describe, ANumberInColouredInkFillsTheGapThatThePrintLeft) {
  LetterPage page = state_head();
  page.at(480, 3, "Số:").at(660, 3, "/QĐ-UBND").centre(5, "QUYẾT ĐỊNH");
  const TextLayout layout = with_stamp(page.layout(), LetterPage().at(560, 3, "418"));
  const Fields fields = describe_page(layout);
  EXPECT_EQ(value(fields, "notation"), "418/QĐ-UBND");
  EXPECT_LE(fields.at("notation").confidence, 0.4);
}

TEST(Describe, ADateInFiguresInTheHeadIsReadWithLessConfidence) {
  for (const char* read :
       {"Phú Thọ, ngày 20/4/1990", "Phú Thọ, ngày 20-4-1990", "Phú Thọ, 20.4.90"}) {
    LetterPage page = state_head();
    page.left(3, "Số: 15/QĐ-UB").right(3, read).centre(5, "QUYẾT ĐỊNH");
    const Fields fields = describe_page(page.layout());
    EXPECT_EQ(value(fields, "issued_date"), "1990-04-20") << read;
    EXPECT_LT(fields.at("issued_date").confidence, 0.7);
  }
}

TEST(Describe, ADayThatRunsOverItsWordLeavesTheMonth) {
  LetterPage page = state_head();
  page.left(3, "Số: 15/QĐ-UBND").right(3, "Phú Thọ, ngà tháng 5 năm 2024");
  EXPECT_EQ(value(describe_page(page.layout()), "issued_date"), "2024-05");
}

TEST(Describe, StampsOfColouredInkGiveUrgencyAndArrivalAndNothingElse) {
  LetterPage stamps;
  stamps.at(400, 4.2, "KHẦM").at(350, 7, "ĐẾN").at(500, 7, "Số: 5612");
  stamps.at(500, 8, "Ngày: 11/3/2024").at(500, 9, "VĂN PHÒNG TỈNH ỦY");
  const Fields plain = describe_page(decision().layout());
  const Fields fields = describe_page(with_stamp(decision().layout(), stamps));
  EXPECT_EQ(value(fields, "urgency"), "KHẨN");
  EXPECT_EQ(value(fields, "arrival_number"), "5612");
  EXPECT_EQ(value(fields, "arrival_date"), "2024-03-11");
  for (const auto& [key, field] : plain) EXPECT_EQ(value(fields, key), field.value) << key;
  EXPECT_EQ(fields.size(), plain.size() + 3);
}

TEST(Describe, RemainsOfTheRuleUnderTheNameAreNoPartOfIt) {
  LetterPage page = state_head();
  page.left(1.8, "TU").left(3, "Số: 9/TB-UBND");
  EXPECT_EQ(value(describe_page(page.layout()), "agency"), "ỦY BAN NHÂN DÂN TỈNH PHÚ THỌ");
}

TEST(Describe, NothingAndNonsenseGiveNothing) {
  EXPECT_TRUE(describe({}).empty());
  EXPECT_TRUE(describe_page(TextLayout{}).empty());
  LetterPage page;
  page.at(100, 1, "| — .").at(100, 3, "Số").at(0, 5, "/").at(0, 6, "V/");
  EXPECT_NO_THROW((void)describe_page(page.layout()));
}

TEST(Describe, NoDamageToTheWordsMakesItThrow) {
  const TextLayout whole = decision().layout();
  const std::string signs = "/-:";
  const std::string digits = "99999999999999999999";
  unsigned seed = 1;
  for (int round = 0; round < 300; ++round) {
    TextLayout page = whole;
    for (Line& line : page.blocks[0].lines) {
      for (Word& word : line.words) {
        seed = seed * 1664525U + 1013904223U;
        const unsigned choice = (seed >> 16U) % 24U;
        if (choice == 0) word.text.clear();
        if (choice == 1) word.text.resize(word.text.size() / 2);
        if (choice == 2) word.text = signs;
        if (choice == 3) word.box = {-50, 90000, 0, -3};
        if (choice == 4) word.text += digits;
        if (choice == 5) word.text += '\xff';
      }
    }
    EXPECT_NO_THROW((void)describe_page(page)) << "round " << round;
  }
}

}  // namespace sohoa
