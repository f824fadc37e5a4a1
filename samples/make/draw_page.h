// Set pages to pixels, or to a PDF that was never on paper.
#pragma once

#include <string>
#include <vector>

#include "samples/make/page_setting.h"
#include "samples/make/raster.h"

struct _cairo;

namespace sohoa::samples {

// Black type on white, and what was put on it later in ink, as on a page
// before time and scanner touched it.
class Canvas {
 public:
  Canvas(double dpi, Raster* target);
  ~Canvas();
  Canvas(const Canvas&) = delete;
  Canvas& operator=(const Canvas&) = delete;

  // One unit is a point, the origin the top left corner. Owned by this object.
  [[nodiscard]] _cairo* cairo() const { return cairo_; }
  // Copies the pixels to the target.
  void finish();

 private:
  Raster* target_;
  _cairo* cairo_;
};

// Type and rules only. `random` is used by a typewriter's uneven strokes.
void draw_type(_cairo* cairo, const SetPage& page, Random& random);

// A born-digital PDF of the pages, with fonts embedded and fixed dates.
// `extra` (may be empty) is a block of small lines at the top right of page 1;
// where `scan_jpeg` is given it is painted over page 1 first and the type left out.
struct PdfDrawing {
  std::string title;
  std::vector<std::string> signature_block;
  std::string scan_jpeg;
};
[[nodiscard]] std::string draw_pdf(const std::vector<SetPage>& pages, const PdfDrawing& drawing);

}  // namespace sohoa::samples
