// Two readings of one line brought together, word by word.
#pragma once

#include "document/text_layout.h"

namespace sohoa {

// Notes on each word of `line` what a second recogniser read in its place: the
// same, or another text, which becomes the word's first alternative. Several
// words in the place of one are an alternative with spaces. The texts of
// `line` stay; words whose places do not match are left alone. Boxes of both
// are pixels of the same image.
void add_second_reading(Line& line, const Line& second);

}  // namespace sohoa
