// The way on from a ledger whose last lines were cut off and that no copy has.
//
// Nothing is appended behind a cut, since the lost lines could then never be joined
// again. Where they are given up, a line of its own (kLossAccepted) takes the number
// behind theirs: its prev is the sum of the last lost line, as ledger/head noted it,
// its sha256 that of the last line which is left. If the lines turn up after all, the
// chain closes over them.
#pragma once

#include <optional>
#include <string>

#include "archive/ledger.h"

namespace sohoa {

struct LedgerCut {
  LedgerHead held;   // the last line that is there
  LedgerHead noted;  // the last one that was written
};

// nullopt: the ledger is whole. Throws Error{service_broken, archive_corrupt} when
// anything else is wrong with it: that is for sohoa repair.
[[nodiscard]] std::optional<LedgerCut> find_cut(const ArchiveLayout& layout);

// Writes the line; afterwards acts are appended as ever. Throws
// Error{service_broken, archive_corrupt} when the ledger is no longer cut so.
void accept_cut(const ArchiveLayout& layout, const LedgerCut& cut, const std::string& reason,
                const std::string& at, const std::string& who);

}  // namespace sohoa
