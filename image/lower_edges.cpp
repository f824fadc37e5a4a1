#include "image/lower_edges.h"

namespace sohoa {

EdgePoints lower_edges(const Raster& page, int threshold, bool vertical) {
  EdgePoints points;
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

}  // namespace sohoa
