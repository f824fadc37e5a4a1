#include "image/seal_ring.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

namespace sohoa {
namespace {

constexpr double kMillimetresPerInch = 25.4;
constexpr double kLeastRadius = 13;   // millimetres
constexpr double kMostRadius = 23;    // millimetres
constexpr double kMargin = 2.5;       // millimetres: half the stroke, and a seal not quite round
constexpr std::size_t kAngles = 96;   // looked at on a circle
constexpr double kLeastShare = 0.75;  // of them must show ink

using Levels = std::array<int, 256>;

// The points of the circle in an order in which the first few lie all around it.
std::vector<std::array<double, 2>> directions() {
  constexpr std::size_t kStride = 35;  // shares no divisor with kAngles
  std::vector<std::array<double, 2>> out;
  out.reserve(kAngles);
  for (std::size_t i = 0; i < kAngles; ++i) {
    const double angle =
        2 * std::numbers::pi * static_cast<double>(i * kStride % kAngles) / kAngles;
    out.push_back({std::cos(angle), std::sin(angle)});
  }
  return out;
}

struct Found {
  int x = 0;
  int y = 0;
  std::size_t points = 0;  // of the circle that show ink; 0: too few everywhere
};

// The middle of the circle of this radius that meets the most ink.
Found best_middle(const Raster& strokes, double radius, int margin) {
  constexpr std::size_t kMostMissing = kAngles - static_cast<std::size_t>(kLeastShare * kAngles);
  std::vector<std::array<int, 2>> points;
  points.reserve(kAngles);
  for (const auto& [x, y] : directions()) {
    points.push_back(
        {static_cast<int>(std::lround(radius * x)), static_cast<int>(std::lround(radius * y))});
  }
  const auto shows_ink = [&](int x, int y) {
    const bool inside = x >= 0 && y >= 0 && x < strokes.width && y < strokes.height;
    return inside && strokes.row(y)[x] != 0;
  };
  Found best;
  for (int y = margin; y <= strokes.height - margin; ++y) {
    for (int x = margin; x <= strokes.width - margin; ++x) {
      std::size_t missing = 0;
      const std::size_t allowed = std::min(kMostMissing, kAngles - best.points);
      for (const auto& [across, down] : points) {
        if (!shows_ink(x + across, y + down) && ++missing >= allowed) break;
      }
      if (missing < allowed) best = {x, y, kAngles - missing};
    }
  }
  return best;
}

// One pixel a half millimetre, and every stroke a pixel wider on all sides, so
// that a ring that is not quite round still meets the circle.
Raster coarse(const Raster& strokes, int factor) {
  Raster out(strokes.width / factor + 1, strokes.height / factor + 1);
  for (int y = 0; y < strokes.height; ++y) {
    const unsigned char* from = strokes.row(y);
    unsigned char* to = out.row(y / factor);
    for (int x = 0; x < strokes.width; ++x) to[x / factor] |= from[x];
  }
  Raster wide = out;
  for (int y = 1; y + 1 < out.height; ++y) {
    for (int x = 1; x + 1 < out.width; ++x) {
      if (out.row(y)[x] == 0) continue;
      wide.row(y - 1)[x] = wide.row(y + 1)[x] = 1;
      wide.row(y)[x - 1] = wide.row(y)[x + 1] = 1;
    }
  }
  return wide;
}

int percentile(const Levels& levels, double share) {
  std::int64_t total = 0;
  for (const int count : levels) total += count;
  const double wanted = share * static_cast<double>(total);
  double seen = 0;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    seen += levels[i];
    if (seen > wanted) return static_cast<int>(i);
  }
  return kPaper;
}

// How dark the ring's stroke is: the middle of what its darkest points around it are.
int ring_level(const Raster& grey, const Ring& ring, double dpi) {
  const double reach = 1.2 * dpi / kMillimetresPerInch;
  Levels levels{};
  for (const auto& [x, y] : directions()) {
    int darkest = 255;
    for (double along = -reach; along <= reach; ++along) {
      const int column = static_cast<int>(std::lround(ring.x + (ring.radius + along) * x));
      const int row = static_cast<int>(std::lround(ring.y + (ring.radius + along) * y));
      if (column < 0 || row < 0 || column >= grey.width || row >= grey.height) continue;
      darkest = std::min<int>(darkest, grey.row(row)[column]);
    }
    ++levels[static_cast<std::size_t>(darkest)];
  }
  return percentile(levels, 0.5);
}

// How dark the middle of a stroke of print is on this page.
int print_level(const Raster& grey, int ink_threshold) {
  Levels levels{};
  for (int y = 0; y < grey.height; y += 3) {
    const unsigned char* row = grey.row(y);
    for (int x = 0; x < grey.width; ++x) {
      if (row[x] < ink_threshold) ++levels[row[x]];
    }
  }
  return percentile(levels, 0.25);
}

}  // namespace

std::optional<Ring> find_ring(const Raster& strokes, double dpi) {
  const int factor = std::max(1, static_cast<int>(std::lround(dpi / 50)));
  const Raster small = coarse(strokes, factor);
  const double millimetre = dpi / kMillimetresPerInch / factor;
  // Part of the ring may lie outside the strokes, where it was pressed too weakly.
  const int margin = static_cast<int>(kLeastRadius * millimetre * 0.8);
  constexpr std::size_t kAlike = 4;  // points that two rings of one seal may differ by
  Found best;
  double best_radius = 0;
  std::size_t most = 0;
  for (double radius = kLeastRadius * millimetre; radius <= kMostRadius * millimetre; ++radius) {
    const Found found = best_middle(small, radius, margin);
    most = std::max(most, found.points);
    // The outermost of the rings of one seal.
    if (found.points == 0 || found.points + kAlike < most) continue;
    best = found;
    best_radius = radius;
  }
  if (best.points == 0) return std::nullopt;
  return Ring{(best.x + 0.5) * factor, (best.y + 0.5) * factor, best_radius * factor};
}

bool fade_seal(Raster& grey, const Ring& ring, int ink_threshold, double dpi) {
  constexpr int kClearlyPaler = 40;
  const int seal = ring_level(grey, ring, dpi);
  const int print = print_level(grey, ink_threshold);
  if (seal - print < kClearlyPaler) return false;
  const int surely_print = print + (seal - print) * 2 / 3;
  const int edge = dpi > 250 ? 2 : 1;  // pixels from the dark of a stroke to its end

  const double reach = ring.radius + kMargin * dpi / kMillimetresPerInch;
  const int top = std::max(edge, static_cast<int>(ring.y - reach));
  const int bottom = std::min(grey.height - edge, static_cast<int>(ring.y + reach) + 1);
  Levels light{};
  const Raster before = grey;
  const auto is_near_print = [&](int x, int y) {
    for (int row = y - edge; row <= y + edge; ++row) {
      const unsigned char* from = before.row(row) + x;
      for (int column = -edge; column <= edge; ++column) {
        if (from[column] < surely_print) return true;
      }
    }
    return false;
  };
  const auto for_disk = [&](auto visit) {
    for (int y = top; y < bottom; ++y) {
      const double half = std::sqrt(std::max(0.0, reach * reach - (y - ring.y) * (y - ring.y)));
      const int left = std::max(edge, static_cast<int>(ring.x - half));
      const int right = std::min(grey.width - edge, static_cast<int>(ring.x + half));
      for (int x = left; x < right; ++x) visit(x, y);
    }
  };
  for_disk([&](int x, int y) { ++light[before.row(y)[x]]; });
  const auto paper = static_cast<unsigned char>(percentile(light, 0.8));
  for_disk([&](int x, int y) {
    if (before.row(y)[x] < paper && !is_near_print(x, y)) grey.row(y)[x] = paper;
  });
  return true;
}

}  // namespace sohoa
