// Truth and text beside each other, for people: `sohoa eval --show`.
#pragma once

#include <string>
#include <string_view>

namespace sohoa {

// Rows of at most 80 columns: the truth on the left, the text on the right, the
// same characters in the same places; '_' where one side has nothing. Below a
// row that is not all right stands under its right half ^ for a wrong, - for a
// lost and + for an added character, ~ where the truth was written by pen. Both sides as they are
// compared (evaluate.h). Thread-safe.
[[nodiscard]] std::string show_alignment(std::string_view truth, std::string_view text);

}  // namespace sohoa
