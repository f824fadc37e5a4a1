// The second way to read a page, for one that ended a worker or took too long.
#pragma once

#include "ocr/read_page.h"

namespace sohoa {

// Reads `page` reduced to `max_pixels` and without any search for tables, the most costly part;
// what stamps say, and which way up the page is, is found as ever, because a secrecy stamp
// must not be missed here. Boxes and the quality's lengths refer to the given page.
// Throws as OcrEngine::recognise.
[[nodiscard]] PageReading read_gently(const PageImage& page, OcrEngine& engine,
                                      const CleanOptions& options, long long max_pixels);

}  // namespace sohoa
