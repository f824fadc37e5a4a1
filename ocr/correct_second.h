// What a second recogniser read otherwise, where letters do not decide.
#pragma once

#include "document/text_layout.h"
#include "ocr/syllable_model.h"

namespace sohoa {

// Settles words on which two recognisers differ in punctuation, capitals, or in
// whether the word is one at all: the surer reading wins, numbers only where
// the first is none. Syllables that differ in letters or marks are left for the
// context (candidates_for). Thread-safe for different layouts.
void settle_second_readings(TextLayout& layout, const SyllableModel& model);

}  // namespace sohoa
