#include "cli/duration.h"

#include <charconv>

namespace sohoa {

std::optional<std::chrono::seconds> parse_duration(std::string_view text) {
  int number = 0;
  const char* const end = text.data() + text.size();
  const auto [unit, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || number <= 0 || end - unit != 1) return std::nullopt;
  switch (*unit) {
    case 's':
      return std::chrono::seconds(number);
    case 'm':
      return std::chrono::minutes(number);
    case 'h':
      return std::chrono::hours(number);
    default:
      return std::nullopt;
  }
}

}  // namespace sohoa
