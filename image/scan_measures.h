// What the letters of a page say about the scan. Internal to image/.
#pragma once

#include "image/letters.h"
#include "image/page_quality.h"
#include "image/raster.h"

namespace sohoa {

// The page as it was looked at: `small` is `factor` times smaller than `grey`.
struct ScanLook {
  const Raster* grey = nullptr;      // even light, as large as the given page, not yet level
  const Raster* coloured = nullptr;  // coloured ink of the same page; may be empty
  const Letters* letters = nullptr;  // found on the small page
  int small_width = 0;
  int small_height = 0;
  int factor = 1;
  int depth = 8;  // of the given page
};

// Fills letter_height, edge_width, contrast, cut_letters, stamped and likely_dpi;
// `quality.dpi` is what the file says.
void measure_scan(const ScanLook& look, PageQuality& quality);

// 0 sure that there is something on the page, 1 sure that there is not; 0.5 in doubt.
// `evidence` is 1 where what is there could as well be dirt.
[[nodiscard]] double blank_confidence(double evidence);

}  // namespace sohoa
