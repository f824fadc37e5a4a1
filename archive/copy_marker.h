// The file in a copy's folder that says of which archive it is a copy.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "archive/layout.h"

namespace sohoa {

struct CopyMarker {
  std::string copy;     // its own random name, 32 hex digits
  std::string archive;  // SHA-256 of the first line of the archive's ledger
  std::string made_at;  // ISO 8601 UTC
};

[[nodiscard]] fs::path copy_marker_file(const fs::path& folder);
[[nodiscard]] std::string spell_copy_marker(const CopyMarker& marker);
// nullopt: not a marker.
[[nodiscard]] std::optional<CopyMarker> parse_copy_marker(std::string_view text);

// nullopt: there is none. Throws Error{service_broken, archive_corrupt} at one
// that cannot be read.
[[nodiscard]] std::optional<CopyMarker> read_copy_marker(const fs::path& folder);
void write_copy_marker(const fs::path& folder, const CopyMarker& marker);

// A marker with a fresh random name.
[[nodiscard]] CopyMarker new_copy_marker(const std::string& archive, const std::string& at);

}  // namespace sohoa
