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
    QPDFWriter writer(pdf, path("in.pdf").c_str());
    writer.write();
  }

  // A page without any image.
  void write_drawn(const std::string& content) {
    QPDF pdf;
    pdf.emptyPDF();
    Object page = Object::parse(
        "<< /Type /Page /MediaBox [0 0 300 400] /Rotate 90 /Resources << /Font << /H << /Type "
        "/Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>");
    page.replaceKey("/Contents", Object::newStream(&pdf, content));
    pdf.addPage(pdf.makeIndirectObject(page), false);
    QPDFWriter writer(pdf, path("in.pdf").c_str());
    writer.write();
  }

  [[nodiscard]] AccessDocument source_document(bool keep_vector) {
    AccessPage page;
    page.source_page = 1;
    page.keep_vector = keep_vector;
    page.text = layout_of(300, 400, {});
    AccessDocument document = document_of({page});
    document.source_pdf = path("in.pdf");
    return document;
  }
};

TEST_F(AccessDrawing, AVisibleSignatureIsPaintedOverTheScan) {
  for (const int rotate : {0, 90, 180, 270}) {
    SCOPED_TRACE(rotate);
    write_annotated(rotate, 4);
    const std::string out = path("out" + std::to_string(rotate) + ".pdf");
    write_access_copy(source_document(false), out);
    EXPECT_EQ(dark_box(path("in.pdf")), dark_box(out));
    EXPECT_FALSE(dark_box(out).empty());
  }
}

TEST_F(AccessDrawing, AHiddenAnnotationStaysHidden) {
  write_annotated(0, 2);
  write_access_copy(source_document(false), path("out.pdf"));
  EXPECT_TRUE(dark_box(path("out.pdf")).empty());
}

TEST_F(AccessDrawing, ADrawnPageIsKeptAsItIsDrawn) {
  write_drawn("0 g 40 300 100 20 re f");
  write_access_copy(source_document(true), path("out.pdf"));
  EXPECT_EQ(dark_box(path("in.pdf")), dark_box(path("out.pdf")));
  EXPECT_FALSE(dark_box(path("out.pdf")).empty());
}

TEST_F(AccessDrawing, ADrawnPageWithoutItsFontIsRefused) {
  write_drawn("BT /H 20 Tf 40 300 Td (Quyet dinh) Tj ET");
  try {
    write_access_copy(source_document(true), path("out.pdf"));
    FAIL() << "must be refused";
  } catch (const Error& error) {
    EXPECT_EQ(Reason::access_copy_invalid, error.reason());
    EXPECT_NE(std::string::npos, error.message().find("not embedded"));
  }
  EXPECT_FALSE(boost::filesystem::exists(path("out.pdf")));
}

TEST_F(AccessDrawing, AScanThatNoImageCoversIsRefused) {
  write_drawn("0 g 40 300 100 20 re f");
  EXPECT_THROW(write_access_copy(source_document(false), path("out.pdf")), Error);
}

}  // namespace
}  // namespace sohoa::access_test
