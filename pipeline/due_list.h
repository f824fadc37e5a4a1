// Which files fall due, and the tables of periods that an archive judges by.
#pragma once

#include <string>
#include <vector>

#include "index/catalogue.h"
#include "pipeline/files.h"
#include "pipeline/holds.h"

namespace sohoa {

struct DueFile {
  FileDescription file;
  std::string due_on;
  long long records = 0;
  std::vector<Hold> holds;  // that stand on it or on a record of it
};

struct DueList {
  std::vector<DueFile> due;  // due on or before the day, the earliest first
  // Why the others are not there.
  long long later = 0;
  long long permanent = 0;
  long long undetermined = 0;
  long long not_closed = 0;
};

// `by` is a day, YYYY-MM-DD. Files without records left (all destroyed) are left out.
[[nodiscard]] DueList due_files(const ArchiveLayout& layout, const std::string& fonds,
                                const Catalogue& catalogue, const std::string& by);

// The tables that the program brings along and those of the fonds itself; one of
// its own takes the place of a known one with the same id.
[[nodiscard]] std::vector<RetentionTable> retention_tables(const ArchiveLayout& layout,
                                                           const std::string& fonds);
// A table of the fonds, or a new version of it, from the lines that parse_table
// reads. Throws Error{document_failed}: bad_settings, unsafe_name.
void add_table(const Registrar& registrar, const RetentionTable& table);

// Period and ground as a table's entry gives them, "20" and "TT-05-2025 (…), 05: …".
// Throws Error{document_failed, bad_settings}: no such table or entry, or the entry
// leaves the period open.
struct JudgedPeriod {
  RetentionPeriod period;
  std::string ground;
};
[[nodiscard]] JudgedPeriod period_by_table(const std::vector<RetentionTable>& tables,
                                           const std::string& id, const std::string& entry);

}  // namespace sohoa
