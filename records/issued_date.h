// "Quảng Trị, ngày 05 tháng 3 năm 2024": the place and the date of issue.
// Internal to records/.
#pragma once

#include <optional>
#include <string>
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
[[nodiscard]] std::optional<Field> issued_date(const Row& date_row, const TextLayout& page);

[[nodiscard]] std::optional<Field> place_of_issue(const Row& date_row);

}  // namespace sohoa
