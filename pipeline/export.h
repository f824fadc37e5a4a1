// Records given to others: as bags, as packages after a regulation, or as a
// folder for readers. docs/exchange.md describes what comes out.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "archive/hash.h"
#include "archive/layout.h"
#include "index/search_index.h"

namespace sohoa {

enum class ExportForm {
  bags,           // the tars of the store with all versions
  unpacked_bags,  // the same as folders
  package,        // one zip a file (hồ sơ): METS, EAD, PREMIS after the rules
  readers         // PDFs with an index in CSV and HTML
};

// What is named by any of these, together.
struct ExportSelection {
  bool all = false;
  std::vector<std::string> ids;      // of records
  std::vector<std::string> files;    // codes of files (hồ sơ)
  std::optional<SearchQuery> query;  // without words: the filters alone
};

struct ExportOptions {
  ExportForm form = ExportForm::bags;
  fs::path target;  // a folder that is not there yet, outside the archive
  ExportSelection selection;
  bool restricted = false;  // give readers records of restricted files too
  std::string rules = {};   // of packages: a name (package_rules.h) or a file; empty: the newest
};

struct ExportReport {
  long long records = 0;
  long long files = 0;  // written
  unsigned long long bytes = 0;
  long long findings = 0;  // records that were left out, or not given in full
  Sha256 sums;             // of SHA256SUMS in the export
  double seconds = 0;
};

struct ExportWatch {
  std::function<void(long long done, long long total)> progress = [](long long, long long) {};
  // A record or file, and why it was left out or what it lacks.
  std::function<void(const std::string& what, const std::string& text)> finding =
      [](const std::string&, const std::string&) {};
  const std::atomic<bool>* stop = nullptr;
};

// Reads the store and the catalogue only: nothing in quarantine is ever given
// away. The target appears when everything is on the device and was read back;
// an export that was interrupted leaves nothing and is begun anew. Memory does
// not grow with the number of records. Writes the ledger's line. Throws
// Error{document_failed}: already_there, not_found for an id or file that the
// archive does not hold; {service_broken}; {retry, interrupted}.
[[nodiscard]] ExportReport export_records(const ArchiveLayout& layout, const ExportOptions& options,
                                          const ExportWatch& watch);

}  // namespace sohoa
