// What must be there and when each file was last found to be whole: fixity.db.
//
// The list of files is that of the ledger, taken over anew by every check; only
// the days of the last checks live here alone. When the file is lost every check
// counts as never made, and the oldest come first as always. It stands apart from
// the catalogue so that it outlives sohoa reindex and never keeps an ingest waiting.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sohoa {

struct FixityFile {
  std::string path;  // relative to the archive's root
  std::string sha256;
  unsigned long long bytes = 0;
  std::string checked_at;  // ISO 8601 UTC; empty: never
  std::string finding;     // of the last check; empty: whole
};

struct FixityRun {
  std::string at;  // ISO 8601 UTC; empty: there was none
  long long files = 0;
  unsigned long long bytes = 0;
  double seconds = 0;
  long long findings = 0;
  bool complete = false;  // every file was checked
};

struct FixitySummary {
  long long files = 0;
  unsigned long long bytes = 0;
  long long checked = 0;  // since the day asked for
  unsigned long long checked_bytes = 0;
  std::string oldest_check;  // of any file; empty: one was never checked, or there is none
  long long findings = 0;    // files whose last check found damage
};

// A full copy of the archive elsewhere, as it was left by the last call.
struct KnownCopy {
  std::string id;
  std::string path;
  std::string started_at;      // of the last update that was begun
  std::string finished_at;     // of the last one that ended well; empty: none did
  unsigned long long seq = 0;  // the ledger's line up to which the copy is whole
  long long files = 0;
  unsigned long long bytes = 0;
  long long findings = 0;  // of the last update, here or there
};

// Safe between threads (one lock) and processes. Throws Error as Catalogue.
class FixityRecord {
 public:
  // ":memory:" for one that is forgotten again.
  explicit FixityRecord(const std::string& path);
  ~FixityRecord();
  FixityRecord(const FixityRecord&) = delete;
  FixityRecord& operator=(const FixityRecord&) = delete;

  // Takes the ledger's list over: begin, then what each line says in order, then
  // end, which forgets what was not listed. A file with a new checksum, and one
  // whose check lies behind `now` (the clock was put back), counts as never checked.
  void begin_list(const std::string& now);
  void list(const FixityFile& file);
  void unlist(const std::string& path);
  void end_list();

  [[nodiscard]] std::optional<FixityFile> find(const std::string& path) const;
  // In the order of the paths, those after `after`.
  [[nodiscard]] std::vector<FixityFile> files(const std::string& after, int limit) const;
  // Those not checked since `since`, the longest unchecked first, behind `after`
  // in that order (a default one: from the beginning).
  [[nodiscard]] std::vector<FixityFile> oldest(const std::string& since, const FixityFile& after,
                                               int limit) const;
  // Notes the outcome of checks: path, checked_at and finding of each. A file
  // that is no longer listed is passed over.
  void note(const std::vector<FixityFile>& checked);

  [[nodiscard]] FixitySummary summary(const std::string& since) const;
  void add_run(const FixityRun& run);
  [[nodiscard]] FixityRun last_run() const;

  void put_copy(const KnownCopy& copy);
  void forget_copy(const std::string& id);
  [[nodiscard]] std::vector<KnownCopy> copies() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace sohoa
