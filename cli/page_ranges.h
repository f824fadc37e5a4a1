// "1-3,7": the page numbers a user asked for.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sohoa {

// Ascending, without repeats, clipped to 1..`page_count`; all pages for an empty
// text; "5-" means to the end. nullopt: the text is not such a list.
[[nodiscard]] std::optional<std::vector<int>> parse_page_ranges(std::string_view text,
                                                                int page_count);

}  // namespace sohoa
