#include "image/skew.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "document/median.h"
#include "image/lower_edges.h"

namespace sohoa {
namespace {

constexpr double kReach = 16.0;      // degrees: one more than promised, for a peak at the end
constexpr double kFine = 0.0625;     // degrees: 1 pixel across the reduced page
constexpr std::size_t kFewest = 60;  // edge points of about one short line

// The steeper the lines' lower edges in the profile, the larger.
double sharpness(const EdgePoints& points, double degrees, EdgeProfile& profile) {
  const float slope = static_cast<float>(std::tan(degrees * std::numbers::pi / 180));
  const float margin = std::abs(slope) * static_cast<float>(points.along_size) + 3;
  profile.clear(static_cast<float>(points.across_size) + 2 * margin);
  for (std::size_t i = 0; i < points.along.size(); ++i)
    profile.add(points.across[i] - slope * points.along[i] + margin);
  return profile.sharpness();
}

// The top of the parabola through three scores, in steps from the middle one.
double top_between(double before, double middle, double after) {
  const double bend = before - 2 * middle + after;
  return bend < 0 ? std::clamp(0.5 * (before - after) / bend, -0.5, 0.5) : 0;
}

struct Best {
  double degrees = 0;
  double score = 0;
  double contrast = 0;  // best score over the median of all angles
};

Best sweep(const EdgePoints& points) {
  EdgeProfile profile;
  std::vector<double> scores;
  Best best;
  for (double degrees = -kReach; degrees <= kReach; degrees += 0.5) {
    scores.push_back(sharpness(points, degrees, profile));
    if (scores.back() > best.score) best = {degrees, scores.back(), 0};
  }
  const double usual = median(std::move(scores));
  for (double step = 0.25; step >= kFine; step /= 2) {
    for (const double degrees : {best.degrees - step, best.degrees + step}) {
      const double score = sharpness(points, degrees, profile);
      if (score > best.score) best = {degrees, score, 0};
    }
  }
  best.contrast = usual > 0 ? best.score / usual : 0;
  const double before = sharpness(points, best.degrees - kFine, profile);
  const double after = sharpness(points, best.degrees + kFine, profile);
  best.degrees += kFine * top_between(before, best.score, after);
  return best;
}

}  // namespace

SkewFinding find_skew(const Raster& page, int threshold) {
  constexpr double kSure = 1.25;     // contrast of a page with a few lines
  constexpr double kVertical = 1.5;  // how much clearer vertical lines must be
  SkewFinding finding;
  const EdgePoints level = lower_edges(page, threshold, false);
  if (level.along.size() < kFewest) return finding;
  const Best across = sweep(level);
  const Best down = sweep(lower_edges(page, threshold, true));
  finding.lines_vertical = down.contrast > kSure && down.contrast > kVertical * across.contrast;
  const Best& best = finding.lines_vertical ? down : across;
  finding.sure = best.contrast > kSure;
  // A line running down the page leans the other way than one running across.
  if (finding.sure) finding.angle.value = finding.lines_vertical ? -best.degrees : best.degrees;
  return finding;
}

}  // namespace sohoa
