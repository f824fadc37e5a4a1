// "V/v" (về việc), which opens the subject of a letter under its number.
//
// Decree 30/2020/NĐ-CP, appendix I, II.5b: the subject of a công văn stands under its number and
// notation. In small print recognisers take the slanted stroke for one of "v": VÀ, V4, Vív.
#pragma once

#include "document/text_layout.h"

namespace sohoa {

// Mends it at the head of the line that stands close under the line of the number. Thread-safe
// for different layouts.
void mend_matter_sign(TextLayout& layout);

}  // namespace sohoa
