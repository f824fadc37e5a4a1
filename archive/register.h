// The register: papers about records (files, holds, people, disposals), each
// written once, never changed, and named with its checksum in the ledger.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "archive/layout.h"
#include "archive/ledger.h"

namespace sohoa {

// Writes the paper durably, then the ledger's line; `entry.sha256` and
// `entry.files` are filled here. False: another paper stands there already and
// was left alone. The same bytes again complete a line that a crash kept out.
[[nodiscard]] bool write_paper(const ArchiveLayout& layout, const PaperPlace& place,
                               const std::string& text, LedgerEntry entry);

// nullopt: there is none. Throws Error{service_broken, archive_corrupt} beyond 256 MiB.
[[nodiscard]] std::optional<std::string> read_paper(const ArchiveLayout& layout,
                                                    const PaperPlace& place);

// What has a paper of this kind, in byte order: codes of files, numbers of holds…
[[nodiscard]] std::vector<std::string> paper_names(const ArchiveLayout& layout,
                                                   const std::string& fonds, PaperKind kind);
// The papers about one of them, without ".json", in byte order.
[[nodiscard]] std::vector<std::string> papers_of(const ArchiveLayout& layout,
                                                 const std::string& fonds, PaperKind kind,
                                                 const std::string& name);
// The highest n of papers "<letter><n>.json", 0: none.
[[nodiscard]] int newest_paper(const ArchiveLayout& layout, const std::string& fonds,
                               PaperKind kind, const std::string& name, char letter);
// Fonds that have papers, in byte order.
[[nodiscard]] std::vector<std::string> register_fonds(const ArchiveLayout& layout);

// What the ledger says of the register: SHA-256 by path from the archive's root.
using LedgerPapers = std::map<std::string, std::string>;
[[nodiscard]] LedgerPapers papers_in_ledger(const ArchiveLayout& layout);

struct RegisterState {
  std::vector<std::string> findings;  // each begins with the paper's path
  long long papers = 0;
  long long destroyed = 0;  // records
};
// Every paper is named in the ledger with these bytes, every named one is there,
// and nothing else lies in the register. Damage is never thrown.
[[nodiscard]] RegisterState check_register(const ArchiveLayout& layout);

// Writes the ledger's lines that a crash between paper and line kept out, except
// those of destroyed records, which the disposal itself completes.
void complete_register(const ArchiveLayout& layout, const std::string& at, const std::string& who);

}  // namespace sohoa
