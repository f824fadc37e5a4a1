// The append-only, hash-chained history of every act on the archive:
// ledger/<year>.jsonl, one JSON object a line.
//
// Each line holds "seq", "at", "act", "record", "sha256", "detail", "who" and "prev":
// the SHA-256 of the line before it (without its newline; 64 zeros for the first of all).
// "seq" counts from 1 and goes on from year to year, as the chain does.
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
// The year of `at` names the file, but the chain never goes back to an older
// one. A last line cut short by a crash is taken away and an entry "ledger-mended"
// with its checksum put in its place. Throws Error{service_broken}.
void append_to_ledger(const ArchiveLayout& layout, const LedgerEntry& entry);

// Findings over all years in order; empty when the chain holds. A last line
// cut short by a crash is named as such.
[[nodiscard]] std::vector<std::string> check_ledger(const ArchiveLayout& layout);

// The last whole line: to be printed or kept elsewhere, since a chain proves
// everything but its own end.
struct LedgerHead {
  unsigned long long seq = 0;  // 0: no line yet
  Sha256 line;                 // 64 zeros: no line yet
};
[[nodiscard]] LedgerHead ledger_head(const ArchiveLayout& layout);

}  // namespace sohoa
