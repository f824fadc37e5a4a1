// The lower edges of ink: where lines of print stand, to a fraction of a pixel. Internal to image/.
#pragma once

#include <cstddef>
#include <vector>

#include "image/raster.h"

namespace sohoa {

struct EdgePoints {
  std::vector<float> along;  // the way a line of text runs, pixels
  std::vector<float> across;
  int along_size = 0;
  int across_size = 0;
};

// Where ink ends and paper begins below; to the right instead, for text that runs up or
// down (`vertical`). Pixels darker than `threshold` are ink.
[[nodiscard]] EdgePoints lower_edges(const Raster& page, int threshold, bool vertical);

// How many edges lie at each height. Each counts as a quadratic B-spline three pixels wide, so
// that it does not matter where between two bins it falls.
class EdgeProfile {
 public:
  // Heights from 1 to `size` - 2 can be added afterwards.
  void clear(float size) { bins_.assign(static_cast<std::size_t>(size) + 3, 0.0F); }

  void add(float height) {
    const auto bin = static_cast<std::size_t>(height);
    const float rest = height - static_cast<float>(bin);
    const float lower = 0.5F * (1 - rest) * (1 - rest);
    const float upper = 0.5F * rest * rest;
    bins_[bin - 1] += lower;
    bins_[bin] += 1 - lower - upper;
    bins_[bin + 1] += upper;
  }

  // Sum of squares: the straighter and leveller the lines, the larger.
  [[nodiscard]] double sharpness() const {
    double sum = 0;
    for (const float count : bins_) sum += static_cast<double>(count) * count;
    return sum;
  }

 private:
  std::vector<float> bins_;
};

}  // namespace sohoa
