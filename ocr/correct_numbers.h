// Letters and brackets read for digits, and the numbers of items.
#pragma once

#include <string>
#include <string_view>

#include "document/text_layout.h"
#include "ocr/syllable_model.h"

namespace sohoa {

// "0]", "]945", "2O21," with digits in the place of look-alikes; empty when the
// word is no such number or has nothing to mend. `in_brackets`: an opening
// bracket stands in an earlier word, so that ] may be what it seems. Thread-safe.
[[nodiscard]] std::string mended_number(std::string_view word, bool in_brackets = false);

// Mends numbers; a look-alike alone where the model expects a number (khoản ]);
// at the beginning of lines "]." (1.) and "ì)" after "h)" (i)).
void mend_numbers(TextLayout& layout, const SyllableModel& model);

// Puts `text` in the word's place, its reading into `raw` and the alternatives.
void replace_reading(Word& word, std::string text, double confidence, std::string_view reason);

}  // namespace sohoa
