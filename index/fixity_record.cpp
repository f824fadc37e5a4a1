#include "index/fixity_record.h"

#include <mutex>

#include "index/sqlite.h"

namespace sohoa {

namespace {

using Purpose = Transaction::Purpose;

constexpr Schema kFixitySchema = {
    "fixity record", 0x736f6866 /* "sohf" */, 1,
    "CREATE TABLE files("
    " path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL,"
    " checked_at TEXT NOT NULL, finding TEXT NOT NULL, list INTEGER NOT NULL)"
    " STRICT, WITHOUT ROWID;"
    "CREATE INDEX files_by_check ON files(checked_at, path);"
    "CREATE INDEX files_by_finding ON files(finding) WHERE finding != '';"
    "CREATE TABLE runs("
    " at TEXT NOT NULL, files INTEGER NOT NULL, bytes INTEGER NOT NULL, seconds REAL NOT NULL,"
    " findings INTEGER NOT NULL, complete INTEGER NOT NULL) STRICT;"
    "CREATE TABLE copies("
    " id TEXT PRIMARY KEY, path TEXT NOT NULL, started_at TEXT NOT NULL,"
    " finished_at TEXT NOT NULL, seq INTEGER NOT NULL, files INTEGER NOT NULL,"
    " bytes INTEGER NOT NULL, findings INTEGER NOT NULL) STRICT;"};

constexpr int kListedAtOnce = 10'000;
constexpr std::string_view kFileColumns =
    "SELECT path, sha256, bytes, checked_at, finding FROM files ";

FixityFile file_of(const Statement& row) {
  return {row.text(0), row.text(1), static_cast<unsigned long long>(row.integer(2)), row.text(3),
          row.text(4)};
}

std::vector<FixityFile> all_of(Statement& rows) {
  std::vector<FixityFile> files;
  while (rows.step()) files.push_back(file_of(rows));
  return files;
}

}  // namespace

struct FixityRecord::Parts {
  explicit Parts(const std::string& path) : database(path) {
    database.require_schema(kFixitySchema);
  }

  // A long list is taken over in pieces, so that no one waits long.
  void count_listed() {
    if (++listed % kListedAtOnce != 0) return;
    transaction->commit();
    transaction = std::make_unique<Transaction>(database, Purpose::write);
  }

  mutable std::mutex lock;
  Database database;
  std::unique_ptr<Transaction> transaction;  // while a list is taken over
  std::unique_ptr<Statement> put;
  long long list = 0;  // number of the list that is taken over
  long long listed = 0;
};

FixityRecord::FixityRecord(const std::string& path) : parts_(std::make_unique<Parts>(path)) {}
FixityRecord::~FixityRecord() = default;

void FixityRecord::begin_list(const std::string& now) {
  const std::lock_guard guard(parts_->lock);
  Database& database = parts_->database;
  parts_->put.reset();
  parts_->transaction.reset();
  parts_->list = database.number("SELECT coalesce(max(list), 0) + 1 FROM files");
  parts_->listed = 0;
  parts_->transaction = std::make_unique<Transaction>(database, Purpose::write);
  Statement(database, "UPDATE files SET checked_at = '' WHERE checked_at > ?").bind(1, now).run();
  parts_->put = std::make_unique<Statement>(
      database,
      "INSERT INTO files(path, sha256, bytes, checked_at, finding, list) VALUES(?, ?, ?, '', '', ?)"
      " ON CONFLICT(path) DO UPDATE SET list = excluded.list,"
      " checked_at = iif(sha256 = excluded.sha256, checked_at, ''),"
      " finding = iif(sha256 = excluded.sha256, finding, ''),"
      " sha256 = excluded.sha256, bytes = excluded.bytes");
}

void FixityRecord::list(const FixityFile& file) {
  const std::lock_guard guard(parts_->lock);
  parts_->put->bind(1, file.path).bind(2, file.sha256);
  parts_->put->bind(3, static_cast<long long>(file.bytes)).bind(4, parts_->list).run();
  parts_->count_listed();
}

void FixityRecord::unlist(const std::string& path) {
  const std::lock_guard guard(parts_->lock);
  Statement(parts_->database, "DELETE FROM files WHERE path = ?").bind(1, path).run();
  parts_->count_listed();
}

void FixityRecord::end_list() {
  const std::lock_guard guard(parts_->lock);
  parts_->put.reset();
  Statement(parts_->database, "DELETE FROM files WHERE list != ?").bind(1, parts_->list).run();
  parts_->transaction->commit();
  parts_->transaction.reset();
}

std::optional<FixityFile> FixityRecord::find(const std::string& path) const {
  const std::lock_guard guard(parts_->lock);
  Statement row(parts_->database, std::string(kFileColumns) + "WHERE path = ?");
  row.bind(1, path);
  if (!row.step()) return std::nullopt;
  return file_of(row);
}

std::vector<FixityFile> FixityRecord::files(const std::string& after, int limit) const {
  const std::lock_guard guard(parts_->lock);
  Statement rows(parts_->database,
                 std::string(kFileColumns) + "WHERE path > ? ORDER BY path LIMIT ?");
  rows.bind(1, after).bind(2, static_cast<long long>(limit));
  return all_of(rows);
}

std::vector<FixityFile> FixityRecord::oldest(const std::string& since, const FixityFile& after,
                                             int limit) const {
  const std::lock_guard guard(parts_->lock);
  Statement rows(parts_->database, std::string(kFileColumns) +
                                       "WHERE checked_at < ? AND (checked_at, path) > (?, ?)"
                                       " ORDER BY checked_at, path LIMIT ?");
  rows.bind(1, since).bind(2, after.checked_at).bind(3, after.path);
  rows.bind(4, static_cast<long long>(limit));
  return all_of(rows);
}

void FixityRecord::note(const std::vector<FixityFile>& checked) {
  const std::lock_guard guard(parts_->lock);
  Transaction transaction(parts_->database, Purpose::write);
  Statement update(parts_->database,
                   "UPDATE files SET checked_at = ?, finding = ? WHERE path = ? AND sha256 = ?");
  for (const FixityFile& file : checked)
    update.bind(1, file.checked_at)
        .bind(2, file.finding)
        .bind(3, file.path)
        .bind(4, file.sha256)
        .run();
  transaction.commit();
}

FixitySummary FixityRecord::summary(const std::string& since) const {
  const std::lock_guard guard(parts_->lock);
  Statement row(parts_->database,
                "SELECT count(*), coalesce(sum(bytes), 0), coalesce(sum(checked_at >= ?1), 0),"
                " coalesce(sum(iif(checked_at >= ?1, bytes, 0)), 0),"
                " coalesce(min(checked_at), ''), coalesce(sum(finding != ''), 0) FROM files");
  row.bind(1, since);
  FixitySummary summary;
  if (!row.step()) return summary;
  summary.files = row.integer(0);
  summary.bytes = static_cast<unsigned long long>(row.integer(1));
  summary.checked = row.integer(2);
  summary.checked_bytes = static_cast<unsigned long long>(row.integer(3));
  summary.oldest_check = row.text(4);
  summary.findings = row.integer(5);
  return summary;
}

void FixityRecord::add_run(const FixityRun& run) {
  const std::lock_guard guard(parts_->lock);
  Statement insert(parts_->database,
                   "INSERT INTO runs(at, files, bytes, seconds, findings, complete)"
                   " VALUES(?, ?, ?, ?, ?, ?)");
  insert.bind(1, run.at).bind(2, run.files).bind(3, static_cast<long long>(run.bytes));
  insert.bind(4, run.seconds).bind(5, run.findings);
  insert.bind(6, static_cast<long long>(run.complete)).run();
}

FixityRun FixityRecord::last_run() const {
  const std::lock_guard guard(parts_->lock);
  Statement row(parts_->database,
                "SELECT at, files, bytes, seconds, findings, complete FROM runs"
                " ORDER BY rowid DESC LIMIT 1");
  FixityRun run;
  if (!row.step()) return run;
  run.at = row.text(0);
  run.files = row.integer(1);
  run.bytes = static_cast<unsigned long long>(row.integer(2));
  run.seconds = row.real(3);
  run.findings = row.integer(4);
  run.complete = row.integer(5) != 0;
  return run;
}

void FixityRecord::put_copy(const KnownCopy& copy) {
  const std::lock_guard guard(parts_->lock);
  Statement insert(parts_->database,
                   "INSERT OR REPLACE INTO copies(id, path, started_at, finished_at, seq, files,"
                   " bytes, findings) VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
  insert.bind(1, copy.id).bind(2, copy.path).bind(3, copy.started_at).bind(4, copy.finished_at);
  insert.bind(5, static_cast<long long>(copy.seq)).bind(6, copy.files);
  insert.bind(7, static_cast<long long>(copy.bytes)).bind(8, copy.findings).run();
}

void FixityRecord::forget_copy(const std::string& id) {
  const std::lock_guard guard(parts_->lock);
  Statement(parts_->database, "DELETE FROM copies WHERE id = ?").bind(1, id).run();
}

std::vector<KnownCopy> FixityRecord::copies() const {
  const std::lock_guard guard(parts_->lock);
  Statement rows(parts_->database,
                 "SELECT id, path, started_at, finished_at, seq, files, bytes, findings"
                 " FROM copies ORDER BY path, id");
  std::vector<KnownCopy> copies;
  while (rows.step()) {
    KnownCopy copy{rows.text(0), rows.text(1), rows.text(2), rows.text(3)};
    copy.seq = static_cast<unsigned long long>(rows.integer(4));
    copy.files = rows.integer(5);
    copy.bytes = static_cast<unsigned long long>(rows.integer(6));
    copy.findings = rows.integer(7);
    copies.push_back(std::move(copy));
  }
  return copies;
}

}  // namespace sohoa
