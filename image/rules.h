// Ruled lines: those of tables, under words, around boxes. Internal to image/.
//
// Looked for on the level binary page as long runs of ink (morphological opening along
// the line, as in D. Bloomberg's Leptonica notes on line removal), pieces joined over
// the breaks that copying leaves.
#pragma once

#include <vector>

#include "document/geometry.h"
#include "image/page_image.h"
#include "image/raster.h"
#include "image/table_grid.h"

namespace sohoa {

// A thin straight or slightly bowed line. `along` is x for a level rule and y for an upright one.
struct Rule {
  bool level = true;
  int from = 0;                // along, pixels
  int to = 0;                  // along, one past the end
  int thickness = 1;           // pixels
  std::vector<PointF> middle;  // x: along, y: across; ascending along, at least one point
};

// Where the middle of the rule lies across its direction.
[[nodiscard]] double middle_at(const Rule& rule, double along);

// Rules of 1 cm and more, and shorter ones that run from one such rule to another.
[[nodiscard]] std::vector<Rule> find_rules(const PageImage& binary, double dpi);

// Takes the rules out of both images, `grey` with the light beside them. Strokes that
// cross a rule stay whole, strokes that end at it end at its edge, and dots that
// a rule has cut keep their part of it.
void remove_rules(PageImage& binary, Raster& grey, const std::vector<Rule>& rules, double dpi);

// The tables that the rules make: at least two cells that touch. A side that is
// not ruled ends where its level or upright rules end.
[[nodiscard]] std::vector<TableGrid> find_tables(const std::vector<Rule>& rules, double dpi,
                                                 int page_width, int page_height);

// The rules that are no side of a small frame, divided once at most: such a frame is a
// stamp's and is read with it.
[[nodiscard]] std::vector<Rule> without_stamp_frames(std::vector<Rule> rules, double dpi);

// All of the above in their order: rules go from `grey`, and where they make tables from
// both images. Single rules stay in `binary`: layout ends and begins blocks at them.
[[nodiscard]] std::vector<TableGrid> take_rules(PageImage& binary, Raster& grey, double dpi);

}  // namespace sohoa
