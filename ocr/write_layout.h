// A page's text in the formats that other programs read.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "document/text_layout.h"

namespace sohoa {

// ALTO 4.x, one file a page (www.loc.gov/standards/alto), pixel units.
[[nodiscard]] std::string write_alto(const TextLayout& page, int page_number,
                                     std::string_view source_name);

// Several pages in one file; `page_numbers` as many as pages.
[[nodiscard]] std::string write_alto(std::span<const TextLayout> pages,
                                     std::span<const int> page_numbers,
                                     std::string_view source_name);

// hOCR 1.2, all pages in one XHTML file.
[[nodiscard]] std::string write_hocr(std::span<const TextLayout> pages,
                                     std::string_view source_name);

}  // namespace sohoa
