// The append-only, hash-chained history of every act on the archive:
// ledger/<year>.jsonl, one JSON object a line (ledger_line.h).
//
// Beside it lies ledger/head, which names the last line: lines cut off the end of
// a chain leave a good, shorter chain, and head is how that is seen.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "archive/layout.h"

namespace sohoa {

// A file of the archive that an act wrote: from then on it must be there with
// these bytes, and sohoa verify holds it to that.
struct LedgerFile {
  std::string path;  // relative to the archive's root
  std::string sha256;
  unsigned long long bytes = 0;
};

struct LedgerEntry {
  std::string at;                         // ISO 8601 UTC
  std::string act;                        // "init", "ingest", "quarantine", "fixity"…
  std::string record;                     // id, may be empty
  std::string sha256;                     // of what was acted on, may be empty
  std::string detail;                     // English; never text of a document
  std::string who;                        // user name and program
  std::vector<LedgerFile> files = {};     // that the act wrote, or wrote anew
  std::vector<std::string> removed = {};  // paths that it took away for good
};

// Appends durably (fsync) under a file lock; safe between processes and threads.
// The year of `at` names the file, but the chain never goes back to an older
// one. A last line cut short by a crash is taken away and an entry "ledger-mended"
// with its checksum put in its place. Throws Error{service_broken}: archive_corrupt
// when the end is not what was written last, since a line put behind a cut could
// never be joined to the lost ones again.
void append_to_ledger(const ArchiveLayout& layout, const LedgerEntry& entry);

// Takes away a last line that a crash cut short, as every append does before its
// own line; nothing otherwise. Throws as append_to_ledger.
void mend_torn_line(const ArchiveLayout& layout, const std::string& at, const std::string& who);

// What an entry says of a file as it lies there now. Throws as hash_file.
[[nodiscard]] LedgerFile ledger_file(const ArchiveLayout& layout, const fs::path& file);

// The last whole line: to be printed or kept elsewhere (anchor.h), since a chain
// proves everything but its own end.
struct LedgerHead {
  unsigned long long seq = 0;  // 0: no line yet
  Sha256 line;                 // 64 zeros: no line yet
  friend bool operator==(const LedgerHead&, const LedgerHead&) = default;
};
[[nodiscard]] LedgerHead ledger_head(const ArchiveLayout& layout);

}  // namespace sohoa
