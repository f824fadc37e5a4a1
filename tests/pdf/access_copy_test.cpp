#include <fcntl.h>
#include <unistd.h>

#include <cmath>

#include "access_fixture.h"
#include "document/error.h"
#include "pdf/access_copy.h"

namespace sohoa::access_test {
namespace {

constexpr double kTolerance = 2;  // points

class AccessCopy : public AccessTest {
 protected:
  [[nodiscard]] std::string written(const AccessDocument& document,
                                    const std::string& name = "out.pdf") {
    write_copy(document, path(name));
    return path(name);
  }
};

void expect_over(const SeenWord& word, const PixelBox& box) {
  EXPECT_NEAR(word.left, box.left, kTolerance) << word.text;
  EXPECT_NEAR(word.right, box.right(), kTolerance) << word.text;
  EXPECT_LE(word.top, box.top + kTolerance) << word.text;
  EXPECT_GE(word.bottom, box.bottom() - kTolerance) << word.text;
  EXPECT_LE(word.bottom - word.top, 1.5 * box.height) << word.text;
}

TEST_F(AccessCopy, EachFilterPassesThroughWithEveryByteTheSame) {
  for (const AccessFilter filter :
       {AccessFilter::dct, AccessFilter::jpx, AccessFilter::ccitt_g4, AccessFilter::flate}) {
    const std::string name = "f" + std::to_string(static_cast<int>(filter)) + ".pdf";
    SCOPED_TRACE(name);
    const PixelBox mark{50, 60, 100, 20};
    const AccessImage image = image_with_mark(filter, 300, 400, mark);
    const std::string file =
        written(document_of({given_page(image, layout_of(300, 400, {}))}), name);
    EXPECT_EQ(image.data, raw_image(file));
    EXPECT_NO_FATAL_FAILURE((void)output_of("qpdf --check " + file));
    const PixelBox seen = dark_box(file);
    EXPECT_NEAR(seen.left, mark.left, 1);
    EXPECT_NEAR(seen.bottom(), mark.bottom(), 1);
  }
}

TEST_F(AccessCopy, SaysThatTheDiskIsFullAndNotThatTheFileIsEmpty) {
  const int full = ::open("/dev/full", O_RDWR | O_CLOEXEC);
  ASSERT_GE(full, 0);
  const AccessImage image = image_with_mark(AccessFilter::dct, 300, 400, {50, 60, 100, 20});
  try {
    write_access_copy(document_of({given_page(image, layout_of(300, 400, {}))}), full);
    ADD_FAILURE() << "nothing was written";
  } catch (const Error& error) {
    EXPECT_EQ(error.reason(), Reason::disk_full) << error.message();
    EXPECT_EQ(error.kind(), ErrorKind::service_broken);
  }
  ::close(full);
}

TEST_F(AccessCopy, ASourcePagesImageStreamIsCarriedOverWithEveryByteTheSame) {
  const AccessImage image = image_with_mark(AccessFilter::dct, 300, 400, {50, 60, 100, 20});
  write_source(path("in.pdf"), {{image}, {image_with_mark(AccessFilter::ccitt_g4, 200, 300, {})}});
  AccessPage page;
  page.source_page = 1;
  page.text = layout_of(300, 400, {});
  AccessDocument document = document_of({page});
  document.source_pdf = mapped(path("in.pdf"));
  EXPECT_EQ(image.data, raw_image(written(document)));
}

TEST_F(AccessCopy, TextLandsOnTheMarkHoweverTheSourcePageIsTurned) {
  const PixelBox mark{40, 60, 120, 24};
  for (int turns = 0; turns < 4; ++turns) {
    SCOPED_TRACE(turns);
    // As displayed the page is 300 x 400; it is stored turned back.
    SourcePage source;
    source.image = image_with_mark(AccessFilter::dct, 300, 400, mark, (4 - turns) % 4);
    source.rotate = 90 * turns;
    source.origin = 25;
    const std::string in = path("in" + std::to_string(turns) + ".pdf");
    write_source(in, {source});
    AccessPage page;
    page.source_page = 1;
    page.text = layout_of(300, 400, {line_of({{"quyết", mark}})});
    AccessDocument document = document_of({page});
    document.source_pdf = mapped(in);
    const std::string file = written(document, "out" + std::to_string(turns) + ".pdf");
    const PixelBox seen = dark_box(file);
    EXPECT_NEAR(seen.left, mark.left, 1);
    EXPECT_NEAR(seen.top, mark.top, 1);
    const std::vector<SeenWord> words = words_of(file);
    ASSERT_EQ(1U, words.size());
    EXPECT_EQ("quyết", words[0].text);
    expect_over(words[0], mark);
  }
}

TEST_F(AccessCopy, QuarterTurnsMakeThePageUprightAndTurnTheTextWithIt) {
  // Stored lying on its side: the mark stands upright once the page is turned.
  const PixelBox upright{40, 60, 120, 24};
  const AccessImage image = image_with_mark(AccessFilter::dct, 300, 400, upright, 3);
  // In the stored frame (400 x 300) the text runs upwards.
  Line line;
  Word word;
  word.text = "Đảng";
  word.box = {60, 300 - 160, 24, 120};
  line.words = {word};
  line.box = word.box;
  line.baseline_start = {84, 260};
  line.baseline_end = {84, 140};
  AccessPage page = given_page(image, layout_of(400, 300, {line}));
  page.quarter_turns = 1;
  const std::string file = written(document_of({page}));
  EXPECT_NEAR(dark_box(file).left, upright.left, 1);
  const std::vector<SeenWord> words = words_of(file);
  ASSERT_EQ(1U, words.size());
  expect_over(words[0], upright);
}

TEST_F(AccessCopy, AnImageWithAnOrientationOfItsOwnIsPaintedTurned) {
  const PixelBox mark{40, 60, 120, 24};
  for (int turns = 0; turns < 4; ++turns) {
    SCOPED_TRACE(turns);
    AccessImage image = image_with_mark(AccessFilter::dct, 300, 400, mark, (4 - turns) % 4);
    image.quarter_turns = turns;
    const std::string file =
        written(document_of({given_page(image, layout_of(300, 400, {line_of({{"a", mark}})}))}),
                "o" + std::to_string(turns) + ".pdf");
    EXPECT_NEAR(dark_box(file).left, mark.left, 1);
    EXPECT_NEAR(dark_box(file).top, mark.top, 1);
  }
}

TEST_F(AccessCopy, WordsComeOutInReadingOrderEachOnItsBox) {
  const std::vector<PlacedWord> first = {{"Số:", {40, 50, 28, 16}},
                                         {"12/QĐ-UBND", {72, 48, 110, 18}}};
  const std::vector<PlacedWord> second = {{"Phú", {40, 80, 30, 16}},
                                          {"Thọ,", {75, 80, 32, 16}},
                                          {"(ngày)", {112, 80, 40, 16}},
                                          {"\\28", {157, 80, 25, 16}}};
  const AccessImage image = image_with_mark(AccessFilter::ccitt_g4, 300, 400, {});
  const std::string file = written(document_of(
      {given_page(image, layout_of(300, 400, {line_of(first, 3), line_of(second, 4)}))}));
  EXPECT_EQ("Số: 12/QĐ-UBND\nPhú Thọ, (ngày) \\28\n\f", output_of("pdftotext -raw " + file + " -"));
  EXPECT_EQ("Số: 12/QĐ-UBND\nPhú Thọ, (ngày) \\28\n\n\f", output_of("pdftotext " + file + " -"));
  const std::vector<SeenWord> words = words_of(file);
  ASSERT_EQ(6U, words.size());
  expect_over(words[0], first[0].box);
  expect_over(words[1], first[1].box);
  for (std::size_t i = 0; i < second.size(); ++i) expect_over(words[2 + i], second[i].box);
}

TEST_F(AccessCopy, TextIsComposedAndWithoutControls) {
  // "Vie" + combining dot + combining circumflex + "t", with a stray NUL and BOM.
  const std::string loose =
      std::string("Vie\xCC\xA3\xCC\x82t") + '\0' + "\xEF\xBB\xBF" + "\xF0\x9D\x84\x9E";
  const AccessImage image = image_with_mark(AccessFilter::ccitt_g4, 300, 400, {});
  const std::string file = written(document_of({given_page(
      image,
      layout_of(300, 400, {line_of({{loose, {40, 50, 60, 16}}, {"\x01", {110, 50, 9, 9}}})}))}));
  EXPECT_EQ("Vi\xE1\xBB\x87t\xF0\x9D\x84\x9E\n\f", output_of("pdftotext -raw " + file + " -"));
}

TEST_F(AccessCopy, ASkewedLineKeepsItsWordsTogetherOnTheSlope) {
  Line line;
  for (int i = 0; i < 4; ++i) {
    Word word;
    word.text = "từ" + std::to_string(i);
    word.box = {40 + 60 * i, 100 + 3 * i, 50, 18};
    line.words.push_back(word);
    line.box = cover(line.box, word.box);
  }
  line.baseline_start = {40, 116};
  line.baseline_end = {270, 127.5};
  const AccessImage image = image_with_mark(AccessFilter::ccitt_g4, 300, 400, {});
  const std::string file = written(document_of({given_page(image, layout_of(300, 400, {line}))}));
  EXPECT_EQ("từ0 từ1 từ2 từ3\n\f", output_of("pdftotext -raw " + file + " -"));
  const std::vector<SeenWord> words = words_of(file);
  ASSERT_EQ(4U, words.size());
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(words[i].left, line.words[i].box.left, kTolerance);
    EXPECT_NEAR(words[i].right, line.words[i].box.right(), kTolerance);
  }
}

TEST_F(AccessCopy, PagesOfManySizesAndEmptyPagesShareOneFile) {
  std::vector<AccessPage> pages;
  for (const int width : {2, 100, 300, 20'000}) {
    const AccessImage image = image_with_mark(AccessFilter::ccitt_g4, width, 50, {});
    pages.push_back(given_page(image, layout_of(width, 50, {})));
  }
  const std::string file = written(document_of(pages));
  const std::string info = output_of("pdfinfo -f 1 -l 4 " + file);
  EXPECT_NE(std::string::npos, info.find("Pages:           4"));
  EXPECT_NE(std::string::npos, info.find("Page    3 size:  300 x 50 pts"));
}

TEST_F(AccessCopy, TheSameDocumentGivesTheSameBytes) {
  const AccessImage image = image_with_mark(AccessFilter::dct, 300, 400, {50, 60, 100, 20});
  const AccessDocument document =
      document_of({given_page(image, layout_of(300, 400, {line_of({{"một", {40, 50, 60, 16}}})}))});
  EXPECT_EQ(read_bytes(written(document, "1.pdf")), read_bytes(written(document, "2.pdf")));
}

TEST_F(AccessCopy, LzwBecomesFlateWithTheSamePixels) {
  SourcePage source;
  source.image.width = 64;
  source.image.height = 64;
  source.image.data.assign(64 * 64, '\xFF');
  for (int i = 0; i < 20; ++i) source.image.data.replace(64 * (10 + i) + 8, 30, 30, '\0');
  source.lzw = true;
  write_source(path("in.pdf"), {source});
  AccessPage page;
  page.source_page = 1;
  page.text = layout_of(64, 64, {});
  AccessDocument document = document_of({page});
  document.source_pdf = mapped(path("in.pdf"));
  EXPECT_EQ(source.image.data, image_samples(written(document)));
}

TEST_F(AccessCopy, ForbiddenImageEntriesAreLeftOut) {
  SourcePage source;
  source.image = image_with_mark(AccessFilter::dct, 300, 400, {50, 60, 100, 20});
  source.extra_image_entries = "/Interpolate true /Alternates [] /OPI << >> /Intent /Loud";
  write_source(path("in.pdf"), {source});
  AccessPage page;
  page.source_page = 1;
  page.text = layout_of(300, 400, {});
  AccessDocument document = document_of({page});
  document.source_pdf = mapped(path("in.pdf"));
  EXPECT_EQ(source.image.data, raw_image(written(document)));
}

TEST_F(AccessCopy, ACmykImageIsRefusedWithTheReason) {
  SourcePage source;
  source.image = image_with_mark(AccessFilter::flate, 300, 400, {50, 60, 100, 20});
  source.colour_space = "/DeviceCMYK";
  write_source(path("in.pdf"), {source});
  AccessPage page;
  page.source_page = 1;
  page.text = layout_of(300, 400, {});
  AccessDocument document = document_of({page});
  document.source_pdf = mapped(path("in.pdf"));
  try {
    write_copy(document, path("out.pdf"));
    FAIL() << "must be refused";
  } catch (const Error& error) {
    EXPECT_EQ(ErrorKind::document_failed, error.kind());
    EXPECT_NE(std::string::npos, error.message().find("DeviceCMYK"));
    EXPECT_EQ(1, error.page());
  }
  EXPECT_FALSE(boost::filesystem::exists(path("out.pdf")));
}

TEST_F(AccessCopy, APageOfTextAddsLessThanFiveKilobytes) {
  std::vector<Line> lines;
  for (int row = 0; row < 40; ++row) {
    std::vector<PlacedWord> words;
    for (int column = 0; column < 12; ++column) {
      const std::string text = (row + column) % 3 == 0 ? "quyết" : "định" + std::to_string(row);
      words.push_back({text, {150 + 180 * column + row % 7, 200 + 70 * row, 140 + column % 5, 40}});
    }
    lines.push_back(line_of(words, 9));
  }
  const AccessImage image = image_with_mark(AccessFilter::ccitt_g4, 2480, 3508, {});
  const std::string bare = written(document_of({given_page(image, layout_of(2480, 3508, {}))}));
  const std::string full =
      written(document_of({given_page(image, layout_of(2480, 3508, lines))}), "full.pdf");
  EXPECT_LT(read_bytes(full).size() - read_bytes(bare).size(), 5U * 1024);
  EXPECT_LT(read_bytes(bare).size() - image.data.size(), 5U * 1024);
}

}  // namespace
}  // namespace sohoa::access_test
