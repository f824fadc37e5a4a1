// Repairs what the recogniser got wrong and the context makes plain: lost and
// swapped marks (chê độ -> chế độ), 1 read as l or ], O for 0, words read as
// one, signs of documents, capitals of one shape, and specks read as text.
#pragma once

#include "document/text_layout.h"
#include "ocr/syllable_model.h"

namespace sohoa {

struct CorrectOptions {
  // A changed syllable must be at least this likely (0..1), seen from the
  // reading, its alternatives and its neighbours. Higher: fewer changes, and
  // fewer wrong ones.
  double least_certainty = 0.75;
};

// Changes words of `layout` in place; to be called once for a page. A changed
// word keeps the recogniser's reading in `raw` and among the alternatives, and
// says why in `reason`. Words are parted where two were read as one, and taken
// away where there is no text (correct_noise.h); nothing is joined, added or
// moved. Numbers keep their digits; codes, names and foreign words change only on
// strong evidence; the writer's own spelling (sỹ or sĩ, hoà or hòa) and capitals
// stay. The confidence of every syllable that could be judged, changed or not,
// becomes the likelihood of the reading that is left: the context finds wrong
// words of which the recogniser was sure. Throws nothing of its own.
// Thread-safe for different layouts; 5 ms a full page.
void correct(TextLayout& layout, const SyllableModel& model, const CorrectOptions& options = {});

}  // namespace sohoa
