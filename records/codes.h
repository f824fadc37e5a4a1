// The codes in a notation, put right by the tables: "0Đ" -> "QĐ". Internal to records/.
#pragma once

#include <string>
#include <string_view>

namespace sohoa {

// A code and how sure the tables make it, 0..1.
struct Code {
  std::string text;
  double trust = 1;
};

// The code of a type as named on the title; empty when it has none.
[[nodiscard]] std::string_view code_of_type(std::string_view type, bool party);

// Is it a code of some type, but for lost marks?
[[nodiscard]] bool is_type_code(std::string_view read);

// `read` as the code of the title's type (empty: no title), else of any type, else as it is.
[[nodiscard]] Code type_code(const std::string& read, std::string_view type, bool party);

// `read` as initials of the issuing body (rows of its name, superior first),
// else as a code in organ_codes(), else as it is.
[[nodiscard]] Code organ_code(const std::string& read, std::string_view agency);

}  // namespace sohoa
