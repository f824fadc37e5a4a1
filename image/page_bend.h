// How the lines of print on a bent sheet run: a bound volume on the glass, a page held to a camera.
#pragma once

#include <array>
#include <cstddef>

#include "document/geometry.h"

namespace sohoa {

// How far below its place each point of a levelled page lies: a polynomial over the part of the
// page that holds print, outside of it as at the nearest point inside. Pixels of the page,
// points relative to its centre.
struct PageBend {
  static constexpr int kDegrees = 5;  // along the lines; a bound volume rises near its back only
  static constexpr std::size_t kTerms = 2 * kDegrees;

  [[nodiscard]] bool is_flat() const { return terms == std::array<double, kTerms>{}; }
  [[nodiscard]] double at(PointF point) const;

  PointF centre;          // of the part with print
  PointF reach = {1, 1};  // half of its size
  // Factors of the Legendre polynomials of degree 1, 2... in x, each once alone and once by y.
  std::array<double, kTerms> terms{};
};

// The bend of the same page at another size.
[[nodiscard]] PageBend scaled(const PageBend& bend, double factor);

// The values by which the terms are multiplied, at a point of the part with print, -1..1.
[[nodiscard]] std::array<double, PageBend::kTerms> bend_terms(double u, double v);

}  // namespace sohoa
