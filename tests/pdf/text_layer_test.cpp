// Born-digital text: taken when it is right, refused when it is not.
#include <gtest/gtest.h>

#include <random>

#include "document/error.h"
#include "document/vietnamese_text.h"
#include "pdf/pdf_reader.h"
#include "pdf/text_layer.h"
#include "pdf/text_layer_syllable.h"
#include "reader_pdf_builder.h"

namespace sohoa {

namespace {

using namespace testing_pdf;

class PdfText : public PdfTest {
 protected:
  PdfPageInfo inspected(std::string_view text, const std::string& prefix = "",
                        const std::string& font = "Helvetica") const {
    PdfBuilder builder;
    const PageParts page = text_page(builder, text, prefix, font);
    return PdfReader(mapped(write(pdf_of(builder, {page}))), {}).inspect().pages.at(0);
  }

  void expect_refused(std::string_view text, const std::string& why) const {
    const PdfPageInfo page = inspected(text);
    EXPECT_EQ(page.kind, PdfPageKind::render);
    EXPECT_NE(page.text_verdict.find(why), std::string::npos) << page.text_verdict;
  }
};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

const std::string kPage = kVietnamesePage;

bool syllable(const char* word) {
  return is_syllable(to_code_points(word));
}

const char* const kBbox =
    "<html><head><title>a &lt;doc&gt;</title></head><body>\n<doc>\n"
    "  <page width=\"612.0\" height=\"792.0\">\n    <flow>\n"
    "      <block xMin=\"72\" yMin=\"72\" xMax=\"144\" yMax=\"84\">\n"
    "        <line xMin=\"72\" yMin=\"72\" xMax=\"144\" yMax=\"84\">\n"
    "          <word xMin=\"72\" yMin=\"72\" xMax=\"100\" yMax=\"84\">A&amp;B</word>\n"
    "          <word xMin=\"104\" yMin=\"72\" xMax=\"144\" yMax=\"84\">đảng</word>\n"
    "        </line>\n      </block>\n    </flow>\n  </page>\n"
    "  <page width=\"612.0\" height=\"792.0\">\n  </page>\n</doc>\n</body>\n</html>\n";

}  // namespace

TEST_F(PdfText, AVietnameseLetterKeepsItsText) {
  PdfBuilder builder;
  const PageParts page = text_page(builder, kPage);
  PdfReader reader(mapped(write(pdf_of(builder, {page}))), {});
  const PdfPageInfo info = reader.inspect().pages.at(0);
  ASSERT_EQ(info.kind, PdfPageKind::digital) << info.text_verdict;
  const TextLayout layout = reader.text_layer(1, {150});
  EXPECT_EQ(layout.source, TextSource::born_digital);
  EXPECT_EQ(layout.width, 1275);
  EXPECT_EQ(layout.height, 1650);
  const std::string text = plain_text(layout);
  EXPECT_NE(text.find("Thường trực Tỉnh ủy yêu cầu"), std::string::npos) << text;
  const Word& first = layout.blocks.at(0).lines.at(0).words.at(0);
  EXPECT_EQ(first.text, "TỈNH");
  EXPECT_DOUBLE_EQ(first.confidence, 1);
  EXPECT_NEAR(first.box.left, 72 * 150 / 72, 2);
  EXPECT_NEAR(first.box.bottom(), (792 - 700) * 150 / 72, 8);
}

TEST_F(PdfText, BoxesStandInTheFrameAsDisplayed) {
  PdfBuilder builder;
  PageParts page = text_page(builder, kPage);
  page.content = "0 1 -1 0 792 0 cm " + page.content;  // written upwards, shown turned
  page.box = "[0 0 612 792]";
  page.more = "/Rotate 90";
  PdfReader reader(mapped(write(pdf_of(builder, {page}))), {});
  ASSERT_EQ(reader.inspect().pages.at(0).kind, PdfPageKind::digital);
  const TextLayout layout = reader.text_layer(1, {72});
  EXPECT_EQ(layout.width, 792);
  EXPECT_EQ(layout.height, 612);
  const Line& line = layout.blocks.at(0).lines.at(0);
  EXPECT_EQ(line.words.at(0).text, "TỈNH");
  EXPECT_NEAR(line.box.left, 72, 2);
  EXPECT_GT(line.box.width, line.box.height);
}

TEST_F(PdfText, BoxesCountFromTheCropBox) {
  PdfBuilder builder;
  PageParts page = text_page(builder, kPage);
  page.more = "/CropBox [50 100 600 750]";
  PdfReader reader(mapped(write(pdf_of(builder, {page}))), {});
  ASSERT_EQ(reader.inspect().pages.at(0).kind, PdfPageKind::digital);
  const TextLayout layout = reader.text_layer(1, {72});
  const Word& first = layout.blocks.at(0).lines.at(0).words.at(0);
  EXPECT_EQ(layout.width, 550);
  EXPECT_NEAR(first.box.left, 22, 2);
  EXPECT_NEAR(first.box.bottom(), 50, 4);
}

TEST_F(PdfText, AnEnglishPageIsFineToo) {
  const PdfPageInfo page = inspected(
      "The committee shall send the report of the year to the office of the province.\n"
      "Every department keeps the original papers and their copies through this period.\n");
  EXPECT_EQ(page.kind, PdfPageKind::digital) << page.text_verdict;
}

TEST_F(PdfText, WrongUnicodeIsRecognisedAnew) {
  expect_refused(replaced(kPage, "ư", "ƣ"), "U+01A3");
  expect_refused(replaced(kPage, "ả", "\xEF\xBF\xBD"), "no letters of any text");
  expect_refused(replaced(kPage, "ị", "\xEE\x80\x81"), "no letters of any text");
  expect_refused(kPage + "Không còn phòng nào, khơng cịn ai\n", "wrong marks");
  expect_refused(kPage + "CỘNG HÕA XÃ HỘI CHỦ NGHĨA\n", "wrong marks");
}

TEST_F(PdfText, AFewWordsThatCannotBeVietnameseAreEnoughToDoubt) {
  expect_refused(kPage + "thơng báo cơng khai và đờng chí\n", "no syllables");
}

TEST_F(PdfText, LegacyEncodingsAreRecognisedAnew) {
  expect_refused(
      "Uû ban nh©n d©n tØnh, Céng hoµ x· héi chñ nghÜa ViÖt Nam, §éc lËp tù do\n"
      "QuyÕt ®Þnh vÒ viÖc ban hµnh quy chÕ lµm viÖc cña c¬ quan\n",
      "TCVN3");
  expect_refused(
      "Uûy ban nhaân daân tænh, Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam\n"
      "Quyeát ñònh veà vieäc ban haønh quy cheá laøm vieäc cuûa cô quan\n",
      "spelled like words");
  EXPECT_NE(inspected(kPage, "", ".VnTime").text_verdict.find("legacy"), std::string::npos);
  EXPECT_NE(inspected(kPage, "", "ABCDEF+VNI-Times").text_verdict.find("legacy"),
            std::string::npos);
}

TEST_F(PdfText, TextThatLostItsMarksIsRecognisedAnew) {
  expect_refused(fold(kPage) + fold(kPage), "without its marks");
}

TEST_F(PdfText, FontsThatDoNotSayWhatTheyShowAreNotTrusted) {
  PdfBuilder builder;
  const int font = builder.add(
      "<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Times /Encoding "
      "/Identity-H /DescendantFonts [ << /Type /Font /Subtype "
      "/CIDFontType2 /BaseFont /Times /CIDSystemInfo << /Registry (Adobe) "
      "/Ordering (Identity) /Supplement 0 >> >> ] >>");
  const std::string pdf =
      pdf_of(builder, {{"BT /F 12 Tf 72 700 Td <00410042> Tj ET",
                        "/Font << /F " + std::to_string(font) + " 0 R >>", ""}});
  const PdfPageInfo page = PdfReader(mapped(write(pdf)), {}).inspect().pages.at(0);
  EXPECT_EQ(page.kind, PdfPageKind::render);
  EXPECT_NE(page.text_verdict.find("does not say"), std::string::npos) << page.text_verdict;
}

TEST_F(PdfText, APageUnderAnImageIsAScanWhateverItsText) {
  PdfBuilder builder;
  const int image = builder.add_stream(
      "/Subtype /Image /Width 64 /Height 64 /BitsPerComponent 8 /ColorSpace /DeviceGray",
      grey_samples(64, 64));
  PageParts page = text_page(builder, kPage, "q 612 0 0 600 0 0 cm /I Do Q");
  page.resources += " /XObject << /I " + std::to_string(image) + " 0 R >>";
  const PdfPageInfo info =
      PdfReader(mapped(write(pdf_of(builder, {page}))), {}).inspect().pages.at(0);
  EXPECT_EQ(info.kind, PdfPageKind::render);
  EXPECT_NE(info.text_verdict.find("images cover"), std::string::npos);
}

TEST_F(PdfText, OneBrokenPageMakesTheOthersSuspect) {
  PdfBuilder builder;
  const PageParts good = text_page(builder, kPage);
  const PageParts bad = text_page(builder, replaced(kPage, "ư", "ƣ"));
  const PdfInfo info = PdfReader(mapped(write(pdf_of(builder, {good, bad}))), {}).inspect();
  EXPECT_EQ(info.pages.at(0).kind, PdfPageKind::render);
  EXPECT_NE(info.pages.at(0).text_verdict.find("another page"), std::string::npos);
}

TEST_F(PdfText, AskingForTextThatIsNotTrustedIsAMistakeOfTheCaller) {
  PdfBuilder builder;
  PdfReader reader(mapped(write(pdf_of(builder, {{"0 0 9 9 re f", "", ""}}))), {});
  EXPECT_THROW((void)reader.text_layer(1, {72}), std::logic_error);
}

TEST(Syllable, SpelledSyllablesAreTaken) {
  for (const char* word : {"nghiêng", "quyết", "định", "hòa",   "hoà",   "thủy", "thuỷ", "quốc",
                           "gì",      "giữa",  "giết", "đường", "khuỷu", "ương", "ý",    "kỹ",
                           "lý",      "xuyên", "quỹ",  "ngoằn", "được",  "uỷ",   "thuở"})
    EXPECT_TRUE(syllable(word)) << word;
}

TEST(Syllable, WhatCannotBeSpelledIsNot) {
  for (const char* word : {"khơng", "cịn", "ngiêng", "kác", "quyêt1", "hàc", "nhân2", "tiênn", "zô",
                           "ưu1", "lƣu", "coäng", "đđ", "", "ghà", "bảt"})
    EXPECT_FALSE(syllable(word)) << word;
}

TEST(BboxLayout, PagesLinesAndWordsAreRead) {
  const auto pages = parse_bbox_layout(kBbox);
  ASSERT_TRUE(pages);
  ASSERT_EQ(pages->size(), 2U);
  EXPECT_EQ(text_of(pages->at(0)), "A&B đảng \n");
  const TextLayout layout = to_layout(pages->at(0), 1224, 1584, {144});
  EXPECT_EQ(layout.blocks.at(0).lines.at(0).words.at(1).box, (PixelBox{208, 144, 80, 24}));
  EXPECT_TRUE(pages->at(1).blocks.empty());
}

TEST(BboxLayout, ALinePartedByTheBlankForANumberIsJoined) {
  const auto block = [](const char* text, double left, double right) {
    const TextBox box{left, 100, right, 114};
    return TextBlock{{TextLine{{TextWord{text, box}}, box}}};
  };
  TextPage page;
  page.blocks = {block("Số:", 72, 95), block("CỘNG HÒA", 300, 500), block("/TB-UBND", 110, 180)};
  const TextLayout layout = to_layout(page, 612, 792, {72});
  ASSERT_EQ(layout.blocks.size(), 2U);
  EXPECT_EQ(plain_text(layout), "Số: /TB-UBND\n\nCỘNG HÒA\n");
}

TEST(BboxLayout, CutAndChangedInputIsRefusedOrReadButNeverFatal) {
  const std::string whole = kBbox;
  EXPECT_FALSE(parse_bbox_layout(""));
  const std::size_t end = whole.find("</doc>");
  for (std::size_t size = 0; size < end; ++size)
    EXPECT_FALSE(parse_bbox_layout(std::string_view(whole).substr(0, size)));
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    std::string bytes = whole;
    for (int i = 0; i < 4; ++i) bytes[random() % bytes.size()] = static_cast<char>(random());
    const auto pages = parse_bbox_layout(bytes);
    if (pages && !pages->empty()) (void)to_layout(pages->front(), 100, 100, {72});
  }
}

}  // namespace sohoa
