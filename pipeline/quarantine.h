// Where files go that cannot be archived: with their reason, or sealed.
#pragma once

#include "pipeline/intake.h"
#include "pipeline/process_document.h"

namespace sohoa {

// Keeps a copy of a quarantined file in quarantine/failed/ with its reason beside
// it as JSON, notes both kinds in the catalogue and quarantined ones in the
// ledger. The file itself stays where it is. The same file again changes nothing.
void quarantine_failed(const DocumentInput& input, const DocumentOutcome& outcome, House& house);

// After these bytes were archived or sealed: what an earlier run had put aside of
// them (copy, reason, row) goes, because it now lies in a better place.
void release_from_quarantine(const DocumentInput& input, const std::string& sha256, House& house);

// True when these bytes were sealed by an earlier run.
[[nodiscard]] bool is_sealed(const Intake& intake, const House& house);

// Seals a suspected secret to the archive's public key. Only a count, a time and a
// keyed name that tells nothing are written outside the seal.
void seal_away(const Intake& intake, House& house);

// The ledger's line and the count of a file that lies sealed, where a crash had
// kept them from being written.
void note_sealed(const Intake& intake, House& house);

}  // namespace sohoa
