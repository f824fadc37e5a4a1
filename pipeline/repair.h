// Damage mended from a second copy. Only bytes whose checksum the ledger names are
// put back; what they replace is kept in quarantine/replaced/; every act is a line
// of the ledger. Nothing is guessed.
#pragma once

#include <functional>
#include <string>

#include "pipeline/verify.h"

namespace sohoa {

struct RepairOptions {
  // A copy made by sohoa copy, or any other folder laid out as this archive.
  // Empty: only what needs none (leftovers, whole bags that no line names).
  fs::path from;
  bool dry_run = false;  // says what would be done, and does nothing
};

enum class RepairAct {
  ledger_mended,
  file_restored,
  bag_entered,  // a whole bag that a crash kept out of the ledger
  leftover_cleared,
  not_mended  // the copy does not have it right either, or nothing proves it
};

struct RepairStep {
  RepairAct act = RepairAct::not_mended;
  std::string path;
  std::string detail;  // English
};

struct RepairReport {
  long long restored = 0;
  long long mended_lines = 0;
  long long entered = 0;
  long long cleared = 0;
  long long not_mended = 0;
};

[[nodiscard]] std::string_view repair_act_name(RepairAct act);

// The ledger first, then the files that it names, each read in full here before
// anything is done about it. An empty folder in place of the archive is filled from the
// copy whole; sohoa reindex then makes catalogue and search index. The caller
// holds the archive's lock. May be called again after a crash at any point.
// Throws Error{service_broken}: bad_settings when `from` is not of this archive,
// archive_corrupt when the copy's own ledger does not hold or tells another
// history (then nothing was changed); {retry, interrupted} when stopped.
[[nodiscard]] RepairReport repair(const ArchiveLayout& layout, const RepairOptions& options,
                                  const std::function<void(const RepairStep&)>& step,
                                  const VerifyWatch& watch, const Clock& clock);

}  // namespace sohoa
