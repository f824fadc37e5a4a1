// Is the ledger as it was written? One pass, whatever its length.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "archive/ledger_line.h"

namespace sohoa {

// Lines that are lost and were accepted as lost (ledger_cut.h).
struct AcceptedGap {
  unsigned long long from = 0;
  unsigned long long to = 0;
  Sha256 last;        // sum of the last of them
  LedgerLine accept;  // the line that says so
};

struct LedgerState {
  // Each names the line or file and what is wrong with it; empty when the chain
  // holds from the first line to the one that ledger/head notes.
  std::vector<std::string> findings;
  // A last line that a crash cut short, named likewise; empty: none. It says
  // nothing of what is kept, and the next append takes it away.
  std::string torn;
  Sha256 first_line;  // tells one archive from another; 64 zeros: no line yet
  LedgerHead head;    // the last line that is there
  std::vector<AcceptedGap> gaps;
  // The line that ledger/head notes, where the lines up to it were cut off the end.
  std::optional<LedgerHead> cut;
  bool only_cut = false;  // and nothing else is wrong
};

// `take` gets every line that can be read as one, in order, also when its link
// does not hold. Findings end after a thousand. Damage is never thrown; throws
// Error{retry} when a file cannot be read.
[[nodiscard]] LedgerState inspect_ledger(
    const ArchiveLayout& layout,
    const std::function<void(const LedgerLine& line, const LedgerHead& head)>& take = nullptr);

// Findings over all years in order, a last line cut short by a crash among them;
// empty when the chain holds.
[[nodiscard]] std::vector<std::string> check_ledger(const ArchiveLayout& layout);

}  // namespace sohoa
