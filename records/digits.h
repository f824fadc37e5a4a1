// Numbers as a scan shows them: digits with look-alikes among them.
// Internal to records/.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sohoa {

struct ReadNumber {
  std::string digits;  // what was read, look-alikes put right
  bool clean = false;  // nothing but digits stood there
  bool whole = false;  // every letter there was a digit or a known look-alike
};

[[nodiscard]] ReadNumber read_number(std::string_view text);

// The number when it is whole and lies in [low, high].
[[nodiscard]] std::optional<int> number_between(const ReadNumber& number, int low, int high);

}  // namespace sohoa
