// A smaller picture of a page, for where its size is what makes it hard to read.
#pragma once

#include "image/page_image.h"

namespace sohoa {

// `image` itself where it has at most `max_pixels`, else brought down to that by
// averaging areas; its dpi goes down with it. 1 bit becomes 8. Thread-safe. Throws
// std::bad_alloc.
[[nodiscard]] PageImage reduced(const PageImage& image, long long max_pixels);

}  // namespace sohoa
