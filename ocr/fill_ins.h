// Numbers and days that somebody wrote by coloured pen into the gaps of printed lines.
#pragma once

#include "document/text_layout.h"

namespace sohoa {

// Puts the numbers of `coloured` that stand in a gap of a line of `page` into that line: between
// two of its words, or behind its last ("Số", "ngày") no farther than a few letters. A number
// is up to five signs, at least half of them digits. What is only a seal or a
// signature lies in no gap. Boxes of both refer to the same page; `coloured` keeps its words,
// because secrecy is looked for in all of them. Thread-safe for different layouts.
void put_fill_ins_in_lines(TextLayout& page, const TextLayout& coloured);

}  // namespace sohoa
