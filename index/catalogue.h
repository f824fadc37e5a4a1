// The catalogue: what is in the archive and what became of every file. SQLite
// in WAL mode; can be rebuilt from the archive.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "document/field.h"

namespace sohoa {

struct RecordRow {
  std::string id;
  std::string sha256;  // of the original
  std::string original_name;
  std::string bag_path;  // of the newest version, relative to the archive's root
  std::string fonds;
  int year = 0;  // of intake
  int pages = 0;
  unsigned long long original_bytes = 0;
  std::string ingested_at;  // ISO 8601 UTC
  double mean_confidence = 0;
  Fields fields;
  int version = 1;   // of the record, that `bag_path` holds
  std::string file;  // code of the file (hồ sơ) that the record belongs to; empty: none
};

// A page whose paper gives more than its scan shows.
struct RescanPage {
  int page = 0;           // 1-based
  std::string faults;     // codes, joined by a space: "blurred cut_edges"
  std::string thumbnail;  // JPEG, base64; empty: the page could not be read
};

// What became of an input that is not archived. For suspected secrets `path`
// and `sha256` stay empty: nothing of them is written.
struct QuarantineRow {
  std::string path;
  std::string sha256;
  std::string reason_code;
  std::string detail;  // English, for the administrator
  std::string at;      // ISO 8601 UTC
};

struct CatalogueStatus {
  long long records = 0;
  long long pages = 0;
  unsigned long long original_bytes = 0;
  long long quarantined = 0;
  long long suspected_secrets = 0;
  std::string last_ingest;  // ISO 8601 UTC, empty when none
};

// Safe between threads (one lock) and processes (SQLite's). Throws
// Error{service_broken}: disk_full, archive_corrupt, no_permission.
class Catalogue {
 public:
  // Creates the schema when the file is new. Refuses a newer schema version.
  explicit Catalogue(const std::string& path);
  ~Catalogue();
  Catalogue(const Catalogue&) = delete;
  Catalogue& operator=(const Catalogue&) = delete;

  [[nodiscard]] std::optional<RecordRow> find_by_sha256(const std::string& sha256) const;
  [[nodiscard]] std::optional<RecordRow> find_by_id(const std::string& id) const;
  // Durable when it returns. Adding the same id again replaces its row.
  void add_record(const RecordRow& row);
  // The same for many in one transaction.
  void add_records(std::span<const RecordRow> rows);
  // The same (path, sha256) again replaces the older row, as does a path whose
  // bytes could not be read before.
  void add_quarantined(const QuarantineRow& row);
  // Rows of these bytes, and rows of this path whose bytes could never be read.
  [[nodiscard]] bool is_quarantined(const std::string& path, const std::string& sha256) const;
  void remove_quarantined(const std::string& path, const std::string& sha256);
  [[nodiscard]] bool counts_suspected_secret(const std::string& sealed_name) const;
  void count_suspected_secret(const std::string& sealed_name, const std::string& at);
  [[nodiscard]] std::vector<QuarantineRow> quarantined(int limit) const;
  [[nodiscard]] std::vector<RecordRow> records(const std::string& after_id, int limit) const;
  // Ids of a file's (hồ sơ's) records, in their order.
  [[nodiscard]] std::vector<std::string> records_of_file(const std::string& fonds,
                                                         const std::string& file) const;
  // In the place of what was noted of the record before. It must be in the catalogue.
  void note_rescans(const std::string& id, std::span<const RescanPage> pages);
  // Takes records that were destroyed out for good, so that nothing of them stays
  // in the database's files either: it is written anew. Unknown ids are passed over.
  void forget(std::span<const std::string> ids);
  [[nodiscard]] CatalogueStatus status() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace sohoa
