// Bags brought from elsewhere: those of another archive of this program become
// records here with their ids and versions; other makers' bags become documents.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "archive/layout.h"
#include "document/reason.h"
#include "index/catalogue.h"
#include "index/search_index.h"

namespace sohoa {

enum class ImportOutcome { taken, duplicate, refused };
[[nodiscard]] const char* import_outcome_name(ImportOutcome outcome);

struct ImportedRecord {
  std::string path;  // of the bag, or the folder with its versions
  std::string id;    // empty when the bag does not say it
  ImportOutcome outcome = ImportOutcome::refused;
  int versions = 0;  // newly taken
  Reason reason = Reason::none;
  std::string detail;  // English
};

// A valid BagIt bag that is not of this program. Its payload is to be ingested.
struct OtherBag {
  std::string path;
  fs::path folder;                 // that holds the payload's files
  std::vector<std::string> files;  // below it
};

struct ImportSink {
  std::function<void(const ImportedRecord&)> record;
  // Called while the folder lives; it may go away afterwards.
  std::function<void(const OtherBag&)> other_bag;
  const std::atomic<bool>* stop = nullptr;
};

// Looks for bags in the paths: tar files, unpacked bags, folders with them at any
// depth. Every version of a record is checked in full before anything of it is
// written. A version that is here already must be the same to the last tag file;
// otherwise the record is refused whole (version_conflict). Bags are durable
// before their rows. Links are not followed. The caller holds the archive's lock.
// Throws Error{service_broken}, {retry, interrupted}.
void import_bags(const std::vector<std::string>& paths, const ArchiveLayout& layout,
                 Catalogue& catalogue, SearchIndex& search, const ImportSink& sink);

}  // namespace sohoa
