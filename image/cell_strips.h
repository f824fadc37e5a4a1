// The text of a table's cells set one under the other, as a recogniser reads it best.
#pragma once

#include <cstddef>
#include <vector>

#include "document/geometry.h"
#include "image/clean.h"

namespace sohoa {

// Where the ink of one cell lies.
struct StripCell {
  std::size_t table = 0;  // in CleanPage::tables
  std::size_t cell = 0;   // in its cells
  PixelBox page;          // on the cleaned page
  PixelBox strip;         // in the strip, of the same size
};

struct CellStrip {
  PageImage image;  // 8 bits, dark on light
  std::vector<StripCell> cells;
};

// Strips with every cell that holds ink, in the order of tables and cells; letters that
// reach over a rule go with the cell in which most of them lies. No strip is much
// higher than the page. Thread-safe.
[[nodiscard]] std::vector<CellStrip> cell_strips(const CleanPage& page);

// The page with its tables painted over with paper.
[[nodiscard]] CleanPage without_tables(const CleanPage& page);

}  // namespace sohoa
