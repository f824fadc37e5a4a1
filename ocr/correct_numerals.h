// Roman numerals whose strokes ran together: H for II, HI for III, VH for VII.
#pragma once

#include "document/text_layout.h"

namespace sohoa {

// Mends the numerals of chapters, quarters, terms and of headings ("HI. NỘI
// DUNG"). How many strokes stand in an H is told by the width of the word
// against its height. Thread-safe for different layouts.
void mend_numerals(TextLayout& layout);

}  // namespace sohoa
