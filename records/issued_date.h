// "Quảng Trị, ngày 05 tháng 3 năm 2024": the place and the date of issue.
// Internal to records/.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document/field.h"
#include "records/rows.h"

namespace sohoa {

struct LetterHead;

// The first row that reads "ngày … tháng … năm …". The arrival stamp writes its
// date as "Ngày: 05/3/2024" and so is no such row.
[[nodiscard]] std::optional<std::size_t> find_date_row(const std::vector<Row>& rows);

// YYYY-MM-DD; YYYY-MM or YYYY when the rest, often written by hand, could not be read.
// Confidence is the recogniser's, lowered for characters that were put right
// and for a signing time on the page that contradicts the date.
// `page` is the one that the row stands on, `number` its number.
[[nodiscard]] std::optional<Field> issued_date(const Row& date_row, const TextLayout& page,
                                               int number);

// YYYY-MM-DD of the first date written as "20/4/1990", "20-4-1990" or "20.4.90".
[[nodiscard]] std::optional<std::string> date_in_figures(std::string_view text);

// The date of a row such as "Tân Giang, ngày 20/4/1990" on older papers.
[[nodiscard]] std::optional<Field> issued_in_figures(const Row& row, int page);

[[nodiscard]] std::optional<Field> place_of_issue(const Row& date_row);

}  // namespace sohoa
