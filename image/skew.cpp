#include "image/skew.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace sohoa {
namespace {

constexpr double kReach = 16.0;      // degrees: one more than promised, for a peak at the end
constexpr double kFine = 0.0625;     // degrees: 1 pixel across the reduced page
constexpr std::size_t kFewest = 60;  // edge points of about one short line

struct Points {
  std::vector<float> along;  // the way a line of text runs
  std::vector<float> across;
  int across_size = 0;
  int along_size = 0;
};

// Where ink ends and paper begins below (or to the right, for text that runs up or
// down), to a fraction of a pixel: whole pixels would all agree at 0 degrees.
Points lower_edges(const Raster& page, int threshold, bool vertical) {
  Points points;
  points.along_size = vertical ? page.height : page.width;
  points.across_size = vertical ? page.width : page.height;
  for (int y = 0; y + 1 < page.height; ++y) {
    const unsigned char* here = page.row(y);
    const unsigned char* below = page.row(y + 1);
    for (int x = 0; x + 1 < page.width; ++x) {
      const int next = vertical ? here[x + 1] : below[x];
      if (here[x] >= threshold || next < threshold) continue;
      const float past =
          static_cast<float>(threshold - here[x]) / static_cast<float>(next - here[x]);
      points.along.push_back(static_cast<float>(vertical ? y : x));
      points.across.push_back(static_cast<float>(vertical ? x : y) + past);
    }
  }
  return points;
}

// Sum of squares of the profile: the steeper the lines' lower edges, the larger.
// Each point counts as a quadratic B-spline three pixels wide, so that it does not
// matter where between two bins it falls.
double sharpness(const Points& points, double degrees, std::vector<float>& profile) {
  const float slope = static_cast<float>(std::tan(degrees * std::numbers::pi / 180));
  const float margin = std::abs(slope) * static_cast<float>(points.along_size) + 3;
  profile.assign(static_cast<std::size_t>(static_cast<float>(points.across_size) + 2 * margin) + 3,
                 0.0F);
  for (std::size_t i = 0; i < points.along.size(); ++i) {
    const float place = points.across[i] - slope * points.along[i] + margin;
    const auto bin = static_cast<std::size_t>(place);
    const float rest = place - static_cast<float>(bin);
    const float lower = 0.5F * (1 - rest) * (1 - rest);
    const float upper = 0.5F * rest * rest;
    profile[bin - 1] += lower;
    profile[bin] += 1 - lower - upper;
    profile[bin + 1] += upper;
  }
  double sum = 0;
  for (const float count : profile) sum += static_cast<double>(count) * count;
  return sum;
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

Best sweep(const Points& points) {
  std::vector<float> profile;
  std::vector<double> scores;
  Best best;
  for (double degrees = -kReach; degrees <= kReach; degrees += 0.5) {
    scores.push_back(sharpness(points, degrees, profile));
    if (scores.back() > best.score) best = {degrees, scores.back(), 0};
  }
  const auto middle = scores.begin() + static_cast<std::ptrdiff_t>(scores.size() / 2);
  std::nth_element(scores.begin(), middle, scores.end());
  for (double step = 0.25; step >= kFine; step /= 2) {
    for (const double degrees : {best.degrees - step, best.degrees + step}) {
      const double score = sharpness(points, degrees, profile);
      if (score > best.score) best = {degrees, score, 0};
    }
  }
  best.contrast = *middle > 0 ? best.score / *middle : 0;
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
  const Points level = lower_edges(page, threshold, false);
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
