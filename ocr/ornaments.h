// The star and the dashes of a letter's head, which recognisers take for dirt.
#pragma once

#include <vector>

#include "document/text_layout.h"
#include "image/page_image.h"

namespace sohoa {

// Adds, as blocks of their own behind the lines that they stand under, rows of three dashes or more
// that stand alone and a star under the middle of a line of the head, where `blocks` have no words
// yet. Both are asked for by the Party's rules for letters (Instruction 36-HD/VPTW of 2018). Boxes
// of `blocks` are pixels of `binary`, a page image of 1 bit; only its upper half is searched.
// Thread-safe.
void add_ornaments(std::vector<Block>& blocks, const PageImage& binary);

}  // namespace sohoa
