#include "ocr/read_page.h"

#include <allheaders.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "document/error.h"
#include "document/vietnamese_text.h"
#include "ocr/evaluate.h"
#include "tests/ocr/drawn_page.h"

namespace sohoa {
namespace {

constexpr unsigned kBlack = 0x101010;
constexpr unsigned kRed = 0xD02030;

const std::string kText =
    "Văn phòng Tỉnh ủy kính gửi các đồng chí báo cáo\n"
    "kết quả thực hiện nhiệm vụ quý một và phương hướng\n"
    "công tác trọng tâm của quý hai, đề nghị góp ý kiến\n"
    "bằng văn bản trước ngày hai mươi tháng này để tổng\n"
    "hợp, trình Ban Thường vụ xem xét, quyết định.";

OcrEngine& engine() {
  static const std::unique_ptr<OcrEngine> shared = make_tesseract_engine({});
  return *shared;
}

PageImage letter(std::vector<DrawnText> more = {}) {
  more.push_back({kText, 180, 500, 50, kBlack, false, 0});
  return draw_page(1500, 1100, more);
}

PageReading read(const PageImage& page) {
  return read_page(page, engine(), CleanOptions{});
}

bool says(const TextLayout& layout, const std::string& folded) {
  return fold(plain_text(layout)).find(folded) != std::string::npos;
}

TEST(ReadPage, ReadsADrawnLetterWithNearlyNoErrors) {
  const PageReading reading = read(letter());
  EXPECT_LT(evaluate(kText, plain_text(reading.layout)).cer(), 0.02);
  EXPECT_GT(mean_confidence(reading.layout), 0.85);
  EXPECT_GT(reading.recognise_seconds, 0);
  EXPECT_EQ(reading.quarter_turns, 0);
}

// Layout gives such marks to the line above or takes them for dirt.
TEST(ReadPage, MarksOverCapitalsAreReadHoweverTightTheLines) {
  constexpr double kSize = 32;
  for (const double pitch : {1.05, 1.1}) {
    const PageReading reading =
        read(letter({{"ỦY BAN NHÂN DÂN", 283, 180, kSize, kBlack, false, 0},
                     {"TỈNH QUẢNG LÂM", 283, 180 + pitch * kSize, kSize, kBlack, false, 0}}));
    EXPECT_NE(plain_text(reading.layout).find("TỈNH QUẢNG LÂM"), std::string::npos)
        << plain_text(reading.layout);
  }
}

TEST(ReadPage, EveryWordHasItsBoxOnThePage) {
  const PageReading reading = read(letter());
  ASSERT_GT(count_words(reading.layout), 40U);
  for (const Block& block : reading.layout.blocks)
    for (const Line& line : block.lines)
      for (const Word& word : line.words) {
        EXPECT_GE(word.box.left, 170);
        EXPECT_LE(word.box.right(), 1480);
        EXPECT_GE(word.box.top, 490);
        EXPECT_LE(word.box.height, 90);
        EXPECT_GE(word.confidence, 0);
        EXPECT_LE(word.confidence, 1);
      }
  const Line& first = reading.layout.blocks.front().lines.front();
  EXPECT_NEAR(first.baseline_start.y, 545, 12);
  EXPECT_NEAR(first.baseline_start.x, 180, 25);
}

TEST(ReadPage, ABlankPageHasNoBlocks) {
  const PageReading reading = read(draw_page(1500, 1100, {}));
  EXPECT_TRUE(reading.quality.blank);
  EXPECT_EQ(reading.layout.source, TextSource::none);
  EXPECT_TRUE(reading.layout.blocks.empty());
  EXPECT_EQ(reading.layout.width, 1500);
}

class TurnedPage : public testing::TestWithParam<int> {};

TEST_P(TurnedPage, IsReadAsIfItStoodUpright) {
  const PageImage upright = letter();
  const PageImage page(PixPtr(pixRotateOrth(upright.pix(), GetParam())));
  const PageReading reading = read(page);
  EXPECT_LT(evaluate(kText, plain_text(reading.layout)).cer(), 0.04);
  EXPECT_EQ((reading.quarter_turns + GetParam()) % 4, 0);
  EXPECT_EQ(reading.layout.width, page.width());
  EXPECT_EQ(reading.layout.height, page.height());
}

INSTANTIATE_TEST_SUITE_P(AllQuarters, TurnedPage, testing::Values(0, 1, 2, 3));

// Too little text for a detector of lines: what reads best decides.
TEST_P(TurnedPage, WithFewWordsIsRightedToo) {
  const std::vector<std::vector<DrawnText>> pages = {
      {{"PHỤ LỤC", 500, 700, 90, kBlack, false, 0}},
      {{"- Như Điều 3;\n- Lưu: VT, TH.", 150, 150, 38, kBlack, false, 0}}};
  for (const std::vector<DrawnText>& texts : pages) {
    const PageImage upright = draw_page(1400, 1900, texts);
    const PageImage page(PixPtr(pixRotateOrth(upright.pix(), GetParam())));
    const PageReading reading = read(page);
    EXPECT_EQ((reading.quarter_turns + GetParam()) % 4, 0) << plain_text(reading.layout);
  }
}

struct Stamp {
  const char* text;
  const char* folded;
  double degrees;
};

class RedStamp : public testing::TestWithParam<Stamp> {};

TEST_P(RedStamp, IsReadApart) {
  const Stamp& stamp = GetParam();
  const PageReading reading = read(letter({{stamp.text, 260, 200, 80, kRed, true, stamp.degrees}}));
  EXPECT_TRUE(says(reading.coloured, stamp.folded)) << plain_text(reading.coloured);
  EXPECT_EQ(reading.coloured.blocks.front().kind, BlockKind::stamp);
  const PixelBox& box = reading.coloured.blocks.front().box;
  EXPECT_NEAR(box.left, 240, 60);
  EXPECT_NEAR(box.top, 180, 70);
}

INSTANTIATE_TEST_SUITE_P(Kinds, RedStamp,
                         testing::Values(Stamp{"MẬT", "mat", 0}, Stamp{"TỐI MẬT", "toi mat", 0},
                                         Stamp{"TUYỆT MẬT", "tuyet mat", 0},
                                         Stamp{"TỐI MẬT", "toi mat", -6}, Stamp{"MẬT", "mat", 4},
                                         Stamp{"KHẨN", "khan", 0}, Stamp{"HỎA TỐC", "hoa toc", 3}));

TEST(BlackStamp, OfSecrecyInAFrameIsReadApartToo) {
  for (const auto& [text, folded] : {std::pair{"MẬT", "mat"}, std::pair{"TỐI MẬT", "toi mat"},
                                     std::pair{"TUYỆT MẬT", "tuyet mat"}}) {
    const PageReading reading = read(letter({{text, 260, 200, 80, kBlack, true, 0}}));
    EXPECT_TRUE(says(reading.coloured, folded)) << plain_text(reading.coloured);
  }
}

// The stamp of an office that received a letter, and the letter's title beside it.
PageImage received_letter() {
  return draw_page(
      1700, 1200,
      {{"VĂN PHÒNG TỈNH ỦY\nCÔNG VĂN ĐẾN\nGiờ ........ Ngày ........\nChuyển: ................", 90,
        190, 30, kBlack, true, -1},
       {"BÁO CÁO", 900, 200, 50, kBlack, false, 0},
       {"kết quả thực hiện nhiệm vụ quý một", 700, 270, 50, kBlack, false, 0},
       {kText, 180, 500, 50, kBlack, false, 0}});
}

TEST(IncomingStamp, BesideATitleLeavesTheTitleWholeAndIsReadApart) {
  const PageReading reading = read(received_letter());
  const std::string text = plain_text(reading.layout);
  EXPECT_NE(text.find("BÁO CÁO\n"), std::string::npos) << text;
  EXPECT_NE(text.find("kết quả thực hiện nhiệm vụ quý một\n"), std::string::npos) << text;
  EXPECT_EQ(fold(text).find("cong van den"), std::string::npos) << text;
  EXPECT_TRUE(says(reading.coloured, "cong van den")) << plain_text(reading.coloured);
  for (const Block& block : reading.layout.blocks) EXPECT_NE(block.kind, BlockKind::table);
}

TEST(IncomingStamp, OnAPageThatStandsOnItsHeadLeavesTheTitleWholeToo) {
  const PageImage upright = received_letter();
  const PageReading reading = read(PageImage(PixPtr(pixRotateOrth(upright.pix(), 2))));
  EXPECT_EQ(reading.quarter_turns, 2);
  EXPECT_TRUE(says(reading.layout, "ket qua thuc hien nhiem vu quy mot"));
  EXPECT_TRUE(says(reading.coloured, "cong van den")) << plain_text(reading.coloured);
}

TEST(IncomingStamp, AFrameThatStandsAloneOnItsLinesStaysWithTheText) {
  const PageReading reading = read(
      draw_page(1700, 1200,
                {{"Danh sách kèm theo gồm có\nbảy đồng chí của Văn phòng\nvà hai đồng chí của Ban",
                  400, 170, 44, kBlack, true, 0},
                 {kText, 180, 500, 50, kBlack, false, 0}}));
  EXPECT_TRUE(says(reading.layout, "bay dong chi cua van phong")) << plain_text(reading.layout);
}

}  // namespace
}  // namespace sohoa
