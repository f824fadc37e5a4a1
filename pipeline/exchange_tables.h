// Tables of the exchange with others that are data, not code: archive/packages/*.json,
// part of the program, each dated and with its source.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sohoa {

// A column of a table of descriptions, in index.csv and in a CSV that is brought.
struct DescriptionColumn {
  std::string key;         // of a Field; "path", "file", "pages", "id", "sha256" besides
  std::string vietnamese;  // heading
  std::string english;
  std::vector<std::string> also;  // other headings that mean the same
  bool is_date = false;
  bool is_told = false;  // only told: not taken over when it comes in
};
[[nodiscard]] const std::vector<DescriptionColumn>& description_columns();

// The column that a heading names, compared without marks, letter case and
// punctuation; null: none.
[[nodiscard]] const DescriptionColumn* column_of(std::string_view heading);

// The text of a built-in table ("tt05-2025"); empty: there is none of the name.
[[nodiscard]] std::string_view built_in_table(std::string_view name);
// Names of the built-in rules of packages, the newest first.
[[nodiscard]] std::vector<std::string> package_rule_names();

}  // namespace sohoa
