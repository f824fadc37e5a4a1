// What was read where no text is: specks read as punctuation, scribbles, seals
// and half lines of marks read as rows of odd signs.
#pragma once

#include "document/text_layout.h"
#include "ocr/syllable_model.h"

namespace sohoa {

// Takes lines and words away that are no text, and specks off the front of
// words. A line goes when nothing in it is plausible (no syllable of the model,
// no number, read with some confidence); a word of punctuation goes when no one
// writes it so, or when it is a small blot read without confidence. Dashes,
// stars, dots and the like that a writer sets on their own stay. Thread-safe
// for different layouts.
void drop_noise(TextLayout& layout, const SyllableModel& model);

}  // namespace sohoa
