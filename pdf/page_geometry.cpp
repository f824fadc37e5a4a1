#include "pdf/page_geometry.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace sohoa {

PointBox intersect(const PointBox& a, const PointBox& b) {
  return {std::max(a.left, b.left), std::max(a.bottom, b.bottom), std::min(a.right, b.right),
          std::min(a.top, b.top)};
}

PdfMatrix concatenate(const PdfMatrix& m, const PdfMatrix& n) {
  return {m.a * n.a + m.b * n.c, m.a * n.b + m.b * n.d,       m.c * n.a + m.d * n.c,
          m.c * n.b + m.d * n.d, m.e * n.a + m.f * n.c + n.e, m.e * n.b + m.f * n.d + n.f};
}

PointBox map_box(const PdfMatrix& m, const PointBox& box) {
  const double x0 = std::min(m.a * box.left, m.a * box.right);
  const double x1 = std::max(m.a * box.left, m.a * box.right);
  const double x2 = std::min(m.c * box.bottom, m.c * box.top);
  const double x3 = std::max(m.c * box.bottom, m.c * box.top);
  const double y0 = std::min(m.b * box.left, m.b * box.right);
  const double y1 = std::max(m.b * box.left, m.b * box.right);
  const double y2 = std::min(m.d * box.bottom, m.d * box.top);
  const double y3 = std::max(m.d * box.bottom, m.d * box.top);
  return {x0 + x2 + m.e, y0 + y2 + m.f, x1 + x3 + m.e, y1 + y3 + m.f};
}

bool is_axis_parallel(const PdfMatrix& m) {
  const double slack = 0.002 * (std::abs(m.a) + std::abs(m.b) + std::abs(m.c) + std::abs(m.d));
  return (std::abs(m.b) <= slack && std::abs(m.c) <= slack) ||
         (std::abs(m.a) <= slack && std::abs(m.d) <= slack);
}

PdfMatrix displayed_frame(const PointBox& box, int rotate, double width, double height) {
  const int turns = ((rotate / 90) % 4 + 4) % 4;
  const bool sideways = turns % 2 == 1;
  const double across = (sideways ? box.height() : box.width()) / width;
  const double upward = (sideways ? box.width() : box.height()) / height;
  switch (turns) {
    case 1:
      return {0, across, -upward, 0, box.right, box.bottom};
    case 2:
      return {-across, 0, 0, -upward, box.right, box.top};
    case 3:
      return {0, -across, upward, 0, box.left, box.top};
    default:
      return {across, 0, 0, upward, box.left, box.bottom};
  }
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
