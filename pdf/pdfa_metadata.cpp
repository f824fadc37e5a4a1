#include "pdf/pdfa_metadata.h"

#include <cctype>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <regex>

#include "document/error.h"
#include "document/vietnamese_text.h"
#include "pdf/access_stream.h"
#include "pdf/pdfa_icc.h"

namespace sohoa {
namespace {

// NFC without the characters that XML 1.0 cannot hold.
std::string clean(const std::string& text) {
  std::u32string kept;
  for (const char32_t c : to_code_points(to_nfc(text))) {
    const bool forbidden = c < 0x20 || c == 0x7F || c == 0xFFFE || c == 0xFFFF;
    kept += forbidden ? U' ' : c;
  }
  return to_utf8(kept);
}

std::string escaped(const std::string& text) {
  std::string xml;
  for (const char c : text) {
    switch (c) {
      case '&':
        xml += "&amp;";
        break;
      case '<':
        xml += "&lt;";
        break;
      case '>':
        xml += "&gt;";
        break;
      default:
        xml += c;
    }
  }
  return xml;
}

struct Moment {
  std::string xmp;   // 2026-07-01T09:30:00+07:00
  std::string info;  // D:20260701093000+07'00'
};

Moment moment_of(const std::string& created) {
  static const std::regex form(
      R"((\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d))");
  std::smatch part;
  if (!std::regex_match(created, part, form)) {
    throw Error{ErrorKind::document_failed, Reason::internal, "render",
                "the date of the access copy must be ISO 8601 with a zone: " + created};
  }
  Moment moment;
  moment.xmp = part.format("$1-$2-$3T$4:$5:$6$7");
  moment.info = part.format("D:$1$2$3$4$5$6");
  const std::string zone = part[7];
  moment.info += zone == "Z" ? "Z" : zone.substr(0, 3) + "'" + zone.substr(4) + "'";
  return moment;
}

std::string xmp_packet(const std::string& title, const std::string& producer,
                       const Moment& moment) {
  return "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
         "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
         "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
         "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
         " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
         " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n"
         "<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>U</pdfaid:conformance>\n"
         "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">" +
         escaped(title) + "</rdf:li></rdf:Alt></dc:title>\n<pdf:Producer>" + escaped(producer) +
         "</pdf:Producer>\n<xmp:CreateDate>" + moment.xmp + "</xmp:CreateDate>\n<xmp:ModifyDate>" +
         moment.xmp +
         "</xmp:ModifyDate>\n</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>\n";
}

// The first 16 bytes that a hexadecimal seed stands for; other seeds give their
// own first 16 bytes, filled up with zeros.
std::string file_id(const std::string& seed) {
  std::string id;
  bool hexadecimal = seed.size() >= 32;
  for (std::size_t i = 0; i < 32 && hexadecimal; ++i) {
    hexadecimal = std::isxdigit(static_cast<unsigned char>(seed[i])) != 0;
  }
  for (std::size_t i = 0; i < 32 && hexadecimal; i += 2) {
    id += static_cast<char>(std::stoi(seed.substr(i, 2), nullptr, 16));
  }
  if (!hexadecimal) id = seed.substr(0, 16);
  id.resize(16, '\0');
  return id;
}

QPDFObjectHandle output_intent(QPDF& pdf) {
  QPDFObjectHandle profile = flate_stream(pdf, srgb_profile());
  profile.getDict().replaceKey("/N", QPDFObjectHandle::newInteger(3));
  QPDFObjectHandle intent = QPDFObjectHandle::parse(
      "<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB)"
      " /RegistryName (http://www.color.org) /Info (sRGB IEC61966-2.1) >>");
  intent.replaceKey("/DestOutputProfile", profile);
  return pdf.makeIndirectObject(intent);
}

}  // namespace

void add_metadata(QPDF& pdf, const AccessDocument& document) {
  const std::string title = clean(document.title);
  const std::string producer = clean(document.producer);
  const Moment moment = moment_of(document.created);

  QPDFObjectHandle xmp = QPDFObjectHandle::newStream(&pdf, xmp_packet(title, producer, moment));
  xmp.getDict().replaceKey("/Type", QPDFObjectHandle::newName("/Metadata"));
  xmp.getDict().replaceKey("/Subtype", QPDFObjectHandle::newName("/XML"));

  QPDFObjectHandle root = pdf.getRoot();
  root.replaceKey("/Metadata", xmp);
  root.replaceKey("/Lang", QPDFObjectHandle::newString(clean(document.language)));
  root.replaceKey("/ViewerPreferences", QPDFObjectHandle::parse("<< /DisplayDocTitle true >>"));
  root.replaceKey("/OutputIntents", QPDFObjectHandle::newArray({output_intent(pdf)}));

  QPDFObjectHandle info = QPDFObjectHandle::newDictionary();
  info.replaceKey("/Title", QPDFObjectHandle::newUnicodeString(title));
  info.replaceKey("/Producer", QPDFObjectHandle::newUnicodeString(producer));
  info.replaceKey("/CreationDate", QPDFObjectHandle::newString(moment.info));
  info.replaceKey("/ModDate", QPDFObjectHandle::newString(moment.info));
  pdf.getTrailer().replaceKey("/Info", pdf.makeIndirectObject(info));

  QPDFObjectHandle id = QPDFObjectHandle::newString(file_id(document.id_seed));
  pdf.getTrailer().replaceKey("/ID", QPDFObjectHandle::newArray({id, id}));
}

}  // namespace sohoa
