// Repairs what the recogniser got wrong and the context makes plain: lost and
// swapped marks (chê độ -> chế độ), 1 read as l or ], O for 0.
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

// Changes words of `layout` in place. A changed word keeps the recogniser's
// reading in `raw` and says why in `reason`; its confidence becomes the
// likelihood of the new reading, and the raw one stays among the alternatives.
// Words are never joined, split, added, removed or moved. Numbers keep their
// digits; codes, names and foreign words change only on strong evidence, and
// the writer's own spelling (sỹ or sĩ, hoà or hòa) and capitals stay. Correcting twice
// changes nothing more than once. Throws nothing of its own. Thread-safe for
// different layouts; 5 ms a full page.
void correct(TextLayout& layout, const SyllableModel& model, const CorrectOptions& options = {});

}  // namespace sohoa
