// The pieces of ink that look like letters: how tall, how many. Internal to image/.
#pragma once

#include <vector>

#include "document/geometry.h"
#include "image/raster.h"

namespace sohoa {

struct Letters {
  int count = 0;                // pieces of the size of letters, parts of words included
  double height = 0;            // median of their heights, pixels of the raster; 0: too few to tell
  int marks = 0;                // pieces of 1 mm or more, of any shape
  double ink = 0;               // share of black pixels, 0..1
  std::vector<PixelBox> boxes;  // of the pieces counted, pixels of the raster
};

// `page` at about `dpi`; pixels darker than `threshold` are ink.
[[nodiscard]] Letters measure_letters(const Raster& page, int threshold, double dpi);

}  // namespace sohoa
