// "Số: 2317/QĐ-UBND", "Số 128-QĐ/TU": number and code. Internal to records/.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "document/field.h"
#include "records/rows.h"

namespace sohoa {

// The first row that opens with "Số" and holds a code, else the first with either.
[[nodiscard]] std::optional<std::size_t> find_number_row(const std::vector<Row>& rows);

struct NotationContext {
  bool party = false;
  std::string_view type;    // as on the title, empty when there is none
  std::string_view agency;  // for the initials that its code may use
};

struct Notation {
  Field notation;               // "/QĐ-UBND" with low confidence when the number is unreadable
  std::optional<Field> number;  // digits alone
};

[[nodiscard]] std::optional<Notation> notation(const Row& number_row,
                                               const NotationContext& context);

}  // namespace sohoa
