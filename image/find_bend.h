// Whether the lines of a page are curves, and which. Internal to image/.
#pragma once

#include "image/page_bend.h"
#include "image/raster.h"
#include "image/skew.h"

namespace sohoa {

// `page` as for find_skew(), whose answer is `skew`; the bend is that of the page turned as
// `skew` says, in pixels of `page`. Flat unless lines all over the page agree that the
// ends and middles of their lines differ by `least` pixels or more.
[[nodiscard]] PageBend find_bend(const Raster& page, int threshold, const SkewFinding& skew,
                                 double least);

// Whether lines run up or down the page that are too bent for find_skew() to see: piece by piece of
// the page they are clear.
[[nodiscard]] bool curves_run_down(const Raster& page, int threshold);

}  // namespace sohoa
