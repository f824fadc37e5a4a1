// Words that were read as one because the gap between them is narrow.
#pragma once

#include "document/text_layout.h"
#include "ocr/syllable_model.h"

namespace sohoa {

// Parts "VIPHẠM" into "VI PHẠM" and "g,h," into "g, h,": where the second
// recogniser saw two words, or where the whole is no Vietnamese syllable, both
// parts are, and the model expects the second after the first. Also "2..Đến".
// Both words keep the reading of the whole in `raw`; the box is parted in
// proportion to the letters. Thread-safe for different layouts.
void part_joined_words(TextLayout& layout, const SyllableModel& model);

}  // namespace sohoa
