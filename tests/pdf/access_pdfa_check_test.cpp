#include <functional>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFWriter.hh>

#include "access_fixture.h"
#include "document/error.h"
#include "pdf/access_copy.h"

namespace sohoa::access_test {
namespace {

using Object = QPDFObjectHandle;

class PdfaCheck : public AccessTest {
 protected:
  // A valid copy with a word of text.
  std::string good() {
    const AccessImage image = image_with_mark(AccessFilter::dct, 300, 400, {50, 60, 100, 20});
    write_copy(
        document_of({given_page(
            image,
            layout_of(300, 400, {line_of({{"Số", {40, 50, 30, 16}}, {"12", {75, 50, 20, 16}}})}))}),
        path("good.pdf"));
    return path("good.pdf");
  }
};

Object page_of(QPDF& pdf) {
  return pdf.getAllPages().at(0);
}
Object image_of(QPDF& pdf) {
  return page_of(pdf).getKey("/Resources").getKey("/XObject").getKey("/I");
}
Object font_of(QPDF& pdf) {
  return page_of(pdf).getKey("/Resources").getKey("/Font").getKey("/F");
}
Object cid_font_of(QPDF& pdf) {
  return font_of(pdf).getKey("/DescendantFonts").getArrayItem(0);
}

void set_content(QPDF& pdf, const std::string& content) {
  page_of(pdf).replaceKey("/Contents", Object::newStream(&pdf, content));
}

void set_xmp(QPDF& pdf, const std::string& from, const std::string& to) {
  Object stream = pdf.getRoot().getKey("/Metadata");
  const auto data = stream.getStreamData();
  std::string xmp(reinterpret_cast<const char*>(data->getBuffer()), data->getSize());
  xmp.replace(xmp.find(from), from.size(), to);
  stream.replaceStreamData(xmp, Object::newNull(), Object::newNull());
}

struct Harm {
  std::string clause;
  std::string what;
  std::function<void(QPDF&)> apply;
};

void write_harmed(const std::string& from, const std::string& to, const Harm& harm) {
  QPDF pdf;
  pdf.setSuppressWarnings(true);
  pdf.processFile(from.c_str());
  harm.apply(pdf);
  QPDFWriter writer(pdf, to.c_str());
  writer.setDecodeLevel(qpdf_dl_none);
  writer.setStaticID(true);
  writer.write();
}

std::vector<Harm> harms_to_the_document() {
  const auto root = [](const std::string& key, const std::string& value) {
    return [=](QPDF& pdf) { pdf.getRoot().replaceKey(key, Object::parse(value)); };
  };
  return {
      {"6.6.2.1", "no XMP", [](QPDF& pdf) { pdf.getRoot().removeKey("/Metadata"); }},
      {"6.6.4", "PDF/A-1", [](QPDF& pdf) { set_xmp(pdf, "part>2<", "part>1<"); }},
      {"6.6.4", "level B", [](QPDF& pdf) { set_xmp(pdf, "conformance>U<", "conformance>B<"); }},
      {"6.6.2.1", "another title",
       [](QPDF& pdf) { set_xmp(pdf, "x-default\">", "x-default\">!"); }},
      {"6.6.2.1", "unclosed XML", [](QPDF& pdf) { set_xmp(pdf, "</pdf:Producer>", ""); }},
      {"6.6.2.1", "another date",
       [](QPDF& pdf) {
         pdf.getTrailer().getKey("/Info").replaceKey("/CreationDate",
                                                     Object::newString("D:20200101000000Z"));
       }},
      {"6.2.3", "no output intent", [](QPDF& pdf) { pdf.getRoot().removeKey("/OutputIntents"); }},
      {"6.2.3", "no ICC profile",
       [](QPDF& pdf) {
         pdf.getRoot()
             .getKey("/OutputIntents")
             .getArrayItem(0)
             .replaceKey("/DestOutputProfile", Object::newStream(&pdf, "not a profile"));
       }},
      {"6.5.1", "JavaScript", root("/OpenAction", "<< /S /JavaScript /JS (app.alert(1)) >>")},
      {"6.5.1", "Launch", root("/OpenAction", "<< /S /Launch /F (a.exe) >>")},
      {"6.5.1", "unknown named action", root("/OpenAction", "<< /S /Named /N /Print >>")},
      {"6.5.1", "JavaScript names", root("/Names", "<< /JavaScript << /Names [] >> >>")},
      {"6.5.2", "additional actions", root("/AA", "<< >>")},
      {"6.8", "embedded files", root("/Names", "<< /EmbeddedFiles << /Names [] >> >>")},
      {"6.10", "presentations", root("/Names", "<< /AlternatePresentations << >> >>")},
      {"6.11", "requirements", root("/Requirements", "[]")},
      {"6.4.2", "XFA", root("/AcroForm", "<< /Fields [] /XFA (x) >>")},
      {"6.4.1", "appearances", root("/AcroForm", "<< /Fields [] /NeedAppearances true >>")},
      {"6.9", "unnamed layer set", root("/OCProperties", "<< /OCGs [] /D << /AS [] >> >>")},
      {"6.1.12", "permissions", root("/Perms", "<< /Other 1 >>")},
      {"6.1.13", "long string",
       [](QPDF& pdf) {
         pdf.getRoot().replaceKey("/X", Object::newString(std::string(32'768, 'x')));
       }},
      {"6.1.13", "long name",
       [](QPDF& pdf) {
         pdf.getRoot().replaceKey("/X", Object::newName("/" + std::string(128, 'x')));
       }},
      {"6.1.13", "large integer", root("/X", "4294967296")},
  };
}

std::vector<Harm> harms_to_the_page() {
  const auto image = [](const std::string& key, const std::string& value) {
    return [=](QPDF& pdf) { image_of(pdf).getDict().replaceKey(key, Object::parse(value)); };
  };
  const auto content = [](const std::string& text) {
    return [=](QPDF& pdf) { set_content(pdf, text); };
  };
  const auto page = [](const std::string& key, const std::string& value) {
    return [=](QPDF& pdf) { page_of(pdf).replaceKey(key, Object::parse(value)); };
  };
  std::string deep;
  for (int i = 0; i < 29; ++i) deep.append("q ");
  for (int i = 0; i < 29; ++i) deep.append("Q ");
  return {
      {"6.1.7.2", "LZW", image("/Filter", "/LZWDecode")},
      {"6.1.7.2", "a filter of no standard", image("/Filter", "/Other")},
      {"6.1.7.1", "external stream", image("/F", "(elsewhere.jpg)")},
      {"6.2.8.1", "Interpolate", image("/Interpolate", "true")},
      {"6.2.8.1", "Alternates", image("/Alternates", "[]")},
      {"6.2.8.1", "OPI", image("/OPI", "<< >>")},
      {"6.2.6", "intent", image("/Intent", "/Loud")},
      {"6.2.4", "CMYK image", image("/ColorSpace", "/DeviceCMYK")},
      {"6.2.4", "CMYK palette", image("/ColorSpace", "[/Indexed /DeviceCMYK 0 <00000000>]")},
      {"6.2.8.3", "JPX without a header", image("/Filter", "/JPXDecode")},
      {"6.2.2", "unknown operator", content("1 0 0 zz")},
      {"6.2.2", "Q without q", content("Q")},
      {"6.2.2", "missing image", content("/Nothing Do")},
      {"6.2.2", "text without a font", content("BT (x) Tj ET")},
      {"6.1.13", "q too deep", content(deep)},
      {"6.2.4.3", "CMYK fill", content("0 0 0 1 k")},
      {"6.2.6", "intent operator", content("/Loud ri")},
      {"6.1.10", "inline LZW", content("BI /W 1 /H 1 /BPC 8 /CS /G /F /LZW ID x EI")},
      {"6.1.13", "tiny page", page("/MediaBox", "[0 0 2 2]")},
      {"6.1.13", "huge page", page("/MediaBox", "[0 0 20000 100]")},
      {"6.5.2", "page actions", page("/AA", "<< >>")},
      {"6.3.1", "movie", page("/Annots", "[<< /Subtype /Movie /F 4 /Rect [0 0 0 0] >>]")},
      {"6.3.2", "hidden note", page("/Annots", "[<< /Subtype /Text /F 2 /Rect [0 0 0 0] >>]")},
      {"6.3.3", "note without a look",
       page("/Annots", "[<< /Subtype /Text /F 4 /Rect [0 0 9 9] >>]")},
  };
}

std::vector<Harm> harms_to_the_font() {
  return {
      {"6.2.11.7.2", "no ToUnicode", [](QPDF& pdf) { font_of(pdf).removeKey("/ToUnicode"); }},
      {"6.2.11.7.2", "an empty ToUnicode",
       [](QPDF& pdf) { font_of(pdf).replaceKey("/ToUnicode", Object::newStream(&pdf, "")); }},
      {"6.2.11.7.2", "U+FEFF",
       [](QPDF& pdf) {
         font_of(pdf).replaceKey(
             "/ToUnicode",
             Object::newStream(&pdf, "1 beginbfrange <0001> <00FF> <FEFF> endbfrange"));
       }},
      {"6.2.11.4.1", "not embedded",
       [](QPDF& pdf) { cid_font_of(pdf).getKey("/FontDescriptor").removeKey("/FontFile2"); }},
      {"6.2.11.4.1", "not a font",
       [](QPDF& pdf) {
         cid_font_of(pdf)
             .getKey("/FontDescriptor")
             .replaceKey("/FontFile2", Object::newStream(&pdf, "x"));
       }},
      {"6.2.11.5", "other widths",
       [](QPDF& pdf) { cid_font_of(pdf).replaceKey("/W", Object::parse("[1 200 777]")); }},
      {"6.2.11.3.2", "no CIDToGIDMap",
       [](QPDF& pdf) { cid_font_of(pdf).removeKey("/CIDToGIDMap"); }},
      {"6.2.11.3.1", "no descendant",
       [](QPDF& pdf) { font_of(pdf).removeKey("/DescendantFonts"); }},
      {"6.2.11.8", ".notdef", [](QPDF& pdf) { set_content(pdf, "BT /F 9 Tf 3 Tr <0000> Tj ET"); }},
      {"6.2.11.8", "glyph that is not there",
       [](QPDF& pdf) { set_content(pdf, "BT /F 9 Tf 3 Tr <7777> Tj ET"); }},
      {"6.2.11.4.1", "a standard font",
       [](QPDF& pdf) {
         page_of(pdf)
             .getKey("/Resources")
             .getKey("/Font")
             .replaceKey("/F",
                         Object::parse("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"));
       }},
  };
}

TEST_F(PdfaCheck, AGoodCopyHasNoFindings) {
  EXPECT_EQ(std::vector<std::string>{}, check_pdfa(read_bytes(good())));
}

TEST_F(PdfaCheck, EachForbiddenConstructIsFoundUnderItsClause) {
  const std::string from = good();
  int number = 0;
  for (const auto& harms : {harms_to_the_document(), harms_to_the_page(), harms_to_the_font()}) {
    for (const Harm& harm : harms) {
      const std::string to = path("bad" + std::to_string(++number) + ".pdf");
      write_harmed(from, to, harm);
      const std::vector<std::string> findings = check_pdfa(read_bytes(to));
      bool found = false;
      std::string all;
      for (const std::string& finding : findings) {
        found = found || finding.starts_with(harm.clause + ":");
        all += finding + '\n';
      }
      EXPECT_TRUE(found) << harm.clause << ' ' << harm.what << " gave only:\n" << all;
    }
  }
}

TEST_F(PdfaCheck, AnEncryptedFileIsFound) {
  const std::string from = good();
  QPDF pdf;
  pdf.processFile(from.c_str());
  const std::string written_to = path("locked.pdf");  // the writer keeps the pointer
  QPDFWriter writer(pdf, written_to.c_str());
  writer.setR6EncryptionParameters("", "owner", true, true, true, true, true, true, qpdf_r3p_full,
                                   true);
  writer.write();
  const std::vector<std::string> findings = check_pdfa(read_bytes(path("locked.pdf")));
  ASSERT_FALSE(findings.empty());
  EXPECT_NE(std::string::npos, findings[0].find("encrypted"));
}

TEST_F(PdfaCheck, BytesAroundTheFileAreFound) {
  const std::string bytes = read_bytes(good());
  const auto findings_of = [](const std::string& changed) { return check_pdfa(changed); };
  EXPECT_FALSE(findings_of(bytes + "more").empty());
  EXPECT_FALSE(findings_of(" " + bytes).empty());
  EXPECT_FALSE(findings_of("").empty());
  EXPECT_FALSE(findings_of(bytes.substr(0, bytes.size() / 2)).empty());
}

TEST_F(PdfaCheck, DamagedBytesNeverLetAnExceptionOut) {
  const std::string bytes = read_bytes(good());
  unsigned state = 12345;
  const auto next = [&] { return state = state * 1664525U + 1013904223U; };
  for (int i = 0; i < 300; ++i) {
    std::string changed = bytes;
    for (int j = 0; j < 4; ++j) {
      changed[(next() >> 8U) % changed.size()] = static_cast<char>(next() >> 16U);
    }
    EXPECT_NO_THROW((void)check_pdfa(changed)) << "mutation " << i;
  }
}

TEST_F(PdfaCheck, ADamagedSourceLetsOnlyErrorsOut) {
  const AccessImage image = image_with_mark(AccessFilter::dct, 60, 80, {5, 6, 10, 20});
  write_source(path("in.pdf"), {{image}});
  const std::string bytes = read_bytes(path("in.pdf"));
  AccessPage page;
  page.source_page = 1;
  page.text = layout_of(60, 80, {});
  AccessDocument document = document_of({page});
  unsigned state = 777;
  const auto next = [&] { return state = state * 1664525U + 1013904223U; };
  for (int i = 0; i < 300; ++i) {
    std::string changed = bytes;
    changed[(next() >> 8U) % changed.size()] = static_cast<char>(next() >> 16U);
    boost::filesystem::ofstream(path("mutant.pdf"), std::ios::binary) << changed;
    document.source_pdf = mapped(path("mutant.pdf"));
    try {
      write_copy(document, path("out.pdf"));
    } catch (const Error&) {
      EXPECT_FALSE(boost::filesystem::exists(path("out.pdf")));
    }
    boost::filesystem::remove(path("out.pdf"));
  }
}

}  // namespace
}  // namespace sohoa::access_test
