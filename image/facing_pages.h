// Two facing pages on one sheet: an open book, or two A4 pages scanned as A3.
#pragma once

#include <optional>

#include "document/geometry.h"
#include "image/page_image.h"

namespace sohoa {

struct FacingPages {
  PixelBox left;  // upright boxes on the sheet; they overlap where the fold leans
  PixelBox right;
  double fold_top = 0;     // x of the fold at the sheet's upper edge, pixels
  double fold_bottom = 0;  // and at its lower edge
};

// nullopt unless the sheet lies across (lines of text run along its longer side), a clear
// strip of paper, or of fold, runs through its middle from top to bottom, and there are
// columns of text lines on both sides of it that do not stand on common lines as the
// cells of a table do. Costs nothing for a sheet of another shape. Thread-safe.
[[nodiscard]] std::optional<FacingPages> find_facing_pages(const PageImage& sheet);

// Copies of the pixels in the two boxes, same depth and dpi; what lies beyond the fold
// is filled with the colour that the page has there.
struct CutPages {
  PageImage left;
  PageImage right;
};
[[nodiscard]] CutPages cut_pages(const PageImage& sheet, const FacingPages& pages);

}  // namespace sohoa
