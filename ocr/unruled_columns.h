// Tables that have no rules: rows of short pieces, one below the other.
//
// Layout gives a column of such a table as a block of its own when the space beside it is wide, and
// the table would be read column by column: all names, then all offices.
#pragma once

#include <vector>

#include "document/text_layout.h"

namespace sohoa {

// Puts the lines of a block to the ends of the lines on its left, where both stand in rows as the
// cells of a table do: at least four rows, each line of the one block on the baseline of a line of
// the other, the right one flush on one side, and the lines on the left of different lengths or of
// two words at most. Columns of running text fill their width, heads and signatures are centred:
// they stay as they are. `blocks` in pixels of an upright, level page. No word is lost or changed.
// Thread-safe.
void join_unruled_columns(std::vector<Block>& blocks);

}  // namespace sohoa
