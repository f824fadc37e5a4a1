// Which places of a page are worth a second reading.
#pragma once

#include <cstddef>
#include <vector>

#include "document/text_layout.h"
#include "ocr/syllable_model.h"

namespace sohoa {

// The words [first, last) of a line.
struct WeakPlace {
  std::size_t block = 0;
  std::size_t line = 0;
  std::size_t first = 0;
  std::size_t last = 0;
};

// The words that correction leaves in doubt, each with its neighbours, worst
// first; together at most `share` (0..1) of the width of all lines. Lines that
// are surely no text (drop_noise) and pages without doubt give none.
// Thread-safe; costs one correction of the page.
[[nodiscard]] std::vector<WeakPlace> weak_places(const std::vector<Block>& blocks, double share,
                                                 const SyllableModel& model);

}  // namespace sohoa
