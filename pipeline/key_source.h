// The master key of encrypted fonds as the settings name it.
#pragma once

#include <string>

#include "archive/layout.h"
#include "archive/master_key.h"

namespace sohoa {

struct Settings;

// From then on this process gets the master key as the settings of this archive
// say at the moment when it is first needed: `key_file` (relative: from the
// archive's folder) or the output of `key_command`. Reads nothing now.
void use_key_of_settings(const ArchiveLayout& layout);
// The same for settings that were read already: sohoa.toml may change while they hold.
void use_key_of(const Settings& settings, const ArchiveLayout& layout);

// The key from a file, or from a command run by /bin/sh whose standard output is
// the line of a key file. Throws Error{service_broken, key_missing} when both
// are empty or neither gives a key.
[[nodiscard]] SecretKey key_from(const ArchiveLayout& layout, const std::string& key_file,
                                 const std::string& key_command);

}  // namespace sohoa
