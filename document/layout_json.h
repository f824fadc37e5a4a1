// A TextLayout as JSON: the form of `sohoa ocr --format json`, of the text kept
// for `show`, and of what a page worker sends back.
//
//   {"width","height","dpi","source",
//    "blocks":[{"kind","role"?,"box":[l,t,w,h],
//      "cells"?:[{"box","row","column","rows","columns"}],
//      "lines":[{"box","baseline":[x0,y0,x1,y1],"cell"?,
//        "words":[{"text","raw"?,"reason"?,"box","confidence","alternatives"?:[["text",0.31],…]}]}]}]}
//
// "role" is page_number, running_head or footnote and absent for the body; "cells"
// are those of a table, "cell" the place in that list. Versions before these keys
// leave them out, and readers that do not know them lose nothing of the text.
#pragma once

#include <string>
#include <string_view>

#include "document/text_layout.h"

namespace sohoa {

[[nodiscard]] std::string layout_to_json(const TextLayout& layout);

// Throws Error{document_failed} when `json` is not such an object.
[[nodiscard]] TextLayout layout_from_json(std::string_view json);

}  // namespace sohoa
