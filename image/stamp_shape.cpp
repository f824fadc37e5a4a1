#include "image/stamp_shape.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>

namespace sohoa {
namespace {

constexpr double kWidestTurn = 46;
constexpr double kCoarseStep = 1;
constexpr double kFineStep = 0.25;
constexpr double kProfileBin = 0.4;  // mm: about the thickness of a frame's line
// A level piece is left as it is unless another direction is this much sharper.
constexpr double kClearlySharper = 1.05;
constexpr double kLevelEnough = 0.4;  // degrees

// How sharply the ink, which lies within `reach` of the origin, falls into lines when
// turned: the sum of the squared steps of its profile, each point shared by two bins.
double sharpness(const InkPoints& ink, double reach, Degrees turn, std::vector<double>& profile) {
  const double s = std::sin(turn.value * std::numbers::pi / 180) / kProfileBin;
  const double c = std::cos(turn.value * std::numbers::pi / 180) / kProfileBin;
  const double middle = reach / kProfileBin + 1;
  profile.assign(static_cast<std::size_t>(2 * middle) + 2, 0);
  for (const PointF& p : ink) {
    const double y = p.x * s + p.y * c + middle;
    const auto bin = static_cast<std::size_t>(y);
    const double rest = y - static_cast<double>(bin);
    profile[bin] += 1 - rest;
    profile[bin + 1] += rest;
  }
  double sum = 0;
  for (std::size_t i = 1; i < profile.size(); ++i) {
    const double step = profile[i] - profile[i - 1];
    sum += step * step;
  }
  return sum;
}

// A part of the points, from their middle: directions show in fewer as well.
InkPoints thinned(const InkPoints& ink) {
  constexpr std::size_t kEnough = 2500;
  const Extent extent = extent_of(ink, {});
  const PointF middle{(extent.left + extent.right) / 2, (extent.top + extent.bottom) / 2};
  const std::size_t step = ink.size() / kEnough + 1;
  InkPoints result;
  for (std::size_t i = 0; i < ink.size(); i += step)
    result.push_back({ink[i].x - middle.x, ink[i].y - middle.y});
  return result;
}

}  // namespace

PointF turned_by(PointF point, Degrees turn) {
  const double s = std::sin(turn.value * std::numbers::pi / 180);
  const double c = std::cos(turn.value * std::numbers::pi / 180);
  return {point.x * c - point.y * s, point.x * s + point.y * c};
}

Extent extent_of(const InkPoints& ink, Degrees turn) {
  if (ink.empty()) return {};
  constexpr double kFar = std::numeric_limits<double>::max();
  Extent extent{kFar, kFar, -kFar, -kFar};
  for (const PointF& point : ink) {
    const PointF p = turned_by(point, turn);
    extent.left = std::min(extent.left, p.x);
    extent.right = std::max(extent.right, p.x);
    extent.top = std::min(extent.top, p.y);
    extent.bottom = std::max(extent.bottom, p.y);
  }
  return extent;
}

Degrees levelling_turn(const InkPoints& ink) {
  if (ink.empty()) return {};
  const InkPoints points = thinned(ink);
  double reach = 0;
  for (const PointF& p : points) reach = std::max(reach, std::hypot(p.x, p.y));
  std::vector<double> profile;
  const double as_it_stands = sharpness(points, reach, {}, profile);
  Degrees best;
  double best_sharpness = as_it_stands;
  const auto look = [&](double from, double to, double step) {
    for (double turn = from; turn <= to; turn += step) {
      const double found = sharpness(points, reach, {turn}, profile);
      if (found <= best_sharpness) continue;
      best_sharpness = found;
      best.value = turn;
    }
  };
  look(-kWidestTurn, kWidestTurn, kCoarseStep);
  look(best.value - kCoarseStep, best.value + kCoarseStep, kFineStep);
  const bool clear = best_sharpness > as_it_stands * kClearlySharper;
  return clear && std::abs(best.value) >= kLevelEnough ? best : Degrees{};
}

bool is_round(const InkPoints& ink) {
  constexpr std::size_t kSectors = 72;
  constexpr double kSameRadius = 0.06;  // of the radius
  constexpr double kMostOfRing = 0.75;
  const Extent extent = extent_of(ink, {});
  const PointF middle{(extent.left + extent.right) / 2, (extent.top + extent.bottom) / 2};
  std::array<double, kSectors> outermost{};
  for (const PointF& p : ink) {
    const double dx = p.x - middle.x;
    const double dy = p.y - middle.y;
    const double around = std::atan2(dy, dx) / (2 * std::numbers::pi) + 0.5;
    const auto sector = std::min(kSectors - 1, static_cast<std::size_t>(around * kSectors));
    outermost[sector] = std::max(outermost[sector], std::hypot(dx, dy));
  }
  std::array<double, kSectors> sorted = outermost;
  std::nth_element(sorted.begin(), sorted.begin() + kSectors / 2, sorted.end());
  const double radius = sorted[kSectors / 2];
  const auto on_ring = std::count_if(outermost.begin(), outermost.end(), [&](double r) {
    return std::abs(r - radius) <= kSameRadius * radius;
  });
  return radius > 0 && static_cast<double>(on_ring) >= kMostOfRing * kSectors;
}

}  // namespace sohoa
