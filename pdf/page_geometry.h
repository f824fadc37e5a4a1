// Where things stand on a page: default user space, y upwards, 1/72 inch.
#pragma once

#include <string>

#include "pdf/pdf_reader.h"

namespace sohoa {

// An axis-parallel box in points.
struct PointBox {
  double left = 0;
  double bottom = 0;
  double right = 0;
  double top = 0;

  [[nodiscard]] double width() const { return right - left; }
  [[nodiscard]] double height() const { return top - bottom; }
  // 0 where the sides have passed each other.
  [[nodiscard]] double area() const {
    return right > left && top > bottom ? (right - left) * (top - bottom) : 0;
  }
};

[[nodiscard]] PointBox intersect(const PointBox& a, const PointBox& b);

// First `inner`, then `outer`.
[[nodiscard]] PdfMatrix concatenate(const PdfMatrix& inner, const PdfMatrix& outer);

// The smallest box around the image of `box` under `matrix`.
[[nodiscard]] PointBox map_box(const PdfMatrix& matrix, const PointBox& box);

// Turned by a multiple of 90 degrees, mirrored or not; 0.2 % of shear is rounding.
[[nodiscard]] bool is_axis_parallel(const PdfMatrix& matrix);

// The map that takes a frame of `width` by `height` units, origin at its lower
// left corner, y upwards, as it is seen after a clockwise turn by `rotate`
// degrees, onto `box` in unturned user space. `rotate` is a multiple of 90.
[[nodiscard]] PdfMatrix displayed_frame(const PointBox& box, int rotate, double width,
                                        double height);

// Shortest decimal form with at most `digits` places, whatever the locale.
[[nodiscard]] std::string pdf_number(double value, int digits);

// "a b c d e f", with a space between the numbers.
[[nodiscard]] std::string pdf_numbers(const PdfMatrix& matrix);

}  // namespace sohoa
