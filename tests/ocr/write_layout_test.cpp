#include "ocr/write_layout.h"

#include <gtest/gtest.h>

#include <array>
#include <clocale>
#include <string>

namespace sohoa {
namespace {

TextLayout two_words() {
  Word first;
  first.text = "Số:";
  first.box = {100, 200, 60, 40};
  first.confidence = 0.974;
  Word second;
  second.text = "<12&\"QĐ'\x01>";
  second.box = {170, 201, 120, 41};
  second.confidence = 0.5;
  second.alternatives = {{"12-QĐ", 0.3}, {"<b>", 0.1}};
  Line line;
  line.words = {first, second};
  line.box = {100, 200, 190, 42};
  line.baseline_start = {100, 238};
  line.baseline_end = {290, 240};
  Block block;
  block.box = {90, 190, 220, 60};
  block.lines = {line};
  TextLayout page;
  page.width = 2480;
  page.height = 3508;
  page.dpi = {300};
  page.blocks = {block};
  return page;
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Alto, HoldsEveryWordWithItsBoxAndConfidence) {
  const std::string xml = write_alto(two_words(), 3, "a<b>.pdf");
  EXPECT_TRUE(holds(xml, "<MeasurementUnit>pixel</MeasurementUnit>"));
  EXPECT_TRUE(holds(xml, "<fileName>a&lt;b&gt;.pdf</fileName>"));
  EXPECT_TRUE(holds(xml, "PHYSICAL_IMG_NR=\"3\" WIDTH=\"2480\" HEIGHT=\"3508\""));
  EXPECT_TRUE(holds(xml,
                    "HPOS=\"100\" VPOS=\"200\" WIDTH=\"60\" HEIGHT=\"40\" CONTENT=\"Số:\" "
                    "WC=\"0.97\"/>"));
  EXPECT_TRUE(holds(xml, "<SP WIDTH=\"10\" VPOS=\"200\" HPOS=\"160\"/>"));
  EXPECT_TRUE(holds(xml, "BASELINE=\"100,238 290,240\""));
}

TEST(Alto, EscapesTextAndDropsControlCharacters) {
  const std::string xml = write_alto(two_words(), 1, "x");
  EXPECT_TRUE(holds(xml, "CONTENT=\"&lt;12&amp;&quot;QĐ&#39;&gt;\""));
  EXPECT_TRUE(holds(xml, "<ALTERNATIVE>&lt;b&gt;</ALTERNATIVE>"));
  EXPECT_EQ(xml.find('\x01'), std::string::npos);
}

TEST(Alto, OfABlankPageIsStillAPage) {
  TextLayout blank;
  blank.width = 10;
  blank.height = 20;
  blank.source = TextSource::none;
  const std::string xml = write_alto(blank, 1, "x");
  EXPECT_TRUE(holds(xml, "<PrintSpace"));
  EXPECT_FALSE(holds(xml, "<TextBlock"));
  EXPECT_FALSE(holds(xml, "PC="));
}

TEST(Alto, IsTheSameEveryTime) {
  EXPECT_EQ(write_alto(two_words(), 1, "x"), write_alto(two_words(), 1, "x"));
}

TEST(Hocr, HoldsPagesLinesAndWordsAsTheirClasses) {
  const std::array pages{two_words(), two_words()};
  const std::string xml = write_hocr(pages, "scan \"1\".tif");
  EXPECT_TRUE(holds(xml, "name=\"ocr-capabilities\""));
  EXPECT_TRUE(holds(xml, "class=\"ocr_page\" id=\"page_2\""));
  EXPECT_TRUE(holds(xml, "image &quot;scan &#39;1&#39;.tif&quot;; bbox 0 0 2480 3508; ppageno 1"));
  EXPECT_TRUE(holds(xml, "title=\"bbox 100 200 290 242; baseline 0.011 -4\""));
  EXPECT_TRUE(holds(xml, "title=\"bbox 100 200 160 240; x_wconf 97\">Số:</span>"));
  EXPECT_TRUE(holds(xml, "&lt;12&amp;&quot;QĐ&#39;&gt;</span>"));
}

TEST(Hocr, WritesNumbersWithAPointWhateverTheLocale) {
  const char* before = std::setlocale(LC_ALL, nullptr);
  const std::string kept = before == nullptr ? "C" : before;
  std::setlocale(LC_ALL, "vi_VN.UTF-8");
  const std::array pages{two_words()};
  EXPECT_TRUE(holds(write_hocr(pages, "x"), "baseline 0.011"));
  EXPECT_TRUE(holds(write_alto(two_words(), 1, "x"), "WC=\"0.97\""));
  std::setlocale(LC_ALL, kept.c_str());
}

}  // namespace
}  // namespace sohoa
