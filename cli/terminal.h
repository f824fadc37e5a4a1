// What can be shown where: is it a terminal, how wide, with which marks.
#pragma once

#include <string>
#include <string_view>

namespace sohoa {

[[nodiscard]] bool is_terminal(int descriptor);
[[nodiscard]] int terminal_width(int descriptor);  // columns; 80 when unknown

// Columns that the text takes on a terminal, and its longest beginning that fits
// (with "…" when cut). Every character counts one column; combining marks none.
[[nodiscard]] int display_width(std::string_view utf8);
[[nodiscard]] std::string fit_width(std::string_view utf8, int columns);
// Padded with spaces on the right to `columns`, or cut.
[[nodiscard]] std::string pad_width(std::string_view utf8, int columns);

// Control characters (escape sequences in a file name, say) shown as '?'.
[[nodiscard]] std::string printable(std::string_view utf8);

}  // namespace sohoa
