// Two facing pages that were read apart, as the one sheet that was scanned.
#pragma once

#include "image/facing_pages.h"
#include "ocr/read_page.h"

namespace sohoa {

// Text in reading order (left page, right page; the other way round when both lie on
// their head), boxes on the sheet of `width` x `height` pixels. Times are added up.
[[nodiscard]] PageReading join_pages(PageReading left, PageReading right, const FacingPages& pages,
                                     int width, int height);

}  // namespace sohoa
