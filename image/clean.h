// From a scan to what the recogniser reads best: an upright, level, evenly lit
// page without coloured ink; one image for layout, one for recognition.
#pragma once

#include <vector>

#include "document/geometry.h"
#include "image/page_bend.h"
#include "image/page_image.h"
#include "image/page_quality.h"
#include "image/table_grid.h"

namespace sohoa {

struct CleanOptions {
  bool deskew = true;           // also straightens lines of bent sheets
  bool remove_colour = true;    // separate red and blue ink from black text
  bool even_background = true;  // flatten shadows, yellow paper, show-through
  bool tables = true;           // keep the cells of ruled tables; without, their text is lines
};

// Maps points of the cleaned images back to the page as it was given.
struct PageTransform {
  int quarter_turns = 0;  // clockwise turns applied to the page, 0..3; clean() gives 1 where text
                          // lines run up or down the page, and cannot tell up from down
  Degrees skew;           // clockwise rotation then applied about the centre
  PageBend bend;          // of the levelled page, that was then straightened
  int bend_turns = 0;     // those of the quarter turns that came before the bend was measured
  double scale = 1;       // cleaned pixels a given pixel: 0.5, 1, 1.5 or 2
  int width = 0;          // of the given page, pixels
  int height = 0;
};

// The point on the given page that shows at `cleaned` on the cleaned page.
[[nodiscard]] PointF to_page(const PageTransform& transform, PointF cleaned);
// The upright box on the given page that covers the cleaned box.
[[nodiscard]] PixelBox to_page(const PageTransform& transform, PixelBox cleaned);

struct CleanPage {
  PageImage binary;    // 1 bit, same size as grey: for layout
  PageImage grey;      // 8 bit, dark on even light: for recognition
  PageImage coloured;  // 8 bit: only the strongly coloured ink, dark on white; empty if none
  // Ruled tables, from the top downwards. Their rules are gone from binary and grey, single ones
  // from grey.
  std::vector<TableGrid> tables;
  // Boxes of round seals in grey or black ink, which cannot be parted from the print under them as
  // coloured ones are; pixels of binary and grey.
  std::vector<PixelBox> seals;
  PageTransform transform;
  PageQuality quality;
};

// `page` has 1, 8 or 32 bits and 100 to 600 dpi. Thread-safe.
// Throws Error{document_failed, unreadable_image} on an empty image.
[[nodiscard]] CleanPage clean(const PageImage& page, const CleanOptions& options);

// The same page turned by further quarter turns clockwise (1..3).
[[nodiscard]] CleanPage turned(const CleanPage& page, int quarter_turns);

}  // namespace sohoa
