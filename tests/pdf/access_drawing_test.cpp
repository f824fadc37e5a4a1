// Source pages of which more than the image is carried over.

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFWriter.hh>

#include "access_fixture.h"
#include "document/error.h"
#include "pdf/access_copy.h"

namespace sohoa::access_test {
namespace {

using Object = QPDFObjectHandle;

class AccessDrawing : public AccessTest {
 protected:
  // A blank scan of 300 x 400 points with one annotation that paints `box` black.
  void write_annotated(int rotate, int flags) {
    SourcePage source;
    source.image = image_with_mark(AccessFilter::dct, 300, 400, {});
    source.rotate = rotate;
    write_source(path("plain.pdf"), {source});
    QPDF pdf;
    pdf.processFile(path("plain.pdf").c_str());
    Object look = Object::newStream(&pdf, "0 g 0 0 100 20 re f");
    look.replaceDict(Object::parse("<< /Type /XObject /Subtype /Form /BBox [0 0 100 20] >>"));
    Object annotation = Object::parse(
        "<< /Type /Annot /Subtype /Widget /FT /Sig /Rect [40 300 140 320] /AP << >> >>");
    annotation.replaceKey("/F", Object::newInteger(flags));
    annotation.getKey("/AP").replaceKey("/N", look);
    Object page = pdf.getAllPages().at(0);
    page.replaceKey("/Annots", Object::newArray({pdf.makeIndirectObject(annotation)}));
    const std::string written_to = path("in.pdf");  // the writer keeps the pointer
    QPDFWriter writer(pdf, written_to.c_str());
    writer.write();
  }

  // A page without any image for each content.
  void write_drawn(const std::vector<std::string>& contents) {
    QPDF pdf;
    pdf.emptyPDF();
    for (const std::string& content : contents) {
      Object page = Object::parse(
          "<< /Type /Page /MediaBox [0 0 300 400] /Rotate 90 /Resources << /Font << /H << /Type "
          "/Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>");
      page.replaceKey("/Contents", Object::newStream(&pdf, content));
      pdf.addPage(pdf.makeIndirectObject(page), false);
    }
    const std::string written_to = path("in.pdf");  // the writer keeps the pointer
    QPDFWriter writer(pdf, written_to.c_str());
    writer.write();
  }

  [[nodiscard]] AccessDocument source_document(bool keep_vector, int pages = 1) {
    AccessDocument document = document_of({});
    for (int number = 1; number <= pages; ++number) {
      AccessPage page;
      page.source_page = number;
      page.keep_vector = keep_vector;
      page.text = layout_of(300, 400, {});
      document.pages.push_back(page);
    }
    document.source_pdf = mapped(path("in.pdf"));
    return document;
  }
};

TEST_F(AccessDrawing, AVisibleSignatureIsPaintedOverTheScan) {
  for (const int rotate : {0, 90, 180, 270}) {
    SCOPED_TRACE(rotate);
    write_annotated(rotate, 4);
    const std::string out = path("out" + std::to_string(rotate) + ".pdf");
    write_copy(source_document(false), out);
    EXPECT_EQ(dark_box(path("in.pdf")), dark_box(out));
    EXPECT_FALSE(dark_box(out).empty());
  }
}

TEST_F(AccessDrawing, AHiddenAnnotationStaysHidden) {
  write_annotated(0, 2);
  write_copy(source_document(false), path("out.pdf"));
  EXPECT_TRUE(dark_box(path("out.pdf")).empty());
}

TEST_F(AccessDrawing, ADrawnPageIsKeptAsItIsDrawn) {
  write_drawn({"0 g 40 300 100 20 re f"});
  write_copy(source_document(true), path("out.pdf"));
  EXPECT_EQ(dark_box(path("in.pdf")), dark_box(path("out.pdf")));
  EXPECT_FALSE(dark_box(path("out.pdf")).empty());
}

TEST_F(AccessDrawing, ADrawnPageWithoutItsFontIsRefused) {
  write_drawn({"BT /H 20 Tf 40 300 Td (Quyet dinh) Tj ET"});
  try {
    write_copy(source_document(true), path("out.pdf"));
    FAIL() << "must be refused";
  } catch (const Error& error) {
    EXPECT_EQ(Reason::access_copy_invalid, error.reason());
    EXPECT_NE(std::string::npos, error.message().find("not embedded"));
  }
  EXPECT_FALSE(boost::filesystem::exists(path("out.pdf")));
}

TEST_F(AccessDrawing, AScanThatNoImageCoversIsRefused) {
  write_drawn({"0 g 40 300 100 20 re f"});
  EXPECT_THROW(write_copy(source_document(false), path("out.pdf")), Error);
}

// The pages that are refused, and the page that the error names.
std::pair<std::vector<std::size_t>, int> refused(const AccessDocument& document,
                                                 const std::string& path) {
  try {
    write_copy(document, path);
  } catch (const AccessPagesRefused& error) {
    return {error.pages(), error.page()};
  }
  return {};
}

using Places = std::vector<std::size_t>;

TEST_F(AccessDrawing, EveryPageThatBreaksARuleIsNamedAtOnce) {
  const std::string good = "0 g 40 300 100 20 re f";
  const std::string bad = "BT /H 20 Tf 40 300 Td (Quyet dinh) Tj ET";
  write_drawn({good, bad, good, "0 0 0 1 k 40 300 100 20 re f"});
  const auto several = refused(source_document(true, 4), path("out.pdf"));
  EXPECT_EQ((Places{1, 3}), several.first);
  EXPECT_EQ(0, several.second);
  const auto one = refused(source_document(true, 3), path("out.pdf"));
  EXPECT_EQ((Places{1}), one.first);
  EXPECT_EQ(2, one.second);
}

TEST_F(AccessDrawing, PagesWithoutOneImageAreAllNamedAtOnce) {
  write_drawn({"", "0 g 40 300 100 20 re f"});
  EXPECT_EQ((Places{0, 1}), refused(source_document(false, 2), path("out.pdf")).first);
}

TEST_F(AccessDrawing, ADrawingWithALayerThatCanBeOffIsRefused) {
  write_drawn({"/OC /L BDC 0 g 40 300 100 20 re f EMC"});
  EXPECT_EQ((Places{0}), refused(source_document(true), path("out.pdf")).first);
}

TEST_F(AccessDrawing, ABornDigitalSampleKeepsItsOwnTextAndFonts) {
  const std::string sample = SOHOA_SOURCE_DIR "/samples/scans/thong-bao-so.pdf";
  boost::filesystem::copy_file(sample, path("in.pdf"));
  write_copy(source_document(true), path("out.pdf"));
  EXPECT_EQ(output_of("pdftotext " + sample + " -"),
            output_of("pdftotext " + path("out.pdf") + " -"));
  const std::string fonts = output_of("pdffonts " + path("out.pdf"));
  EXPECT_NE(std::string::npos, fonts.find("Tinos"));
  EXPECT_EQ(std::string::npos, fonts.find("SohoaInvisible"));
}

TEST_F(AccessDrawing, EntriesThatShowNothingAreLeftOutOfADrawing) {
  write_drawn({"/G gs 0 g 40 300 100 20 re f"});
  QPDF pdf;
  pdf.processFile(path("in.pdf").c_str());
  Object page = pdf.getAllPages().at(0);
  Object resources = page.getKey("/Resources");
  resources.replaceKey("/ExtGState",
                       Object::parse("<< /G << /TR /Identity /TR2 /Default /HTP [0 0] >> >>"));
  const std::string written_to = path("states.pdf");  // the writer keeps the pointer
  QPDFWriter writer(pdf, written_to.c_str());
  writer.write();
  AccessDocument document = source_document(true);
  document.source_pdf = mapped(path("states.pdf"));
  write_copy(document, path("out.pdf"));
  EXPECT_EQ(dark_box(path("in.pdf")), dark_box(path("out.pdf")));
}

}  // namespace
}  // namespace sohoa::access_test
