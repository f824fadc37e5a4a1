// The order in which a person reads the blocks of an official letter.
#pragma once

#include <vector>

#include "document/text_layout.h"

namespace sohoa {

// Rearranges `blocks` (boxes in pixels of an upright, level page): lines that
// run across a wide gutter are split, and where pieces of text stand side by
// side the left one is read before the right one, as in the head of a letter
// (agency | motto) and at its end (recipients | signature).
// No word is lost, added or changed. Thread-safe.
void put_in_reading_order(std::vector<Block>& blocks);

}  // namespace sohoa
