// One place where names from outside become names inside.
#pragma once

#include <string>
#include <string_view>

namespace sohoa {

// The last component in NFC, control characters and path separators replaced,
// at most 200 bytes (the extension kept), never empty, "." or "..".
[[nodiscard]] std::string safe_file_name(std::string_view name);

// Relative, without "..", empty parts, drive letters, NUL or backslashes.
[[nodiscard]] bool is_safe_member_path(std::string_view path);

}  // namespace sohoa
