// Where things stand on an access page: user space, y upwards, 1/72 inch.
#pragma once

#include <string>

#include "pdf/pdf_reader.h"

namespace sohoa {

// In user space; x0 <= x1 and y0 <= y1.
struct PdfRect {
  double x0 = 0;
  double y0 = 0;
  double x1 = 0;
  double y1 = 0;
  [[nodiscard]] double width() const { return x1 - x0; }
  [[nodiscard]] double height() const { return y1 - y0; }
};

// The map that takes a frame of `width` by `height` units, origin at its lower
// left corner, y upwards, as it is seen after a clockwise turn by `rotate`
// degrees, onto `rect` in unturned user space. `rotate` is a multiple of 90.
[[nodiscard]] PdfMatrix displayed_frame(const PdfRect& rect, int rotate, double width,
                                        double height);

// `first` is applied before `second`.
[[nodiscard]] PdfMatrix then(const PdfMatrix& first, const PdfMatrix& second);

// The smallest rectangle around the image of the unit square under `matrix`.
[[nodiscard]] PdfRect unit_square(const PdfMatrix& matrix);

[[nodiscard]] PdfRect intersect(const PdfRect& a, const PdfRect& b);

// Shortest decimal form with at most `digits` places, whatever the locale.
[[nodiscard]] std::string pdf_number(double value, int digits);

// "a b c d e f", with a space between the numbers.
[[nodiscard]] std::string pdf_numbers(const PdfMatrix& matrix);

}  // namespace sohoa
