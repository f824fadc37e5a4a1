#include <allheaders.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "document/error.h"
#include "ocr/ocr_engine.h"
#include "tests/ocr/drawn_page.h"

namespace sohoa {
namespace {

CleanPage page_of(const std::string& binary_text, const std::string& grey_text) {
  const PageImage for_layout = draw_page(1400, 400, {{binary_text, 100, 150, 50, 0, false, 0}});
  const PageImage for_reading = draw_page(1400, 400, {{grey_text, 100, 150, 50, 0, false, 0}});
  const PixPtr grey(pixConvertTo8(for_layout.pix(), 0));
  CleanPage page;
  page.binary = PageImage(PixPtr(pixThresholdToBinary(grey.get(), 128)));
  page.grey = PageImage(PixPtr(pixConvertTo8(for_reading.pix(), 0)));
  page.transform.width = 1400;
  page.transform.height = 400;
  page.quality.dpi = {300};
  return page;
}

std::string text_of(OcrEngine& engine, const CleanPage& page) {
  return plain_text(engine.recognise(page));
}

// The call that gives Tesseract the second image is not documented for this use.
TEST(TesseractEngine, TakesTheLayoutFromTheBinaryAndTheTextFromTheGreyImage) {
  const auto engine = make_tesseract_engine({});
  EXPECT_EQ(text_of(*engine, page_of("tháng bảy năm ngoái", "nghìn chín trăm hai"))
                .rfind("nghìn chín trăm hai", 0),
            0U);
}

TEST(TesseractEngine, ReadsAPageTheSameWhateverWasReadBefore) {
  const CleanPage first = page_of("báo cáo quý một năm nay", "báo cáo quý một năm nay");
  const CleanPage second = page_of("nghị quyết đại hội lần", "nghị quyết đại hội lần");
  const auto fresh = make_tesseract_engine({});
  const TextLayout alone = fresh->recognise(second);
  const auto used = make_tesseract_engine({});
  for (int i = 0; i < 3; ++i) (void)used->recognise(first);
  const TextLayout later = used->recognise(second);
  EXPECT_EQ(plain_text(alone), plain_text(later));
  EXPECT_DOUBLE_EQ(mean_confidence(alone), mean_confidence(later));
}

TEST(TesseractEngine, IsNeverSureUnderASealThatCouldNotBeTakenAway) {
  const auto engine = make_tesseract_engine({});
  CleanPage page = page_of("báo cáo quý một năm nay", "báo cáo quý một năm nay");
  const TextLayout free = engine->recognise(page);
  const Line& line = free.blocks.at(0).lines.at(0);
  const PixelBox word = line.words.at(2).box;
  page.seals = {{word.left - 20, word.top + word.height / 2 - word.width / 2 - 20, word.width + 40,
                 word.width + 40}};
  const TextLayout sealed = engine->recognise(page);
  const Line& under = sealed.blocks.at(0).lines.at(0);
  EXPECT_EQ(plain_text(sealed), plain_text(free));
  EXPECT_GT(line.words[2].confidence, 0.92);
  EXPECT_LE(under.words.at(2).confidence, 0.9);
  EXPECT_DOUBLE_EQ(under.words.at(0).confidence, line.words[0].confidence);
}

TEST(TesseractEngine, OffersOtherReadingsBestFirstAndOnlyWhenAsked) {
  CleanPage page = page_of("chế độ ngủ nghỉ hợp lý", "chế độ ngủ nghỉ hợp lý");
  page.grey = PageImage(PixPtr(pixBlockconv(page.grey.pix(), 4, 4)));
  OcrOptions alone;
  alone.second_language.clear();
  const auto with = make_tesseract_engine(alone);
  std::size_t readings = 0;
  for (const Block& block : with->recognise(page).blocks)
    for (const Line& line : block.lines)
      for (const Word& word : line.words) {
        readings += word.alternatives.size();
        for (std::size_t i = 0; i < word.alternatives.size(); ++i) {
          EXPECT_NE(word.alternatives[i].text, word.text);
          if (i == 0) continue;
          EXPECT_LE(word.alternatives[i].confidence, word.alternatives[i - 1].confidence);
        }
      }
  EXPECT_GT(readings, 0U);
  OcrOptions plain;
  plain.alternatives = false;
  for (const Block& block : make_tesseract_engine(plain)->recognise(page).blocks)
    for (const Line& line : block.lines)
      for (const Word& word : line.words) EXPECT_TRUE(word.alternatives.empty());
}

TEST(TesseractEngine, SaysWhichModelIsMissing) {
  OcrOptions options;
  options.language = "NoSuchModel";
  try {
    (void)make_tesseract_engine(options);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::service_broken);
    EXPECT_EQ(error.reason(), Reason::missing_component);
    EXPECT_NE(error.message().find("NoSuchModel"), std::string::npos);
  }
}

TEST(TesseractEngine, GivesUpWhenTheTimeIsOver) {
  OcrOptions options;
  options.timeout_seconds = 0.001;
  const auto engine = make_tesseract_engine(options);
  EXPECT_THROW((void)engine->recognise(page_of("một hai ba bốn", "một hai ba bốn")), Error);
}

TEST(TesseractEngine, RefusesAPageWithoutImage) {
  EXPECT_THROW((void)make_tesseract_engine({})->recognise(CleanPage{}), Error);
}

TEST(TesseractEngine, NamesProgramAndModel) {
  const std::string text = make_tesseract_engine({})->description();
  EXPECT_NE(text.find("Tesseract 5"), std::string::npos);
  EXPECT_NE(text.find("Vietnamese"), std::string::npos);
}

}  // namespace
}  // namespace sohoa
