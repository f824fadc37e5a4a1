// Ruled tables of a cleaned page: where their cells are.
#pragma once

#include <vector>

#include "document/geometry.h"

namespace sohoa {

// One cell of a table; rows and columns count from 0.
struct GridCell {
  PixelBox box;  // between the middles of its rules, pixels of the cleaned page
  int row = 0;
  int column = 0;
  int rows = 1;     // it reaches over so many
  int columns = 1;  // it reaches over so many
};

// The cells tile the table without overlap, sorted by row, then by column.
struct TableGrid {
  PixelBox box;  // pixels of the cleaned page
  int rows = 0;
  int columns = 0;
  std::vector<GridCell> cells;
};

// The same tables after the cleaned page, `width` x `height` pixels, was turned
// by `quarter_turns` (any integer) clockwise.
[[nodiscard]] std::vector<TableGrid> turned(const std::vector<TableGrid>& tables, int quarter_turns,
                                            int width, int height);

}  // namespace sohoa
