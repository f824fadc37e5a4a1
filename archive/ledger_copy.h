// The ledger brought into a copy, and its mending from one.
#pragma once

#include <string>
#include <vector>

#include "archive/ledger_check.h"

namespace sohoa {

// Makes the ledger of `copy` the lines of `home` up to `end`, each file read back
// from the device before it is named. Files that are so already are left alone.
// Throws Error{service_broken, archive_corrupt} when home does not hold that line.
void copy_ledger(const ArchiveLayout& home, const ArchiveLayout& copy, const LedgerHead& end);

struct LedgerMending {
  std::vector<std::string> mended;    // each names a line or file and what was done
  std::vector<std::string> unmended;  // and what cannot be proven
  bool changed = false;               // there is a new ledger in the folder
};

// Puts together what home's ledger was: the lines of `copy`, whose chain must
// hold, then those that home alone has as far as each is chained to the one
// before. A line of home alone with one flipped bit is found by its checksum in
// the line behind it. Nothing is guessed: the result must hold the line that
// ledger/head notes, and where that is damaged too, at least one line of home.
// Home is not touched: the new ledger (every year, and head) is written into
// `folder`. Throws Error{service_broken,
// archive_corrupt} when the copy's chain does not hold, or when both tell
// different histories.
[[nodiscard]] LedgerMending mend_ledger(const ArchiveLayout& home, const ArchiveLayout& copy,
                                        const fs::path& folder);

}  // namespace sohoa
