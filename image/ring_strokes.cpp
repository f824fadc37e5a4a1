#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "image/seal_ring.h"

#include "document/median.h"

namespace sohoa {
namespace {

constexpr double kMillimetresPerInch = 25.4;
constexpr double kReach = 3;          // millimetres inwards and outwards of the ring found
constexpr double kMostStroke = 1.4;   // millimetres: the thick ring of a seal with its blur
constexpr double kLeastRings = 0.45;  // of all directions must show a stroke at one distance
constexpr double kStep = 0.5;         // pixels along a ray

// A stroke that a ray from the middle of the seal crosses; distances in pixels.
struct Crossing {
  double from = 0;
  double to = 0;
  [[nodiscard]] double middle() const { return (from + to) / 2; }
  [[nodiscard]] double length() const { return to - from; }
};
using Ray = std::vector<Crossing>;

// Rays that lie so close at the ring that they touch every pixel of it.
class Rays {
 public:
  Rays(const Raster& grey, const Ring& ring, int threshold, double dpi)
      : ring_(ring), millimetre_(dpi / kMillimetresPerInch) {
    const auto count = static_cast<std::size_t>(1.6 * 2 * std::numbers::pi * ring.radius);
    rays_.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      const double angle =
          2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(count);
      directions_.push_back({std::cos(angle), std::sin(angle)});
      rays_.push_back(crossings(grey, i, threshold));
    }
  }

  [[nodiscard]] std::size_t size() const { return rays_.size(); }
  [[nodiscard]] const Ray& at(std::size_t index) const { return rays_[index]; }
  [[nodiscard]] double millimetre() const { return millimetre_; }
  [[nodiscard]] double radius() const { return ring_.radius; }
  [[nodiscard]] const std::array<double, 2>& direction(std::size_t i) const {
    return directions_[i];
  }

  void paint(Raster& grey, std::size_t index, const Crossing& crossing) const {
    for (double r = crossing.from - 1; r <= crossing.to + 1; r += kStep) {
      const int x = column(index, r);
      const int y = row(index, r);
      if (inside(grey, x, y)) grey.row(y)[x] = kPaper;
    }
  }

 private:
  [[nodiscard]] int column(std::size_t index, double r) const {
    return static_cast<int>(ring_.x + r * directions_[index][0] + 0.5);
  }
  [[nodiscard]] int row(std::size_t index, double r) const {
    return static_cast<int>(ring_.y + r * directions_[index][1] + 0.5);
  }
  static bool inside(const Raster& grey, int x, int y) {
    return x >= 0 && y >= 0 && x < grey.width && y < grey.height;
  }

  // Strokes with paper at both ends that are not wider than a ring's.
  [[nodiscard]] Ray crossings(const Raster& grey, std::size_t index, int threshold) const {
    Ray out;
    const double reach = kReach * millimetre_;
    double start = -1;
    bool from_paper = false;
    for (double r = ring_.radius - reach; r <= ring_.radius + reach; r += kStep) {
      const int x = column(index, r);
      const int y = row(index, r);
      const bool ink = inside(grey, x, y) && grey.row(y)[x] < threshold;
      if (ink && start < 0) start = r;
      if (ink) continue;
      if (start >= 0 && from_paper && r - start <= kMostStroke * millimetre_) {
        out.push_back({start, r});
      }
      start = -1;
      from_paper = true;
    }
    return out;
  }

  Ring ring_;
  double millimetre_;
  std::vector<std::array<double, 2>> directions_;
  std::vector<Ray> rays_;
};

// How far from the middle the stroke of one ring runs in each direction: a circle
// whose middle may lie beside the middle of the rays.
struct Course {
  double radius = 0;
  double across = 0;
  double down = 0;
  [[nodiscard]] double at(const std::array<double, 2>& direction) const {
    return radius + across * direction[0] + down * direction[1];
  }
};

const Crossing* nearest(const Ray& ray, double distance, double within) {
  const Crossing* best = nullptr;
  for (const Crossing& crossing : ray) {
    const double off = std::abs(crossing.middle() - distance);
    if (off > within) continue;
    within = off;
    best = &crossing;
  }
  return best;
}

// Strokes near the course pull it to themselves; the directions are spread evenly
// enough for each of the three terms to be fitted alone.
std::size_t fit(Course& course, const Rays& rays, double within) {
  double sum = 0;
  double across = 0;
  double down = 0;
  double across_weight = 0;
  double down_weight = 0;
  std::size_t found = 0;
  for (std::size_t i = 0; i < rays.size(); ++i) {
    const auto& direction = rays.direction(i);
    const Crossing* crossing = nearest(rays.at(i), course.at(direction), within);
    if (crossing == nullptr) continue;
    const double off = crossing->middle() - course.at(direction);
    sum += off;
    across += off * direction[0];
    down += off * direction[1];
    across_weight += direction[0] * direction[0];
    down_weight += direction[1] * direction[1];
    ++found;
  }
  if (found == 0) return 0;
  course.radius += sum / static_cast<double>(found);
  course.across += across / std::max(1.0, across_weight);
  course.down += down / std::max(1.0, down_weight);
  return found;
}

// The median width of the strokes along the course; longer ones are letters that
// stand on the ring.
double usual_width(const Course& course, const Rays& rays, double within) {
  std::vector<double> widths;
  for (std::size_t i = 0; i < rays.size(); ++i) {
    const Crossing* stroke = nearest(rays.at(i), course.at(rays.direction(i)), within);
    if (stroke != nullptr) widths.push_back(stroke->length());
  }
  return median(std::move(widths));
}

}  // namespace

void strip_ring(Raster& grey, const Ring& ring, int ink_threshold, double dpi) {
  const Rays rays(grey, ring, ink_threshold, dpi);
  const double millimetre = rays.millimetre();
  Course outer{ring.radius, 0, 0};
  for (const double within : {1.0, 0.7, 0.5}) fit(outer, rays, within * millimetre);
  const auto enough = static_cast<std::size_t>(kLeastRings * static_cast<double>(rays.size()));
  for (double off = -2.5; off <= 2.5; off += 0.25) {
    Course course = outer;
    course.radius += off * millimetre;
    if (fit(course, rays, 0.3 * millimetre) < enough) continue;
    const double within = 0.35 * millimetre;
    const double width = usual_width(course, rays, within);
    for (std::size_t i = 0; i < rays.size(); ++i) {
      const Crossing* stroke = nearest(rays.at(i), course.at(rays.direction(i)), within);
      if (stroke != nullptr && stroke->length() <= 1.25 * width + 1) rays.paint(grey, i, *stroke);
    }
  }
}

}  // namespace sohoa
