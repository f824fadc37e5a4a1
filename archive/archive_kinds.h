// What kind of archive file some first bytes are.
#pragma once

#include <cstddef>
#include <string_view>

namespace sohoa {

// As many first bytes as the question needs: one tar block.
inline constexpr std::size_t kSniffBytes = 512;

[[nodiscard]] bool is_zip(std::string_view first_bytes);
[[nodiscard]] bool is_tar(std::string_view first_bytes);

}  // namespace sohoa
