// Two marks over one letter, seen in the ink.
//
// Where a tone stands over a hat or breve (ố, ầ, ắ), recognisers lose one of the two more often
// than anything else, and are sure of it. On a clean page each mark is a piece of ink of its own:
// two of them, one over the other, over a letter, say what was printed, and the slant of the upper
// one says which tone it is.
#pragma once

#include <vector>

#include "document/geometry.h"
#include "document/text_layout.h"
#include "image/page_image.h"

namespace sohoa {

// Words read with hat or breve and no tone where a tone stands over it get it, with a confidence
// that leaves the context a say; the reading without it stays as an unlikely alternative. Acute and
// grave only. `pieces` are those of `binary`, a page image of 1 bit; all boxes are its pixels.
// Thread-safe for different blocks.
void take_stacked_marks(std::vector<Block>& blocks, const std::vector<PixelBox>& pieces,
                        const PageImage& binary);

}  // namespace sohoa
