// Letters and brackets read for digits, and the numbers of items.
#pragma once

#include <string>
#include <string_view>

#include "document/text_layout.h"

namespace sohoa {

// "0]", "]945", "2O21," with digits in the place of look-alikes; empty when the
// word is no such number or has nothing to mend. Thread-safe.
[[nodiscard]] std::string mended_number(std::string_view word);

// Mends numbers, and at the beginning of lines "]." (1.), "ì)" after "h)" (i)).
void mend_numbers(TextLayout& layout);

// Puts `text` in the word's place, its reading into `raw` and the alternatives.
void replace_reading(Word& word, std::string text, double confidence, std::string_view reason);

}  // namespace sohoa
