// Black scanner borders with their shadows, and punch holes. Internal to image/.
#pragma once

#include "image/raster.h"

namespace sohoa {

// Where `page`, reduced to about 100 dpi, is black from its edge inwards without
// being writing, with the shadow beside it, and where a binder's hole shows black in
// the outer 30 mm: non-zero pixels are to become paper. Empty when there is nothing.
[[nodiscard]] Raster find_dark_borders(const Raster& page, int threshold);

// Fills the pixels of `page` under `mask` (smaller by `factor`) with paper.
void fill_with_paper(Raster& page, const Raster& mask, int factor);

}  // namespace sohoa
