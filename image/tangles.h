// Seals and signatures that join printed lines to one another, taken out of the
// image for layout. Internal to image/.
#pragma once

#include <vector>

#include "document/geometry.h"
#include "image/page_image.h"
#include "image/raster.h"

namespace sohoa {

// `binary` has 1 bit, is upright and level, and was made from `grey` with
// `threshold`. Strokes that are joined and far larger than letters, thin and not
// rules go from `binary`, except within lines of print beside them, where they
// may be letters. A round seal that is paler than print goes from `grey` too.
// `depth` is that of the page as given: on colour pages (32) the seal is gone already.
// Pages without such strokes, tables, letters and pictures stay as they are. The boxes of the
// round seals found, in pixels of `binary`: print under them is hurt, whatever was removed.
std::vector<PixelBox> remove_tangles(PageImage& binary, Raster& grey, int threshold, double dpi,
                                     int depth);

}  // namespace sohoa
