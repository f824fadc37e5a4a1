// Round seals in black and grey: where their rings are, and how to fade them
// where they are paler than print. Internal to image/.
#pragma once

#include <optional>

#include "image/raster.h"

namespace sohoa {

// A circle in pixels.
struct Ring {
  double x = 0;
  double y = 0;
  double radius = 0;
};

// The ring of a round seal among thin strokes: `strokes` is not 0 where ink is.
// Seals of Vietnamese offices are 30 to 42 mm wide (circular 07/2010/TT-BCA
// gives 36 mm for most); worn and unevenly pressed rings are found as well.
[[nodiscard]] std::optional<Ring> find_ring(const Raster& strokes, double dpi);

// Paints the seal with the light around it where its ink is clearly paler than
// print; print on and under the seal stays. False where both inks are alike.
// Print darker than `ink_threshold` is ink.
bool fade_seal(Raster& grey, const Ring& ring, int ink_threshold, double dpi);

// Paints the ring's own stroke, and those of the rings within it, with paper where
// no other stroke crosses it: for seals as dark as print.
void strip_ring(Raster& grey, const Ring& ring, int ink_threshold, double dpi);

}  // namespace sohoa
