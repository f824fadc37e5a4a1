// A page's text as a person corrected it, put in the places of the words that were read.
#pragma once

#include <string>

#include "document/text_layout.h"

namespace sohoa {

// The layout with the words of `text` (UTF-8) in reading order. The words that
// were read and those that were typed are brought together by the cheapest
// alignment (Levenshtein over words, near spellings cheap); a word keeps the
// place of the one it stands for, a new one shares the place of its neighbour.
// Lines are those of the page, not of `text`. Every word counts as sure; a
// changed one keeps what was read in `raw` and the reason "review". A page
// without words gets one line over the whole page.
[[nodiscard]] TextLayout with_text(TextLayout layout, const std::string& text);

}  // namespace sohoa
