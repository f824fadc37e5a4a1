// Letters that several tests begin from, and short ways to ask what they say.
#pragma once

#include <string>

#include "document/field.h"
#include "letter_page.h"

namespace sohoa::testing {

[[nodiscard]] LetterPage state_head();  // issuing body and national header
[[nodiscard]] LetterPage party_head();
[[nodiscard]] LetterPage decision();  // a whole one, from head to signature

[[nodiscard]] Fields describe_page(const TextLayout& page);
[[nodiscard]] std::string value(const Fields& fields, const std::string& key);

}  // namespace sohoa::testing
