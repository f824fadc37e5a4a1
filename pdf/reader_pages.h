// How each page is best brought to pixels: the decision between the kinds of
// pdf_reader.h, from what the page paints.
#pragma once

#include <cstddef>
#include <optional>

#include "pdf/reader_content.h"

namespace sohoa {

// The single image of a one_image page and where it stands on the page as displayed.
struct ImageFrame {
  ObjectId image;
  PdfMatrix matrix;  // unit square to default user space
  int quarter_turns = 0;
  bool flip = false;
  // Points from the top left corner of the displayed page.
  double left = 0;
  double top = 0;
  double width = 0;
  double height = 0;
};

struct PageReading {
  PdfPageInfo info;                 // kind is one_image or render; digital is decided by the text
  std::optional<ImageFrame> frame;  // of a one_image page
  PageContent content;
  double image_share = 0;        // of the page that images cover, 0..1
  bool signature_shown = false;  // a signature field has its place on the page
};

// The one place that decides whether a page is a scan of one image: what reads
// the page and what writes its access copy both ask here. Throws what qpdf throws.
[[nodiscard]] PageReading read_page(QPDF& pdf, ObjectId page, const PdfLimits& limits);

// Pixels of a page of this size in points, as pdftoppm counts them.
[[nodiscard]] int rendered_pixels(double points, Dpi dpi);

// The resolution at which the page stays within limits.max_image_pixels.
[[nodiscard]] Dpi affordable_dpi(double width_points, double height_points, Dpi wanted,
                                 const PdfLimits& limits);

}  // namespace sohoa
