// "30m", "2h", "90s": a time as people type it.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace sohoa {

// A whole number of s, m or h, more than zero; nullopt: the text is not such a time.
[[nodiscard]] std::optional<std::chrono::seconds> parse_duration(std::string_view text);

}  // namespace sohoa
