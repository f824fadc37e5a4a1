// The invisible text of one page as PDF content operators.
#pragma once

#include <set>
#include <string>

#include "document/text_layout.h"
#include "pdf/invisible_font.h"
#include "pdf/page_geometry.h"

namespace sohoa {

// The code points that the text of `layout` needs of its font (NFC, without
// controls and the code points that ISO 19005-2, 6.2.11.7.2 forbids).
[[nodiscard]] std::set<char32_t> code_points_of(const TextLayout& layout);

// Each line is a text object of its own, each word one operator on its place
// (access_line.h), scaled so that it is as long as its box; a space glyph after each word but the
// last. `frame` maps the layout's pixels, with y upwards from the bottom edge,
// to user space; `font_name` is the resource name with its slash. Empty when
// there is no text.
[[nodiscard]] std::string invisible_text(const TextLayout& layout, const PdfMatrix& frame,
                                         const InvisibleFont& font, const std::string& font_name);

}  // namespace sohoa
