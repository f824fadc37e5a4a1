#include "ocr/evaluation_text.h"

#include <algorithm>

#include "document/vietnamese_text.h"

namespace sohoa {

namespace {

bool is_space(char32_t c) {
  return c <= U' ' || c == 0x7F || (c >= 0x80 && c <= 0xA0) || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000 || c == 0xFEFF;
}

// The plain form of the quotes and dashes that typists and printers choose freely.
char32_t unify(char32_t c) {
  switch (c) {
    case 0x2018:  // ‘
    case 0x2019:  // ’
    case 0x201A:  // ‚
    case 0x2032:  // ′
    case U'`':
    case 0x00B4:  // ´
      return U'\'';
    case 0x201C:  // “
    case 0x201D:  // ”
    case 0x201E:  // „
    case 0x2033:  // ″
    case 0x00AB:  // «
    case 0x00BB:  // »
      return U'"';
    case 0x00AD:  // soft hyphen
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:  // –
    case 0x2014:  // —
    case 0x2015:
    case 0x2212:  // −
      return U'-';
    default:
      return c;
  }
}

}  // namespace

std::u32string comparable(std::string_view utf8) {
  std::u32string result;
  for (const char32_t c : to_code_points(to_nfc(utf8))) {
    if (!is_space(c)) {
      result.push_back(unify(c));
    } else if (!result.empty() && result.back() != U' ') {
      result.push_back(U' ');
    }
  }
  if (!result.empty() && result.back() == U' ') result.pop_back();
  return result;
}

std::u32string WordNumbers::of(std::u32string_view text) {
  std::u32string numbers;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(U' '), text.size());
    const auto next = static_cast<char32_t>(numbers_.size() + 1);
    numbers.push_back(
        numbers_.try_emplace(std::u32string(text.substr(0, end)), next).first->second);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return numbers;
}

}  // namespace sohoa
