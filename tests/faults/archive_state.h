// What an archive holds, as text that can be compared, and what is wrong with it.
#pragma once

#include <string>
#include <vector>

#include "archive/layout.h"

namespace sohoa::faults {

// Every file of the store and of the quarantine with its SHA-256, every
// catalogue row and every search hit. The ledger is left out: how often an act
// was begun may differ.
[[nodiscard]] std::string archive_state(const ArchiveLayout& layout);

// Bags that are not whole, a broken ledger, rows without a bag, search entries
// without a row. What a crash may leave for the next run to finish (a bag
// without its row, a temporary file) is not a problem.
[[nodiscard]] std::vector<std::string> archive_problems(const ArchiveLayout& layout);

}  // namespace sohoa::faults
