// What an archive holds, as text that can be compared, and what is wrong with it.
#pragma once

#include <string>
#include <vector>

#include "archive/layout.h"

namespace sohoa::faults {

// Sealing is different each time, so that sealed files can only be told by name.
enum class Sealed { by_content, by_name };

// Every file of the store and of the quarantine with its SHA-256 (encrypted bags with
// that of their tar, key files by name), every catalogue row and every search hit. The ledger is
// left out: how often an act was begun may differ.
[[nodiscard]] std::string archive_state(const ArchiveLayout& layout,
                                        Sealed sealed = Sealed::by_content);

// Bags that are not whole, a broken ledger, rows without a bag, search entries
// without a row. What a crash may leave for the next run to finish (a bag
// without its row, a temporary file) is not a problem.
[[nodiscard]] std::vector<std::string> archive_problems(const ArchiveLayout& layout);

// Encrypted bags are opened with the key that the settings name.
[[nodiscard]] std::vector<std::string> damaged_bags(const ArchiveLayout& layout);

// Every file that a list "checksum  path" names is there and has that SHA-256.
[[nodiscard]] bool sums_hold(const fs::path& list);

// What `sohoa verify` calls damage. Notes its run in the ledger.
[[nodiscard]] std::vector<std::string> verify_findings(const ArchiveLayout& layout);

// Every file below `folder` with its SHA-256.
[[nodiscard]] std::string tree_state(const fs::path& folder);

// The files of the archive in whose bytes or names `text` occurs.
[[nodiscard]] std::vector<std::string> files_that_tell(const ArchiveLayout& layout,
                                                       const std::string& text);

}  // namespace sohoa::faults
