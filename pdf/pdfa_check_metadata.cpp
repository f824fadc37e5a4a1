// XMP by its text: enough to see that it says what PDF/A-2u asks and agrees with Info.

#include <array>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <regex>
#include <string_view>
#include <utility>

#include "document/vietnamese_text.h"
#include "pdf/pdfa_findings.h"

namespace sohoa {
namespace {

// The five entities that XML itself defines.
std::string unescaped(const std::string& xml) {
  using Entity = std::pair<std::string_view, char>;
  constexpr std::array<Entity, 5> entities = {
      Entity{"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}, {"&amp;", '&'}};
  std::string text;
  for (std::size_t at = 0; at < xml.size();) {
    const Entity* known = nullptr;
    for (const Entity& entity : entities) {
      if (std::string_view(xml).substr(at).starts_with(entity.first)) known = &entity;
    }
    text += known == nullptr ? xml[at] : known->second;
    at += known == nullptr ? 1 : known->first.size();
  }
  return text;
}

// The value of a simple property, written as an element or as an attribute; of
// an alternative, its first item.
std::string property(const std::string& xmp, const std::string& name) {
  const std::size_t open = xmp.find("<" + name + ">");
  if (open != std::string::npos) {
    const std::size_t begin = open + name.size() + 2;
    const std::size_t close = xmp.find("</" + name + ">", begin);
    if (close == std::string::npos) return {};
    std::string value = xmp.substr(begin, close - begin);
    const std::size_t item = value.find("<rdf:li");
    if (item == std::string::npos) return unescaped(value);
    const std::size_t text = value.find('>', item);
    const std::size_t end = value.find("</rdf:li>", item);
    if (text == std::string::npos || end == std::string::npos || end < text) return {};
    return unescaped(value.substr(text + 1, end - text - 1));
  }
  const std::size_t attribute = xmp.find(" " + name + "=\"");
  if (attribute == std::string::npos) return {};
  const std::size_t begin = attribute + name.size() + 3;
  return unescaped(xmp.substr(begin, xmp.find('"', begin) - begin));
}

// Every tag is closed in the order of opening. No entities or declarations of a
// document type are expected in XMP.
bool is_balanced(const std::string& xml) {
  std::vector<std::string> open;
  for (std::size_t at = xml.find('<'); at != std::string::npos; at = xml.find('<', at)) {
    const std::size_t end = xml.find('>', at);
    if (end == std::string::npos) return false;
    const std::string tag = xml.substr(at + 1, end - at - 1);
    at = end;
    if (tag.empty() || tag[0] == '!') return false;
    if (tag[0] == '?' || tag.back() == '/') continue;
    const std::string name = tag.substr(0, tag.find_first_of(" \t\r\n"));
    if (tag[0] != '/') {
      open.push_back(name);
    } else {
      if (open.empty() || "/" + open.back() != name) return false;
      open.pop_back();
    }
  }
  return open.empty();
}

// D:YYYYMMDDHHmmSSOHH'mm' as XMP writes it; empty when it is no full date.
std::string xmp_date(const std::string& info_date) {
  static const std::regex form(
      R"(D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:(Z)(?:00'00'?)?|([+-]\d\d)'(\d\d)'?))");
  std::smatch part;
  if (!std::regex_match(info_date, part, form)) return {};
  const std::string zone = part[7].matched ? "Z" : part.format("$8:$9");
  return part.format("$1-$2-$3T$4:$5:$6") + zone;
}

void check_packet(const std::string& xmp, const std::string& where, PdfaFindings& findings) {
  if (to_utf8(to_code_points(xmp)) != xmp) {
    findings.add("6.6.2.1", where, "XMP is not valid UTF-8");
  }
  if (!is_balanced(xmp)) findings.add("6.6.2.1", where, "XMP is not well-formed XML");
  const std::size_t begin = xmp.find("<?xpacket begin=");
  const std::string head =
      begin == std::string::npos ? "" : xmp.substr(begin, xmp.find("?>", begin) - begin);
  if (head.empty()) {
    findings.add("6.6.2.1", where, "no xpacket header");
  } else if (head.find(" bytes=") != std::string::npos ||
             head.find(" encoding=") != std::string::npos) {
    findings.add("6.6.2.1", where, "the xpacket header names bytes or encoding");
  }
  if (property(xmp, "pdfaid:part") != "2") {
    findings.add("6.6.4", where, "pdfaid:part is not 2");
  }
  const std::string level = property(xmp, "pdfaid:conformance");
  if (level != "U" && level != "A") findings.add("6.6.4", where, "pdfaid:conformance is not U");
}

void check_info(QPDFObjectHandle info, const std::string& xmp, PdfaFindings& findings) {
  if (!info.isDictionary()) return;
  struct Pair {
    const char* key;
    const char* name;
    bool is_date;
  };
  for (const Pair& pair : {Pair{"/Title", "dc:title", false},
                           {"/Author", "dc:creator", false},
                           {"/Subject", "dc:description", false},
                           {"/Keywords", "pdf:Keywords", false},
                           {"/Creator", "xmp:CreatorTool", false},
                           {"/Producer", "pdf:Producer", false},
                           {"/CreationDate", "xmp:CreateDate", true},
                           {"/ModDate", "xmp:ModifyDate", true}}) {
    QPDFObjectHandle value = info.getKey(pair.key);
    if (value.isNull()) continue;
    std::string text = value.isString() ? value.getUTF8Value() : "";
    if (pair.is_date) text = xmp_date(text);
    if (!value.isString() || text != property(xmp, pair.name) || (pair.is_date && text.empty())) {
      findings.add("6.6.2.1", std::string("Info ") + pair.key,
                   std::string("does not agree with ") + pair.name);
    }
  }
}

}  // namespace

void check_metadata(QPDF& pdf, PdfaFindings& findings) {
  QPDFObjectHandle stream = pdf.getRoot().getKey("/Metadata");
  if (!stream.isStream() || !stream.isStreamOfType("/Metadata", "/XML")) {
    findings.add("6.6.2.1", "catalogue", "no /Metadata stream of type /Metadata /XML");
    return;
  }
  const std::string xmp = decoded(stream);
  check_packet(xmp, name_of(stream), findings);
  check_info(pdf.getTrailer().getKey("/Info"), xmp, findings);
}

}  // namespace sohoa
