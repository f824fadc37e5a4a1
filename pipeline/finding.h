// What verify and its relatives can find, with the sentences for people.
#pragma once

#include <string>
#include <string_view>

#include "document/reason.h"

namespace sohoa {

enum class FindingKind {
  ledger_damaged,
  ledger_gap,
  anchor_broken,
  file_missing,
  file_changed,
  file_unreadable,
  file_unlisted,
  leftover,
  strange_file,
  catalogue_missing,
  catalogue_damaged,
  record_not_catalogued,
  record_outdated,
  row_without_bag,
  search_missing,
  search_damaged,
  record_not_searchable,
  search_without_record,
  record_exposed,
  copy_mended,
  copy_unfinished,
  disposal_broken,
  disposal_unfinished
};

struct Finding {
  FindingKind kind = FindingKind::file_changed;
  std::string path;    // relative to the archive's root
  std::string detail;  // English: which member, line or byte
};

// Stable snake_case name, equal to the enumerator's.
[[nodiscard]] std::string_view finding_code(FindingKind kind);
// What it is, and what to do.
[[nodiscard]] std::string_view finding_sentence(FindingKind kind, Language language);
[[nodiscard]] std::string_view finding_remedy(FindingKind kind, Language language);
// False for what is only worth knowing: nothing is lost or wrong.
[[nodiscard]] bool is_damage(FindingKind kind);

}  // namespace sohoa
