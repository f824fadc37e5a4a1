#include "pdf/access_geometry.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace sohoa {

PdfMatrix displayed_frame(const PdfRect& rect, int rotate, double width, double height) {
  const int turns = ((rotate / 90) % 4 + 4) % 4;
  const bool sideways = turns % 2 == 1;
  const double across = (sideways ? rect.height() : rect.width()) / width;
  const double upward = (sideways ? rect.width() : rect.height()) / height;
  switch (turns) {
    case 1:
      return {0, across, -upward, 0, rect.x1, rect.y0};
    case 2:
      return {-across, 0, 0, -upward, rect.x1, rect.y1};
    case 3:
      return {0, -across, upward, 0, rect.x0, rect.y1};
    default:
      return {across, 0, 0, upward, rect.x0, rect.y0};
  }
}

PdfMatrix then(const PdfMatrix& first, const PdfMatrix& second) {
  return {first.a * second.a + first.b * second.c,
          first.a * second.b + first.b * second.d,
          first.c * second.a + first.d * second.c,
          first.c * second.b + first.d * second.d,
          first.e * second.a + first.f * second.c + second.e,
          first.e * second.b + first.f * second.d + second.f};
}

PdfRect unit_square(const PdfMatrix& m) {
  const auto [x0, x1] = std::minmax({m.e, m.e + m.a, m.e + m.c, m.e + m.a + m.c});
  const auto [y0, y1] = std::minmax({m.f, m.f + m.b, m.f + m.d, m.f + m.b + m.d});
  return {x0, y0, x1, y1};
}

PdfRect intersect(const PdfRect& a, const PdfRect& b) {
  PdfRect both{std::max(a.x0, b.x0), std::max(a.y0, b.y0), std::min(a.x1, b.x1),
               std::min(a.y1, b.y1)};
  both.x1 = std::max(both.x0, both.x1);
  both.y1 = std::max(both.y0, both.y1);
  return both;
}

std::string pdf_number(double value, int digits) {
  std::array<char, 400> buffer{};
  const auto [end, code] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                         std::chars_format::fixed, digits);
  if (code != std::errc{}) return "0";
  std::string text(buffer.data(), end);
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return text == "-0" ? "0" : text;
}

std::string pdf_numbers(const PdfMatrix& m) {
  std::string text;
  for (const double value : {m.a, m.b, m.c, m.d, m.e, m.f}) {
    if (!text.empty()) text += ' ';
    text += pdf_number(value, 6);
  }
  return text;
}

}  // namespace sohoa
