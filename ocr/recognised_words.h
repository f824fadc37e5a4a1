// What Tesseract found on a page, taken over into our own words in one pass.
#pragma once

#include "document/text_layout.h"

namespace tesseract {
class TessBaseAPI;
}

namespace sohoa {

// The blocks, lines and words of the page that `api` has just recognised, in
// Tesseract's order, boxes in pixels of the recognised image. Words without
// text are left out. `api` is not owned; not thread-safe.
[[nodiscard]] std::vector<Block> take_recognised_blocks(tesseract::TessBaseAPI& api,
                                                        bool alternatives);

}  // namespace sohoa
