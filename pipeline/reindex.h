// The catalogue and the search index made again from the archive alone.
#pragma once

#include <atomic>
#include <functional>
#include <string>

#include "archive/layout.h"

namespace sohoa {

struct ReindexReport {
  long long records = 0;
  long long pages = 0;
  long long quarantined = 0;        // inputs kept in quarantine/failed
  long long suspected_secrets = 0;  // sealed files
  long long findings = 0;           // bags that could not be read as they should
  double seconds = 0;
};

// What whoever started it sees and may stop. Calls come one at a time.
struct ReindexWatch {
  // First the bags are listed (total 0: not known yet), then texts are indexed.
  std::function<void(long long done, long long total)> progress = [](long long, long long) {};
  // A bag, or a note in quarantine, that does not say what it should, and what was done about it.
  std::function<void(const fs::path& path, const std::string& text)> finding =
      [](const fs::path&, const std::string&) {};
  const std::atomic<bool>* stop = nullptr;
};

// Reads every record's newest version (an older one where the newest cannot be
// read) into databases built aside, and replaces the ones in use when both are
// whole; whoever searches meanwhile finds what was there before. Records are
// indexed in the order in which they came in; of an encrypted fonds only what may
// stand in the databases (disclosure.h). What the archive does not hold is
// lost: inputs that were rejected and not kept, and when bags were checked last.
// Nothing may be taken in meanwhile: the caller holds the archive's lock. Memory
// holds some hundred records and about 40 bytes for each record of the archive.
// Throws Error{service_broken}, or {retry, interrupted} when stopped; then the
// databases are as before.
[[nodiscard]] ReindexReport reindex(const ArchiveLayout& layout, const ReindexWatch& watch);

}  // namespace sohoa
