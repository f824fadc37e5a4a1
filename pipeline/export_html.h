// The index of an export as one page that needs no network and no program.
#pragma once

#include <string>
#include <vector>

namespace sohoa {

// Text made safe between tags and in quoted attributes.
[[nodiscard]] std::string html_text(const std::string& text);

// The page up to its first row, with headings that sort and a field that filters.
// The column `wide` (from 0) gets the room that the others leave.
[[nodiscard]] std::string index_html_head(const std::vector<std::string>& headings,
                                          long long records, const std::string& made_at,
                                          std::size_t wide);
// `cells` as many as headings; the first links to `link`.
[[nodiscard]] std::string index_html_row(const std::string& link,
                                         const std::vector<std::string>& cells);
[[nodiscard]] std::string index_html_end();

}  // namespace sohoa
