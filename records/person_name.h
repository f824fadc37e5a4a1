// Names of persons as a signature shows them. Internal to records/.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "records/rows.h"

namespace sohoa {

struct PersonName {
  std::string text;
  double trust = 1;  // less than 1 where the family name was put right
};

// The row when it is a name and nothing else.
[[nodiscard]] std::optional<PersonName> person_name_in(const Row& row);

// The last words of a name whose first a seal or a pen covers: "g Gia Khánh" -> "Gia Khánh".
[[nodiscard]] std::optional<std::string> rest_of_name(const Row& row);

// The one whole name in the document's text that ends with `rest`; none when two differ.
[[nodiscard]] std::optional<std::string> whole_name(const std::string& rest,
                                                    std::span<const TextLayout> pages);

}  // namespace sohoa
