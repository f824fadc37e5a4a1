// The numbers of rows and items, which count up from line to line.
//
// In a table's narrow first column a digit stands alone, without any context from which the
// recogniser could tell 1 from Ì or 5 from S. The digits above and below tell.
#pragma once

#include "document/text_layout.h"

namespace sohoa {

// In each block, of short first words that stand in one column: between n and n + 2, after n - 2
// and n - 1 at the end, and before 2 and 3 at the head, a letter alone, signs or a digit that was
// read with doubt become the number that counts up. Words and the marks of list items stay.
// Thread-safe for different layouts.
void mend_row_numbers(TextLayout& layout);

}  // namespace sohoa
