// One place where names from outside become names inside.
#pragma once

#include <string>
#include <string_view>

namespace sohoa {

// The last component in NFC, control characters and path separators replaced,
// at most 200 bytes (the extension kept), never empty, "." or "..".
[[nodiscard]] std::string safe_file_name(std::string_view name);

// Relative, without "..", empty parts, parts of more than 255 bytes, drive
// letters, NUL or backslashes.
[[nodiscard]] bool is_safe_member_path(std::string_view path);

// Equal for two paths that are one file on a file system that makes no
// difference of case (NTFS, APFS) or of Unicode form (NFC and NFD).
[[nodiscard]] std::string collision_key(std::string_view path);

// A name that Windows takes for a device (CON, PRN, AUX, NUL, COM1…, LPT1…), also
// with an extension: never to be given to what goes out.
[[nodiscard]] bool is_windows_device(std::string_view name);

}  // namespace sohoa
