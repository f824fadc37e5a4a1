#include "image/page_bend.h"

#include <algorithm>

namespace sohoa {

std::array<double, PageBend::kTerms> bend_terms(double u, double v) {
  std::array<double, PageBend::kTerms> terms{};
  double before = 1;
  double here = u;
  for (int degree = 1; degree <= PageBend::kDegrees; ++degree) {
    const auto at = static_cast<std::size_t>(2 * (degree - 1));
    terms[at] = here;
    terms[at + 1] = here * v;
    const double next = ((2 * degree + 1) * u * here - degree * before) / (degree + 1);
    before = here;
    here = next;
  }
  return terms;
}

PageBend scaled(const PageBend& bend, double factor) {
  PageBend other = bend;
  for (double* length : {&other.centre.x, &other.centre.y, &other.reach.x, &other.reach.y})
    *length *= factor;
  for (double& term : other.terms) term *= factor;
  return other;
}

double PageBend::at(PointF point) const {
  const double u = std::clamp((point.x - centre.x) / reach.x, -1.0, 1.0);
  const double v = std::clamp((point.y - centre.y) / reach.y, -1.0, 1.0);
  const std::array<double, kTerms> values = bend_terms(u, v);
  double sum = 0;
  for (std::size_t i = 0; i < kTerms; ++i) sum += terms[i] * values[i];
  return sum;
}

}  // namespace sohoa
