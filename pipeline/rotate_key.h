// Changing the master key of an archive's encrypted fonds.
#pragma once

#include <string>
#include <vector>

#include "pipeline/house.h"

namespace sohoa {

struct NewKey {
  std::string key_file;     // made when it is not there
  std::string key_command;  // or this
};

// Wraps the data keys of every encrypted fonds by the new master key, lets the
// settings name it, says so in the ledger and takes the key files of the old one
// away; each step durable before the next. No bag is read or written.
// Until the settings name the new key, both are good; after a crash anywhere
// the same call goes on. Returns the fonds. Throws Error{service_broken,
// key_missing} when the old key (of the settings) or the new one is not to be had.
[[nodiscard]] std::vector<std::string> rotate_key(const ArchiveLayout& layout,
                                                  const NewKey& new_key, const Clock& clock);

}  // namespace sohoa
