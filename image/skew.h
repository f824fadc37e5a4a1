// How far the lines of a page are from level. Internal to image/.
#pragma once

#include "document/geometry.h"
#include "image/raster.h"

namespace sohoa {

struct SkewFinding {
  Degrees angle;                // of the text: positive when it turns clockwise; 0 when not sure
  bool lines_vertical = false;  // text lines run up or down the page
  bool sure = false;
};

// `page` is reduced to about 100 dpi; pixels darker than `threshold` are ink.
// Within 15 degrees, to a tenth of a degree (a few hundredths on a full page). Method: W. Postl's
// projection profiles (Proc. 8th ICPR, 1986) over the lower edges of ink.
[[nodiscard]] SkewFinding find_skew(const Raster& page, int threshold);

}  // namespace sohoa
