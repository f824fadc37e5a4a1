#include "document/xml_text.h"

#include <algorithm>
#include <cmath>

#include "document/vietnamese_text.h"

namespace sohoa {

namespace {

bool allowed(char32_t c) {
  if (c < 0x20) return c == U'\t' || c == U'\n' || c == U'\r';
  return !(c >= 0xD800 && c <= 0xDFFF) && c != 0xFFFE && c != 0xFFFF && c <= 0x10FFFF;
}

}  // namespace

std::string xml_text(std::string_view utf8) {
  std::u32string result;
  for (const char32_t c : to_code_points(utf8)) {
    if (!allowed(c)) continue;
    switch (c) {
      case U'&':
        result += U"&amp;";
        break;
      case U'<':
        result += U"&lt;";
        break;
      case U'>':
        result += U"&gt;";
        break;
      case U'"':
        result += U"&quot;";
        break;
      case U'\'':
        result += U"&#39;";
        break;
      case U'\r':
        result += U"&#13;";
        break;
      default:
        result += c;
    }
  }
  return to_utf8(result);
}

std::string share_text(double share) {
  const long hundredths = std::lround(std::clamp(share, 0.0, 1.0) * 100);
  const std::string fraction = std::to_string(hundredths % 100);
  return std::to_string(hundredths / 100) + "." + (fraction.size() < 2 ? "0" : "") + fraction;
}

}  // namespace sohoa
