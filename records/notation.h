// "Số: 2317/QĐ-UBND", "Số 128-QĐ/TU": number and code. Internal to records/.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "document/field.h"
#include "records/rows.h"

namespace sohoa {

// The first row that opens with "Số", or with a type and "số" ("Luật số:"), and
// holds a code; else the first that opens so.
[[nodiscard]] std::optional<std::size_t> find_number_row(const std::vector<Row>& rows);

struct NotationContext {
  bool party = false;
  std::string_view type;    // as on the title, empty when there is none
  std::string_view agency;  // rows of the issuing body, for the initials that its code may use
  bool state = false;       // the national header was read
};

struct Notation {
  Field notation;               // "/QĐ-UBND" with low confidence when the number is unreadable
  std::optional<Field> number;  // digits alone
};

// The type that stands before "số" in the number row of laws and ordinances.
[[nodiscard]] std::optional<Field> type_before_number(const Row& number_row);

// `page` holds the row; where its number cannot be read, coloured ink there may say it.
[[nodiscard]] std::optional<Notation> notation(const Row& number_row, const TextLayout& page,
                                               const NotationContext& context);

}  // namespace sohoa
