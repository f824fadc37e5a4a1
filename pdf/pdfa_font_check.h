// Fonts as ISO 19005-2, 6.2.11 sees them, with the codes that the content shows.
#pragma once

#include <set>
#include <string>

class QPDFObjectHandle;

namespace sohoa {

class PdfaFindings;

// The codes in a string that is shown in `font`: two bytes each for a Type0
// font, else one.
[[nodiscard]] std::set<unsigned> codes_in(QPDFObjectHandle font, const std::string& shown);

// Embedding, ToUnicode of each code in `used`, and for TrueType CID fonts also
// widths against the font program and .notdef. `where` is named in the findings.
void check_font(QPDFObjectHandle font, const std::set<unsigned>& used, const std::string& where,
                PdfaFindings& findings);

}  // namespace sohoa
