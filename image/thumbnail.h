// A small picture of a page, for people who must find its paper.
#pragma once

#include <string>

#include "image/page_image.h"

namespace sohoa {

// The whole page as a JPEG (grey or colour, quality 60) of that width in pixels, or
// its own where it is narrower. Throws Error{document_failed, unreadable_image}.
[[nodiscard]] std::string thumbnail_jpeg(const PageImage& page, int width);

}  // namespace sohoa
