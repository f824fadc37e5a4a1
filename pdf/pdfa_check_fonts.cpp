#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <qpdf/QPDFObjectHandle.hh>
#include <string_view>
#include <vector>

#include "pdf/pdfa_findings.h"
#include "pdf/pdfa_font_check.h"

namespace sohoa {
namespace {

bool is_type0(QPDFObjectHandle font) {
  return font.getKey("/Subtype").isNameAndEquals("/Type0");
}

// What a ToUnicode CMap says: code -> the UTF-16 text as hexadecimal digits.
using ToUnicode = std::map<unsigned, std::string>;

std::vector<std::string> cmap_tokens(const std::string& text) {
  std::vector<std::string> tokens;
  constexpr std::string_view kBlank = " \t\r\n\f";
  for (std::size_t at = text.find_first_not_of(kBlank); at < text.size();
       at = text.find_first_not_of(kBlank, at)) {
    std::size_t end = at + 1;
    if (text[at] == '<' && text.compare(at, 2, "<<") != 0) {
      end = std::min(text.find('>', at), text.size() - 1) + 1;
    } else if (text[at] != '[' && text[at] != ']') {
      end = std::min(text.find_first_of(" \t\r\n\f[]<", at + 1), text.size());
    }
    std::string token = text.substr(at, end - at);
    std::erase_if(token, [](char c) { return c == '\n' || c == ' '; });
    tokens.push_back(std::move(token));
    at = end;
  }
  return tokens;
}

// "<0041>" -> "0041".
std::string hex_digits(const std::string& token) {
  return token.size() >= 2 && token.front() == '<' ? token.substr(1, token.size() - 2) : "";
}

unsigned hex_value(std::string_view digits) {
  unsigned value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  return value;
}

// The text `step` places further on in a range: its last UTF-16 unit counts up.
std::string plus(std::string hex, unsigned step) {
  if (hex.size() < 4) return hex;
  const std::size_t last = hex.size() - 4;
  const unsigned unit = hex_value(std::string_view(hex).substr(last)) + step;
  for (unsigned i = 0; i < 4; ++i) {
    hex[last + i] = "0123456789ABCDEF"[unit >> (12U - 4 * i) & 0xFU];
  }
  return hex;
}

ToUnicode read_to_unicode(const std::string& cmap) {
  ToUnicode map;
  const std::vector<std::string> tokens = cmap_tokens(cmap);
  enum class Section { none, chars, ranges } section = Section::none;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i] == "beginbfchar") section = Section::chars;
    if (tokens[i] == "beginbfrange") section = Section::ranges;
    if (tokens[i] == "endbfchar" || tokens[i] == "endbfrange") section = Section::none;
    if (tokens[i].front() != '<') continue;
    if (section == Section::chars && i + 1 < tokens.size()) {
      map[hex_value(hex_digits(tokens[i]))] = hex_digits(tokens[i + 1]);
      i += 1;
    } else if (section == Section::ranges && i + 2 < tokens.size()) {
      const unsigned first = hex_value(hex_digits(tokens[i]));
      const unsigned last = std::min(hex_value(hex_digits(tokens[i + 1])), first + 0xFFFFU);
      const bool listed = tokens[i + 2] == "[";
      i += listed ? 3 : 2;
      for (unsigned code = first; code <= last && i < tokens.size(); ++code) {
        if (listed && tokens[i] == "]") break;
        map[code] = listed ? hex_digits(tokens[i++]) : plus(hex_digits(tokens[i]), code - first);
      }
    }
  }
  return map;
}

bool is_forbidden_text(const std::string& hex) {
  if (hex.empty() || hex.size() % 4 != 0) return true;
  for (std::size_t i = 0; i < hex.size(); i += 4) {
    const unsigned unit = hex_value(std::string_view(hex).substr(i, 4));
    if (unit == 0 || unit == 0xFEFF || unit == 0xFFFE) return true;
  }
  return false;
}

void check_to_unicode(QPDFObjectHandle font, const std::set<unsigned>& used,
                      const std::string& where, PdfaFindings& findings) {
  QPDFObjectHandle stream = font.getKey("/ToUnicode");
  if (!stream.isStream()) {
    QPDFObjectHandle encoding = font.getKey("/Encoding");
    const bool standard = !is_type0(font) && (encoding.isNameAndEquals("/WinAnsiEncoding") ||
                                              encoding.isNameAndEquals("/MacRomanEncoding"));
    if (!standard) findings.add("6.2.11.7.2", where, "the font has no ToUnicode");
    return;
  }
  const ToUnicode map = read_to_unicode(decoded(stream));
  for (const unsigned code : used) {
    const auto found = map.find(code);
    if (found == map.end()) {
      findings.add("6.2.11.7.2", where, "the font's ToUnicode lacks code " + std::to_string(code));
    } else if (is_forbidden_text(found->second)) {
      findings.add("6.2.11.7.2", where,
                   "the font's ToUnicode maps code " + std::to_string(code) +
                       " to nothing or to U+0000, " + "U+FEFF or U+FFFE");
    }
  }
}

// The parts of a TrueType program that widths need.
class TrueTypeProgram {
 public:
  explicit TrueTypeProgram(std::string bytes) : bytes_(std::move(bytes)) {
    const std::size_t head = table("head");
    const std::size_t hhea = table("hhea");
    const std::size_t maxp = table("maxp");
    hmtx_ = table("hmtx");
    if (head == 0 || hhea == 0 || maxp == 0 || hmtx_ == 0) return;
    units_ = u16(head + 18);
    metrics_ = u16(hhea + 34);
    glyphs_ = u16(maxp + 4);
  }

  [[nodiscard]] bool is_readable() const { return units_ > 0 && metrics_ > 0; }
  [[nodiscard]] unsigned glyphs() const { return glyphs_; }
  // In 1/1000 em.
  [[nodiscard]] double advance(unsigned glyph) const {
    return u16(hmtx_ + 4 * std::size_t{std::min(glyph, metrics_ - 1)}) * 1000.0 / units_;
  }

 private:
  [[nodiscard]] unsigned u16(std::size_t at) const {
    if (at + 2 > bytes_.size()) return 0;
    return static_cast<unsigned char>(bytes_[at]) * 256U +
           static_cast<unsigned char>(bytes_[at + 1]);
  }
  [[nodiscard]] std::size_t table(std::string_view tag) const {
    const unsigned count = u16(4);
    for (std::size_t at = 12; at < 12 + 16 * std::size_t{count}; at += 16) {
      if (at + 16 > bytes_.size()) return 0;
      if (std::string_view(bytes_).substr(at, 4) == tag) {
        return std::size_t{u16(at + 8)} * 65536 + u16(at + 10);
      }
    }
    return 0;
  }

  std::string bytes_;
  std::size_t hmtx_ = 0;
  unsigned units_ = 0;
  unsigned metrics_ = 0;
  unsigned glyphs_ = 0;
};

// /W and /DW of a CID font.
std::map<unsigned, double> cid_widths(QPDFObjectHandle array) {
  std::map<unsigned, double> widths;
  const int count = array.isArray() ? array.getArrayNItems() : 0;
  for (int i = 0; i + 1 < count;) {
    QPDFObjectHandle first = array.getArrayItem(i);
    QPDFObjectHandle second = array.getArrayItem(i + 1);
    if (!first.isInteger()) break;
    const unsigned begin = first.getUIntValueAsUInt();
    if (second.isArray()) {
      unsigned cid = begin;
      for (QPDFObjectHandle width : second.getArrayAsVector()) {
        widths[cid++] = width.isNumber() ? width.getNumericValue() : -1;
      }
      i += 2;
    } else if (second.isInteger() && i + 2 < count) {
      const unsigned end = std::min(second.getUIntValueAsUInt(), 0xFFFFU);
      QPDFObjectHandle width = array.getArrayItem(i + 2);
      const double value = width.isNumber() ? width.getNumericValue() : -1;
      for (unsigned cid = begin; cid <= end; ++cid) widths[cid] = value;
      i += 3;
    } else {
      break;
    }
  }
  return widths;
}

// Codes are glyph ids when both the encoding and the map are Identity; other
// maps are read here, other encodings are not followed.
void check_glyphs(QPDFObjectHandle cid_font, const std::string& program_bytes,
                  const std::set<unsigned>& used, const std::string& where,
                  PdfaFindings& findings) {
  const TrueTypeProgram program(program_bytes);
  if (!program.is_readable()) {
    return findings.add("6.2.11.4.1", where, "the font program is no readable TrueType");
  }
  QPDFObjectHandle map = cid_font.getKey("/CIDToGIDMap");
  const std::string glyph_map = decoded(map);
  const std::map<unsigned, double> widths = cid_widths(cid_font.getKey("/W"));
  QPDFObjectHandle other = cid_font.getKey("/DW");
  const double other_width = other.isNumber() ? other.getNumericValue() : 1000;
  for (const unsigned cid : used) {
    unsigned glyph = cid;
    if (map.isStream()) {
      const std::size_t at = 2 * std::size_t{cid};
      glyph = at + 1 < glyph_map.size() ? static_cast<unsigned char>(glyph_map[at]) * 256U +
                                              static_cast<unsigned char>(glyph_map[at + 1])
                                        : 0;
    }
    const std::string code = "the font's code " + std::to_string(cid);
    if (glyph == 0 || glyph >= program.glyphs()) {
      findings.add("6.2.11.8", where, code + " shows .notdef");
      continue;
    }
    const auto found = widths.find(cid);
    const double width = found == widths.end() ? other_width : found->second;
    if (std::abs(width - program.advance(glyph)) > 1) {
      findings.add("6.2.11.5", where, code + " has another width in the font program");
    }
  }
}

void check_type0(QPDFObjectHandle font, const std::set<unsigned>& used, const std::string& where,
                 PdfaFindings& findings) {
  QPDFObjectHandle descendants = font.getKey("/DescendantFonts");
  QPDFObjectHandle cid_font = descendants.isArray() && descendants.getArrayNItems() == 1
                                  ? descendants.getArrayItem(0)
                                  : QPDFObjectHandle::newNull();
  QPDFObjectHandle encoding = font.getKey("/Encoding");
  if (!cid_font.isDictionary() || !(encoding.isName() || encoding.isStream())) {
    return findings.add("6.2.11.3.1", where, "Type0 font without descendant or encoding");
  }
  QPDFObjectHandle descriptor = cid_font.getKey("/FontDescriptor");
  QPDFObjectHandle truetype = descriptor.getKeyIfDict("/FontFile2");
  if (!truetype.isStream() && !descriptor.getKeyIfDict("/FontFile3").isStream()) {
    return findings.add("6.2.11.4.1", where, "the font is not embedded");
  }
  if (!cid_font.getKey("/Subtype").isNameAndEquals("/CIDFontType2")) return;
  QPDFObjectHandle map = cid_font.getKey("/CIDToGIDMap");
  if (!map.isNameAndEquals("/Identity") && !map.isStream()) {
    findings.add("6.2.11.3.2", where, "CIDToGIDMap is neither Identity nor a stream");
  }
  const bool identity =
      encoding.isNameAndEquals("/Identity-H") || encoding.isNameAndEquals("/Identity-V");
  if (truetype.isStream() && identity) {
    check_glyphs(cid_font, decoded(truetype), used, where, findings);
  }
}

void check_simple(QPDFObjectHandle font, const std::string& where, PdfaFindings& findings) {
  if (font.getKey("/Subtype").isNameAndEquals("/Type3")) return;
  QPDFObjectHandle descriptor = font.getKey("/FontDescriptor");
  bool embedded = false;
  for (const char* key : {"/FontFile", "/FontFile2", "/FontFile3"}) {
    embedded = embedded || descriptor.getKeyIfDict(key).isStream();
  }
  if (!embedded) findings.add("6.2.11.4.1", where, "the font is not embedded");
  for (const char* key : {"/FirstChar", "/LastChar", "/Widths"}) {
    if (!font.hasKey(key)) findings.add("6.2.11.2", where, std::string("the font lacks ") + key);
  }
}

}  // namespace

std::set<unsigned> codes_in(QPDFObjectHandle font, const std::string& shown) {
  std::set<unsigned> codes;
  const std::size_t step = is_type0(font) ? 2 : 1;
  for (std::size_t i = 0; i + step <= shown.size(); i += step) {
    unsigned code = 0;
    for (std::size_t j = 0; j < step; ++j) {
      code = code << 8U | static_cast<unsigned char>(shown[i + j]);
    }
    codes.insert(code);
  }
  return codes;
}

void check_font(QPDFObjectHandle font, const std::set<unsigned>& used, const std::string& where,
                PdfaFindings& findings) {
  if (is_type0(font)) {
    check_type0(font, used, where, findings);
  } else {
    check_simple(font, where, findings);
  }
  check_to_unicode(font, used, where, findings);
}

}  // namespace sohoa
