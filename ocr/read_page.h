// One page from pixels to text: clean, recognise, and turn again when the
// reading shows that the page lies on its side or head.
#pragma once

#include "document/text_layout.h"
#include "image/clean.h"
#include "ocr/ocr_engine.h"

namespace sohoa {

struct PageReading {
  TextLayout layout;    // boxes refer to the given page
  TextLayout coloured;  // what stamps say, read apart: coloured ink, and words in a small
                        // black frame (these may stand in `layout` too); may be empty
  PageQuality quality;
  int quarter_turns = 0;         // clockwise, that make the page upright
  double clean_seconds = 0;      // CPU
  double layout_seconds = 0;     // CPU: finding blocks and lines
  double recognise_seconds = 0;  // CPU: all that came after it, stamps included
};

[[nodiscard]] PageReading read_page(const PageImage& page, OcrEngine& engine,
                                    const CleanOptions& options);

}  // namespace sohoa
