// Lines that were cut off the end of the ledger: what is known of them, and how they
// are given up where nobody has them any more.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "archive/ledger_cut.h"
#include "pipeline/copy.h"
#include "pipeline/house.h"

namespace sohoa {

struct LostLines {
  LedgerCut cut;
  std::string held_at;               // time of the last line that is there
  std::string held_act;              // and what it says
  std::vector<std::string> anchors;  // of the archive that name a lost line, and which
  std::vector<CopyState> copies;     // known ones that went beyond the last line that is there
};

// nullopt: no line is lost. Throws Error{service_broken, archive_corrupt} when the
// ledger is damaged in any other way.
[[nodiscard]] std::optional<LostLines> find_lost_lines(const ArchiveLayout& layout);

// Writes the line that names the gap, the reason and who gave the lines up. Throws
// Error{service_broken}: bad_settings without a reason, or while a copy that is
// connected holds lost lines: sohoa repair brings them back.
void accept_loss(const ArchiveLayout& layout, const LostLines& lost, const std::string& reason,
                 const Clock& clock);

}  // namespace sohoa
