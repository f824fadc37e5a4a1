// A TextLayout as JSON: the form of `sohoa ocr --format json`, of the text kept
// for `show`, and of what a page worker sends back.
//
//   {"width","height","dpi","source",
//    "blocks":[{"kind","box":[l,t,w,h],
//      "lines":[{"box","baseline":[x0,y0,x1,y1],
//        "words":[{"text","raw"?,"reason"?,"box","confidence","alternatives"?:[["text",0.31],…]}]}]}]}
#pragma once

#include <string>
#include <string_view>

#include "document/text_layout.h"

namespace sohoa {

[[nodiscard]] std::string layout_to_json(const TextLayout& layout);

// Throws Error{document_failed} when `json` is not such an object.
[[nodiscard]] TextLayout layout_from_json(std::string_view json);

}  // namespace sohoa
