#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <optional>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>
#include <random>

#include "document/error.h"
#include "pdf/pdf_reader.h"
#include "reader_pdf_builder.h"

namespace sohoa {

namespace {

using namespace testing_pdf;

class PdfOpen : public PdfTest {
 protected:
  Reason reason_of(const std::string& bytes, const PdfLimits& limits = {}) const {
    try {
      PdfReader reader(mapped(write(bytes)), limits);
      (void)reader.inspect();
    } catch (const Error& error) {
      return error.reason();
    }
    return Reason::none;
  }

  // The same pages under a user password.
  std::string encrypted(const std::string& bytes, const char* password) const {
    const std::string out = (folder_ / "encrypted.pdf").string();
    QPDF pdf;
    pdf.processFile(write(bytes, "plain.pdf").c_str());
    QPDFWriter writer(pdf, out.c_str());
    writer.setR6EncryptionParameters(password, "owner", true, true, true, true, true, true,
                                     qpdf_r3p_full, true);
    writer.write();
    return out;
  }
};

std::string scan_of_pages(int count) {
  PdfBuilder builder;
  std::vector<PageParts> pages;
  for (int i = 0; i < count; ++i) {
    const int image = builder.add_stream(
        "/Type /XObject /Subtype /Image /Width 68 /Height 88 /BitsPerComponent 8 "
        "/ColorSpace /DeviceGray",
        grey_samples(68, 88));
    pages.push_back({"q 612 0 0 792 0 0 cm /I Do Q",
                     std::string("/XObject << /I ") + std::to_string(image) + " 0 R >>", ""});
  }
  return pdf_of(builder, pages);
}

}  // namespace

TEST_F(PdfOpen, AFileWithoutPagesIsRefused) {
  PdfBuilder builder;
  EXPECT_EQ(reason_of(pdf_of(builder, {})), Reason::no_pages);
}

TEST_F(PdfOpen, BytesThatAreNoPdfAreRefused) {
  EXPECT_NE(reason_of("hello, this is no PDF at all\n%%EOF\n"), Reason::none);
  EXPECT_EQ(reason_of(""), Reason::empty_file);
}

TEST_F(PdfOpen, AMissingFileIsSaidToBeMissing) {
  try {
    PdfReader reader(mapped((folder_ / "absent.pdf").string()), {});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.reason(), Reason::not_found);
  }
}

TEST_F(PdfOpen, MoreThanTheAllowedPagesAreRefused) {
  PdfLimits limits;
  limits.max_pages = 3;
  EXPECT_EQ(reason_of(scan_of_pages(3), limits), Reason::none);
  EXPECT_EQ(reason_of(scan_of_pages(4), limits), Reason::too_many_pages);
}

TEST_F(PdfOpen, APageListedAMillionTimesIsRefusedByTheLimit) {
  PdfBuilder builder;
  std::string kids;
  for (int i = 0; i < 100'000; ++i) kids += "1 0 R ";
  builder.add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>");
  builder.add(std::string("<< /Type /Pages /Count 100000 /Kids [ ") + kids + "] >>");
  const int root = builder.add("<< /Type /Catalog /Pages 2 0 R >>");
  EXPECT_EQ(reason_of(builder.finish(root)), Reason::too_many_pages);
}

TEST_F(PdfOpen, APageTreeThatRunsInACircleIsRefused) {
  PdfBuilder builder;
  builder.add("<< /Type /Pages /Count 1 /Kids [ 2 0 R ] >>");
  builder.add("<< /Type /Pages /Count 1 /Kids [ 1 0 R ] /Parent 1 0 R >>");
  const int root = builder.add("<< /Type /Catalog /Pages 1 0 R >>");
  EXPECT_EQ(reason_of(builder.finish(root)), Reason::pdf_damaged);
}

TEST_F(PdfOpen, AVeryDeepPageTreeIsRefusedWithoutDeepRecursion) {
  PdfBuilder builder;
  for (int i = 1; i < 20'000; ++i)
    builder.add(std::string("<< /Type /Pages /Count 1 /Kids [ ") + std::to_string(i + 1) +
                " 0 R ] >>");
  builder.add("<< /Type /Page /MediaBox [0 0 9 9] >>");
  const int root = builder.add("<< /Type /Catalog /Pages 1 0 R >>");
  EXPECT_EQ(reason_of(builder.finish(root)), Reason::pdf_damaged);
}

TEST_F(PdfOpen, AParentThatIsItsOwnParentIsNoTrap) {
  PdfBuilder builder;
  builder.add("<< /Type /Pages /Count 1 /Kids [ 2 0 R ] /Parent 1 0 R >>");
  builder.add("<< /Type /Page /Parent 1 0 R >>");
  const int root = builder.add("<< /Type /Catalog /Pages 1 0 R >>");
  EXPECT_EQ(reason_of(builder.finish(root)), Reason::none);
}

TEST_F(PdfOpen, AFormThatPaintsItselfIsNoTrap) {
  PdfBuilder builder;
  const int form = builder.add_stream(
      "/Type /XObject /Subtype /Form /BBox [0 0 612 792] "
      "/Resources << /XObject << /A 1 0 R >> >>",
      "/A Do /A Do /A Do /A Do /A Do /A Do /A Do /A Do");
  ASSERT_EQ(form, 1);
  const std::string pdf = pdf_of(builder, {{"/A Do", "/XObject << /A 1 0 R >>", ""}});
  PdfReader reader(mapped(write(pdf)), {});
  EXPECT_EQ(reader.inspect().pages.at(0).kind, PdfPageKind::render);
}

TEST_F(PdfOpen, APageThatIsMissingIsNotPassedOver) {
  PdfBuilder builder;
  builder.add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>");
  builder.add("<< /Type /Pages /Count 2 /Kids [ 1 0 R 77 0 R ] >>");
  const int root = builder.add("<< /Type /Catalog /Pages 2 0 R >>");
  EXPECT_EQ(reason_of(builder.finish(root)), Reason::pdf_damaged);
}

TEST_F(PdfOpen, AnEmptyPasswordOpensAndIsReported) {
  PdfReader reader(mapped(encrypted(scan_of_pages(1), "")), {});
  const PdfInfo info = reader.inspect();
  EXPECT_TRUE(info.was_encrypted);
  EXPECT_EQ(info.pages.at(0).kind, PdfPageKind::one_image);
  const std::optional<PdfPageImage> image = reader.page_image(1);
  ASSERT_TRUE(image);
  EXPECT_EQ(image->data, grey_samples(68, 88));
  EXPECT_FALSE(reader.render(1, {72}, true).empty());
}

TEST_F(PdfOpen, AFileThatNeedsAPasswordIsRefusedAsSuch) {
  const std::string path = encrypted(scan_of_pages(1), "secret");
  try {
    PdfReader reader(mapped(path), {});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.reason(), Reason::pdf_encrypted);
    EXPECT_EQ(error.kind(), ErrorKind::document_failed);
  }
}

TEST_F(PdfOpen, AFileCutAnywhereIsRefusedAndNeverTakenForAShorterOne) {
  const std::string whole = scan_of_pages(5);
  for (int percent = 5; percent < 100; percent += 5) {
    const std::string cut = whole.substr(0, whole.size() * static_cast<std::size_t>(percent) / 100);
    EXPECT_EQ(reason_of(cut), Reason::truncated) << percent << " % of the file";
  }
}

TEST_F(PdfOpen, ALinearizedFileCutAnywhereIsRefused) {
  const std::string out = (folder_ / "linear.pdf").string();
  QPDF pdf;
  pdf.processFile(write(scan_of_pages(5), "plain.pdf").c_str());
  QPDFWriter writer(pdf, out.c_str());
  writer.setLinearization(true);
  writer.write();
  std::ifstream in(out, std::ios::binary);
  const std::string whole(std::istreambuf_iterator<char>(in), {});
  EXPECT_EQ(reason_of(whole), Reason::none);
  for (int percent = 5; percent < 100; percent += 5) {
    const std::string cut = whole.substr(0, whole.size() * static_cast<std::size_t>(percent) / 100);
    EXPECT_EQ(reason_of(cut), Reason::truncated) << percent << " % of the file";
  }
}

TEST_F(PdfOpen, AWrongCrossReferenceIsRepairedWhenTheFileIsWhole) {
  std::string pdf = scan_of_pages(2);
  const std::size_t at = pdf.rfind("startxref\n") + 10;
  pdf = pdf.substr(0, at) + "7" + pdf.substr(pdf.find('\n', at));
  PdfReader reader(mapped(write(pdf)), {});
  EXPECT_EQ(reader.inspect().pages.size(), 2U);
}

TEST_F(PdfOpen, PaddingBehindTheEndDoesNotMakeAFileTruncated) {
  EXPECT_EQ(reason_of(scan_of_pages(1) + std::string(5000, '\0')), Reason::none);
}

TEST_F(PdfOpen, ASignatureFieldWithAValueMakesItSigned) {
  PdfBuilder builder;
  builder.add("<< /FT /Sig /T (S) /V << /Type /Sig /Filter /Adobe.PPKLite >> >>");
  const std::string with = pdf_of(builder, {{}}, "/AcroForm << /Fields [ 1 0 R ] /SigFlags 3 >>");
  EXPECT_TRUE(PdfReader(mapped(write(with)), {}).inspect().is_signed);
  PdfBuilder empty;
  empty.add("<< /FT /Sig /T (S) >>");
  const std::string without = pdf_of(empty, {{}}, "/AcroForm << /Fields [ 1 0 R ] >>");
  EXPECT_FALSE(PdfReader(mapped(write(without)), {}).inspect().is_signed);
}

TEST_F(PdfOpen, ChangedBytesLeadToAnErrorOrAnAnswerInBoundedTime) {
  PdfBuilder builder;
  const int image = builder.add_stream(
      "/Subtype /Image /Width 8 /Height 10 /BitsPerComponent 8 /ColorSpace [ /Indexed /DeviceRGB 1 "
      "<000000FFFFFF> ]",
      std::string(80, '\1'));
  const std::string scan = pdf_of(
      builder,
      {{"q 612 0 0 765 0 0 cm /I Do Q",
        std::string("/XObject << /I ") + std::to_string(image) + " 0 R >>", "", "[0 0 612 765]"}});
  PdfBuilder text_builder;
  const std::string text = pdf_of(text_builder, {text_page(text_builder, "Some plain words")});
  std::mt19937 random(20260101);
  const auto start = std::chrono::steady_clock::now();
  int taken = 0;
  for (int round = 0; round < 500; ++round) {
    std::string bytes = round % 10 == 0 ? text : scan;  // text costs a process each
    const int changes = 1 + static_cast<int>(random() % 8);
    for (int i = 0; i < changes; ++i)
      bytes[random() % bytes.size()] = static_cast<char>(random() % 256);
    try {
      PdfReader reader(mapped(write(bytes)), {});
      const PdfInfo info = reader.inspect();
      for (int page = 1; page <= static_cast<int>(info.pages.size()); ++page)
        taken += reader.page_image(page) ? 1 : 0;
    } catch (const Error&) {
    }
  }
  EXPECT_GT(taken, 0);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(120));
}

}  // namespace sohoa
