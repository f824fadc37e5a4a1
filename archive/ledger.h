// The append-only, hash-chained history of every act on the archive:
// ledger/<year>.jsonl, one JSON object a line.
//
// Each line holds "seq", "at", "act", "record", "sha256", "detail", "who" and "prev":
// the SHA-256 of the line before it (without its newline; 64 zeros for the first of all).
#pragma once

#include <string>
#include <vector>

#include "archive/layout.h"

namespace sohoa {

struct LedgerEntry {
  std::string at;      // ISO 8601 UTC
  std::string act;     // "init", "ingest", "quarantine", "fixity"…
  std::string record;  // id, may be empty
  std::string sha256;  // of what was acted on, may be empty
  std::string detail;  // English; never text of a document
  std::string who;     // user name and program
};

// Appends durably (fsync) under a file lock; safe between processes and threads.
void append_to_ledger(const ArchiveLayout& layout, const LedgerEntry& entry);

// Findings over all years in order; empty when the chain holds. A last line
// cut short by a crash is named as such.
[[nodiscard]] std::vector<std::string> check_ledger(const ArchiveLayout& layout);

}  // namespace sohoa
