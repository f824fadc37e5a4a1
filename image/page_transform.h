// Moving the pixels of a page as PageTransform says. Internal to image/.
#pragma once

#include "image/clean.h"
#include "image/raster.h"

namespace sohoa {

// Turned clockwise about the centre, straightened and scaled, bilinear; what comes from
// outside the page is paper.
[[nodiscard]] Raster level(const Raster& page, Degrees turn, const PageBend& bend, double scale);

// 0..3 clockwise.
[[nodiscard]] Raster quarter_turned(const Raster& page, int quarter_turns);

}  // namespace sohoa
