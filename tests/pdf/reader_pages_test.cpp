// Which pages are a scan, which are drawn, and how a scan stands on its page.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>

#include "document/error.h"
#include "pdf/pdf_reader.h"
#include "reader_pdf_builder.h"

namespace sohoa {

namespace {

using namespace testing_pdf;

struct Picture {
  int width = 0;
  int height = 0;
  std::string samples;

  [[nodiscard]] int at(double x, double y) const {
    const auto column = static_cast<std::size_t>(x * width);
    const auto row = static_cast<std::size_t>(y * height);
    return static_cast<unsigned char>(samples.at(row * static_cast<std::size_t>(width) + column));
  }
  // Where the dark quarter is: 0 top left, 1 top right, 2 bottom right, 3 bottom left.
  [[nodiscard]] int dark_corner() const {
    const std::array<std::array<double, 2>, 4> corners = {
        {{0.25, 0.25}, {0.75, 0.25}, {0.75, 0.75}, {0.25, 0.75}}};
    for (int i = 0; i < 4; ++i)
      if (at(corners[static_cast<std::size_t>(i)][0], corners[static_cast<std::size_t>(i)][1]) <
          128)
        return i;
    return -1;
  }
};

Picture read_pgm(const std::string& bytes) {
  Picture picture;
  int header = 0;
  EXPECT_EQ(std::sscanf(bytes.c_str(), "P5 %d %d 255%n", &picture.width, &picture.height, &header),
            2);
  picture.samples = bytes.substr(static_cast<std::size_t>(header) + 1);
  return picture;
}

// Mirrors and turns as page_image() says to make it as displayed.
Picture as_displayed(const PdfPageImage& image) {
  Picture now{image.width, image.height, image.data};
  if (image.flip) {
    Picture next = now;
    for (int y = 0; y < now.height; ++y)
      for (int x = 0; x < now.width; ++x)
        next.samples[static_cast<std::size_t>(y * now.width + x)] =
            now.samples[static_cast<std::size_t>(y * now.width + now.width - 1 - x)];
    now = next;
  }
  for (int turn = 0; turn < image.quarter_turns; ++turn) {
    Picture next{now.height, now.width, now.samples};
    for (int y = 0; y < now.height; ++y)
      for (int x = 0; x < now.width; ++x)
        next.samples[static_cast<std::size_t>(x * now.height + now.height - 1 - y)] =
            now.samples[static_cast<std::size_t>(y * now.width + x)];
    now = next;
  }
  return now;
}

class PdfPages : public PdfTest {
 protected:
  static int add_image(PdfBuilder& builder, int width, int height, const std::string& more = "") {
    return builder.add_stream("/Type /XObject /Subtype /Image /Width " + std::to_string(width) +
                                  " /Height " + std::to_string(height) +
                                  " /BitsPerComponent 8 /ColorSpace /DeviceGray " + more,
                              grey_samples(width, height));
  }

  // A page with image /I of 170 x 220 pixels and this content.
  std::string page_with(const std::string& content, const std::string& more = "",
                        const std::string& resources = "", const std::string& image_keys = "",
                        PdfBuilder builder = {}) const {
    const int image = add_image(builder, 170, 220, image_keys);
    return write(pdf_of(
        builder,
        {{content, "/XObject << /I " + std::to_string(image) + " 0 R >> " + resources, more}}));
  }

  PdfPageInfo inspected(const std::string& path) const {
    return PdfReader(mapped(path), {}).inspect().pages.at(0);
  }

  static constexpr const char* kScan = "q 612 0 0 792 0 0 cm /I Do Q";
  static constexpr const char* kFont =
      "/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>";
};

}  // namespace

TEST_F(PdfPages, APageThatOneImageFillsIsTakenAsItIs) {
  const PdfPageInfo page = inspected(page_with(kScan));
  EXPECT_EQ(page.kind, PdfPageKind::one_image);
  EXPECT_EQ(page.width, 170);
  EXPECT_EQ(page.height, 220);
  EXPECT_NEAR(page.dpi.value, 20, 0.01);
  EXPECT_EQ(page.filter, "raw");
  EXPECT_EQ(page.text_verdict, "none");
}

TEST_F(PdfPages, AnImageThroughAFormIsFound) {
  PdfBuilder builder;
  const int image = add_image(builder, 170, 220);
  const int form = builder.add_stream(
      "/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Matrix [612 0 0 792 0 0] /Resources << "
      "/XObject << /I " +
          std::to_string(image) + " 0 R >> >>",
      "/I Do");
  const std::string path =
      write(pdf_of(builder, {{"/F Do", "/XObject << /F " + std::to_string(form) + " 0 R >>", ""}}));
  EXPECT_EQ(inspected(path).kind, PdfPageKind::one_image);
}

TEST_F(PdfPages, InvisibleTextAndWhatLiesBelowTheScanDoNotCount) {
  const PdfPageInfo below = inspected(page_with(
      std::string("BT /F 12 Tf 72 700 Td (another reading) Tj ET 0 0 50 50 re f ") + kScan, "",
      kFont));
  EXPECT_EQ(below.kind, PdfPageKind::one_image);
  EXPECT_NE(below.text_verdict.find("recognised anew"), std::string::npos);
  const PdfPageInfo invisible = inspected(page_with(
      std::string(kScan) + " BT 3 Tr /F 12 Tf 72 700 Td (another reading) Tj ET", "", kFont));
  EXPECT_EQ(invisible.kind, PdfPageKind::one_image);
}

TEST_F(PdfPages, VisibleMarksOverTheScanMakeItADrawing) {
  const PdfPageInfo text = inspected(
      page_with(std::string(kScan) + " BT /F 12 Tf 72 700 Td (a stamp) Tj ET", "", kFont));
  EXPECT_EQ(text.kind, PdfPageKind::render);
  EXPECT_NEAR(text.dpi.value, 300, 0.01);
  EXPECT_EQ(text.width, 2550);
  EXPECT_EQ(inspected(page_with(std::string(kScan) + " 0 0 50 50 re f")).kind, PdfPageKind::render);
  EXPECT_EQ(inspected(page_with(std::string(kScan) + " q 50 0 0 50 9 9 cm /I Do Q")).kind,
            PdfPageKind::render);
}

TEST_F(PdfPages, ASignatureBlockOverTheScanLeavesItAScan) {
  PdfBuilder builder;
  const int look = builder.add_stream(
      std::string("/Type /XObject /Subtype /Form /BBox [0 0 200 50] /Resources << ") + kFont +
          " >>",
      "BT /F 9 Tf 4 20 Td (Signed by: an office, 06.11.2024 09:27:05 +07:00) Tj ET");
  const int field = builder.add(
      "<< /Type /Annot /Subtype /Widget /FT /Sig /Rect [300 700 500 750] /F 4 /AP << "
      "/N " +
      std::to_string(look) + " 0 R >> >>");
  const std::string annotations = "/Annots [ " + std::to_string(field) + " 0 R ]";
  const PdfPageInfo page = inspected(page_with(kScan, annotations, "", "", builder));
  EXPECT_EQ(page.kind, PdfPageKind::one_image);
  EXPECT_EQ(page.text_verdict, "only the text of a signature block");
}

TEST_F(PdfPages, AnyOtherVisibleAnnotationMakesItADrawing) {
  PdfBuilder builder;
  const int look = builder.add_stream("/Subtype /Form /BBox [0 0 9 9]", "0 0 9 9 re f");
  const auto annotated = [&](const std::string& keys) {
    return page_with(kScan,
                     "/Annots [ << /Type /Annot /Rect [9 9 99 99] " + keys + " /AP << /N " +
                         std::to_string(look) + " 0 R >> >> ]",
                     "", "", builder);
  };
  EXPECT_EQ(inspected(annotated("/Subtype /Stamp /F 4")).kind, PdfPageKind::render);
  EXPECT_EQ(inspected(annotated("/Subtype /Stamp /F 2")).kind, PdfPageKind::one_image);
  EXPECT_EQ(inspected(annotated("/Subtype /Link")).kind, PdfPageKind::one_image);
}

TEST_F(PdfPages, AnImageThatIsSmallClippedShearedOrUnevenIsNotTakenAsItIs) {
  EXPECT_EQ(inspected(page_with("400 0 0 500 100 100 cm /I Do")).kind, PdfPageKind::render);
  EXPECT_EQ(inspected(page_with("0 0 612 300 re W n 612 0 0 792 0 0 cm /I Do")).kind,
            PdfPageKind::render);
  EXPECT_EQ(inspected(page_with("612 40 -40 792 0 0 cm /I Do")).kind, PdfPageKind::render);
  EXPECT_EQ(inspected(page_with("612 0 0 792 0 0 cm /I Do", "/MediaBox [0 0 612 900]")).kind,
            PdfPageKind::render);
  EXPECT_EQ(inspected(page_with("700 0 0 906 -44 -57 cm /I Do")).kind, PdfPageKind::render);
  EXPECT_EQ(inspected(page_with("/G gs 612 0 0 792 0 0 cm /I Do", "",
                                "/ExtGState << /G << /ca 0.5 >> >>"))
                .kind,
            PdfPageKind::render);
}

TEST_F(PdfPages, ASmallOverhangIsNoMatter) {
  EXPECT_EQ(inspected(page_with("616 0 0 797 -2 -2 cm /I Do")).kind, PdfPageKind::one_image);
}

TEST_F(PdfPages, BandsOfOneScanAreDrawnAtTheirOwnResolution) {
  PdfBuilder builder;
  const int image = add_image(builder, 850, 550);
  const std::string path =
      write(pdf_of(builder, {{"q 612 0 0 396 0 396 cm /I Do Q q 612 0 0 396 0 0 cm /I Do Q",
                              "/XObject << /I " + std::to_string(image) + " 0 R >>", ""}}));
  const PdfPageInfo page = inspected(path);
  EXPECT_EQ(page.kind, PdfPageKind::render);
  EXPECT_NEAR(page.dpi.value, 100, 0.01);
  EXPECT_EQ(page.width, 850);
  EXPECT_EQ(page.height, 1100);
}

TEST_F(PdfPages, EveryTurnAndMirrorIsUndoneAsThePageShowsIt) {
  const std::array<const char*, 8> matrices = {
      "612 0 0 792 0 0", "-612 0 0 792 612 0", "612 0 0 -792 0 792", "-612 0 0 -792 612 792",
      "0 792 612 0 0 0", "0 -792 612 0 0 792", "0 792 -612 0 612 0", "0 -792 -612 0 612 792"};
  for (const char* matrix : matrices) {
    for (const int rotate : {0, 90, 180, 270}) {
      SCOPED_TRACE(std::string(matrix) + " /Rotate " + std::to_string(rotate));
      PdfBuilder builder;
      const bool lying = matrix[0] == '0';
      const int image = lying ? add_image(builder, 220, 170) : add_image(builder, 170, 220);
      const std::string path =
          write(pdf_of(builder, {{std::string(matrix) + " cm /I Do",
                                  "/XObject << /I " + std::to_string(image) + " 0 R >>",
                                  "/Rotate " + std::to_string(rotate)}}));
      PdfReader reader(mapped(path), {});
      const PdfPageInfo page = reader.inspect().pages.at(0);
      ASSERT_EQ(page.kind, PdfPageKind::one_image);
      const std::optional<PdfPageImage> taken = reader.page_image(1);
      ASSERT_TRUE(taken);
      const Picture image_shown = as_displayed(*taken);
      const Picture drawn = read_pgm(reader.render(1, page.dpi, true));
      EXPECT_EQ(page.width, image_shown.width);
      EXPECT_EQ(page.height, image_shown.height);
      EXPECT_EQ(drawn.width, page.width);
      EXPECT_EQ(drawn.height, page.height);
      EXPECT_GE(drawn.dark_corner(), 0);
      EXPECT_EQ(drawn.dark_corner(), image_shown.dark_corner());
    }
  }
}

TEST_F(PdfPages, AScanWithAMarginIsDrawnInItsOwnPixels) {
  PdfReader reader(mapped(page_with("600 0 0 776.47 6 8 cm /I Do")), {});
  const PdfPageInfo page = reader.inspect().pages.at(0);
  ASSERT_EQ(page.kind, PdfPageKind::one_image);
  const Picture drawn = read_pgm(reader.render(1, page.dpi, true));
  EXPECT_EQ(drawn.width, 170);
  EXPECT_EQ(drawn.height, 220);
  EXPECT_NEAR(drawn.at(0.01, 0.01), 40, 3);
  EXPECT_NEAR(drawn.at(0.99, 0.99), 230, 3);
}

TEST_F(PdfPages, TheCropBoxIsThePage) {
  PdfReader reader(mapped(page_with("306 0 0 396 153 198 cm /I Do", "/CropBox [153 198 459 594]")),
                   {});
  const PdfPageInfo page = reader.inspect().pages.at(0);
  EXPECT_EQ(page.kind, PdfPageKind::one_image);
  EXPECT_NEAR(page.width_points, 306, 0.01);
  EXPECT_NEAR(page.dpi.value, 40, 0.01);
  const Picture drawn = read_pgm(reader.render(1, page.dpi, true));
  EXPECT_EQ(drawn.width, 170);
  EXPECT_EQ(drawn.dark_corner(), 0);
}

TEST_F(PdfPages, AHugePageIsDrawnWithinThePixelLimit) {
  PdfBuilder builder;
  PdfLimits limits;
  limits.max_image_pixels = 1'000'000;
  PdfReader reader(
      mapped(write(pdf_of(builder, {{"0 0 99 99 re f", "", "", "[0 0 14400 14400]"}}))), limits);
  const PdfPageInfo page = reader.inspect().pages.at(0);
  EXPECT_LT(page.dpi.value, 6);
  const Picture drawn = read_pgm(reader.render(1, {600}, true));
  EXPECT_LE(drawn.width * drawn.height, 1'000'000);
}

TEST_F(PdfPages, AColourPageIsDrawnInColourWhenAsked) {
  PdfReader reader(mapped(page_with("1 0 0 rg 0 0 612 792 re f")), {});
  EXPECT_EQ(reader.render(1, {10}, false).substr(0, 2), "P6");
  EXPECT_EQ(reader.render(1, {10}, true).substr(0, 2), "P5");
}

TEST_F(PdfPages, ADrawingThatTakesTooLongIsStoppedAndSaysSo) {
  PdfLimits limits;
  limits.program_seconds = 0.001;
  PdfReader reader(mapped(page_with("0 0 9 9 re f")), limits);
  try {
    (void)reader.render(1, {300}, true);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.reason(), Reason::page_unreadable);
  }
}

}  // namespace sohoa
