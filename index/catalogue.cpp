#include "index/catalogue.h"

#include <mutex>

#include "index/catalogue_schema.h"
#include "index/sqlite.h"

namespace sohoa {

namespace {

using Purpose = Transaction::Purpose;

constexpr std::string_view kRecordColumns =
    "SELECT id, sha256, original_name, bag_path, fonds, year, pages, original_bytes, ingested_at,"
    " mean_confidence, version, file FROM records ";

RecordRow read_record(const Statement& row) {
  RecordRow record;
  record.id = row.text(0);
  record.sha256 = row.text(1);
  record.original_name = row.text(2);
  record.bag_path = row.text(3);
  record.fonds = row.text(4);
  record.year = static_cast<int>(row.integer(5));
  record.pages = static_cast<int>(row.integer(6));
  record.original_bytes = static_cast<unsigned long long>(row.integer(7));
  record.ingested_at = row.text(8);
  record.mean_confidence = row.real(9);
  record.version = static_cast<int>(row.integer(10));
  record.file = row.text(11);
  return record;
}

void read_fields(Database& database, RecordRow& record) {
  Statement rows(database,
                 "SELECT name, value, confidence, page, box_left, box_top, box_width, box_height,"
                 " evidence FROM fields WHERE record_id = ?");
  rows.bind(1, record.id);
  while (rows.step()) {
    Field field;
    field.value = rows.text(1);
    field.confidence = rows.real(2);
    field.page = static_cast<int>(rows.integer(3));
    field.box = {static_cast<int>(rows.integer(4)), static_cast<int>(rows.integer(5)),
                 static_cast<int>(rows.integer(6)), static_cast<int>(rows.integer(7))};
    field.evidence = rows.text(8);
    record.fields.emplace(rows.text(0), std::move(field));
  }
}

std::optional<RecordRow> find_one(Database& database, const std::string& where,
                                  const std::string& value) {
  Transaction transaction(database, Purpose::read);
  Statement rows(database, std::string(kRecordColumns) + where);
  rows.bind(1, value);
  if (!rows.step()) return std::nullopt;
  RecordRow record = read_record(rows);
  read_fields(database, record);
  return record;
}

void insert_record(Database& database, const RecordRow& row) {
  Statement insert(database,
                   "INSERT INTO records(id, sha256, original_name, bag_path, fonds, year, pages,"
                   " original_bytes, ingested_at, mean_confidence, version, file)"
                   " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  insert.bind(1, row.id).bind(2, row.sha256).bind(3, row.original_name).bind(4, row.bag_path);
  insert.bind(5, row.fonds).bind(6, static_cast<long long>(row.year));
  insert.bind(7, static_cast<long long>(row.pages));
  insert.bind(8, static_cast<long long>(row.original_bytes));
  insert.bind(9, row.ingested_at).bind(10, row.mean_confidence);
  insert.bind(11, static_cast<long long>(row.version)).bind(12, row.file);
  insert.run();
}

void insert_fields(Database& database, const RecordRow& row) {
  Statement insert(database,
                   "INSERT INTO fields(record_id, name, value, confidence, page, box_left, box_top,"
                   " box_width, box_height, evidence) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  for (const auto& [name, field] : row.fields) {
    insert.bind(1, row.id).bind(2, name).bind(3, field.value).bind(4, field.confidence);
    insert.bind(5, static_cast<long long>(field.page));
    insert.bind(6, static_cast<long long>(field.box.left));
    insert.bind(7, static_cast<long long>(field.box.top));
    insert.bind(8, static_cast<long long>(field.box.width));
    insert.bind(9, static_cast<long long>(field.box.height));
    insert.bind(10, field.evidence);
    insert.run();
  }
}

}  // namespace

struct Catalogue::Parts {
  explicit Parts(const std::string& path) : database(path) {}

  std::mutex lock;
  Database database;
};

namespace {

constexpr const char* kQuarantineOf =
    " FROM quarantine WHERE (sha256 = '' AND path = ?) OR (sha256 <> '' AND sha256 = ?)";

}  // namespace

Catalogue::Catalogue(const std::string& path) : parts_(std::make_unique<Parts>(path)) {
  parts_->database.require_schema(kCatalogueSchema);
}

Catalogue::~Catalogue() = default;

std::optional<RecordRow> Catalogue::find_by_sha256(const std::string& sha256) const {
  const std::lock_guard guard(parts_->lock);
  return find_one(parts_->database, "WHERE sha256 = ? ORDER BY id LIMIT 1", sha256);
}

std::optional<RecordRow> Catalogue::find_by_id(const std::string& id) const {
  const std::lock_guard guard(parts_->lock);
  return find_one(parts_->database, "WHERE id = ?", id);
}

void Catalogue::add_record(const RecordRow& row) {
  add_records({&row, 1});
}

void Catalogue::add_records(std::span<const RecordRow> rows) {
  const std::lock_guard guard(parts_->lock);
  Database& database = parts_->database;
  Transaction transaction(database, Purpose::write);
  for (const RecordRow& row : rows) {
    Statement(database, "DELETE FROM records WHERE id = ?").bind(1, row.id).run();
    insert_record(database, row);
    insert_fields(database, row);
  }
  transaction.commit();
}

void Catalogue::add_quarantined(const QuarantineRow& row) {
  const std::lock_guard guard(parts_->lock);
  Database& database = parts_->database;
  Transaction transaction(database, Purpose::write);
  Statement(database, "DELETE FROM quarantine WHERE path = ? AND sha256 = ''")
      .bind(1, row.path)
      .run();
  Statement insert(database,
                   "INSERT OR REPLACE INTO quarantine(path, sha256, reason_code, detail, at)"
                   " VALUES(?, ?, ?, ?, ?)");
  insert.bind(1, row.path).bind(2, row.sha256).bind(3, row.reason_code).bind(4, row.detail);
  insert.bind(5, row.at).run();
  transaction.commit();
}

bool Catalogue::is_quarantined(const std::string& path, const std::string& sha256) const {
  const std::lock_guard guard(parts_->lock);
  Statement rows(parts_->database, std::string("SELECT 1") + kQuarantineOf);
  return rows.bind(1, path).bind(2, sha256).step();
}

void Catalogue::remove_quarantined(const std::string& path, const std::string& sha256) {
  const std::lock_guard guard(parts_->lock);
  Transaction transaction(parts_->database, Purpose::write);
  Statement(parts_->database, std::string("DELETE") + kQuarantineOf)
      .bind(1, path)
      .bind(2, sha256)
      .run();
  transaction.commit();
}

bool Catalogue::counts_suspected_secret(const std::string& sealed_name) const {
  const std::lock_guard guard(parts_->lock);
  Statement rows(parts_->database, "SELECT 1 FROM suspected_secrets WHERE sealed_name = ?");
  return rows.bind(1, sealed_name).step();
}

void Catalogue::count_suspected_secret(const std::string& sealed_name, const std::string& at) {
  const std::lock_guard guard(parts_->lock);
  Database& database = parts_->database;
  Transaction transaction(database, Purpose::write);
  Statement insert(database,
                   "INSERT OR REPLACE INTO suspected_secrets(sealed_name, at) VALUES(?, ?)");
  insert.bind(1, sealed_name).bind(2, at).run();
  transaction.commit();
}

std::vector<QuarantineRow> Catalogue::quarantined(int limit) const {
  const std::lock_guard guard(parts_->lock);
  Statement rows(parts_->database,
                 "SELECT path, sha256, reason_code, detail, at FROM quarantine"
                 " ORDER BY at DESC, path, sha256 LIMIT ?");
  rows.bind(1, static_cast<long long>(limit < 0 ? 0 : limit));
  std::vector<QuarantineRow> found;
  while (rows.step())
    found.push_back({rows.text(0), rows.text(1), rows.text(2), rows.text(3), rows.text(4)});
  return found;
}

std::vector<RecordRow> Catalogue::records(const std::string& after_id, int limit) const {
  const std::lock_guard guard(parts_->lock);
  Transaction transaction(parts_->database, Purpose::read);
  Statement rows(parts_->database,
                 std::string(kRecordColumns) + "WHERE id > ? ORDER BY id LIMIT ?");
  rows.bind(1, after_id).bind(2, static_cast<long long>(limit < 0 ? 0 : limit));
  std::vector<RecordRow> found;
  while (rows.step()) {
    found.push_back(read_record(rows));
    read_fields(parts_->database, found.back());
  }
  return found;
}

std::vector<std::string> Catalogue::records_of_file(const std::string& fonds,
                                                    const std::string& file) const {
  const std::lock_guard guard(parts_->lock);
  Statement rows(parts_->database,
                 "SELECT id FROM records WHERE file = ? AND fonds = ? ORDER BY id");
  rows.bind(1, file).bind(2, fonds);
  std::vector<std::string> ids;
  while (rows.step()) ids.push_back(rows.text(0));
  return ids;
}

void Catalogue::note_rescans(const std::string& id, std::span<const RescanPage> pages) {
  const std::lock_guard guard(parts_->lock);
  Transaction transaction(parts_->database, Purpose::write);
  Statement(parts_->database, "DELETE FROM rescans WHERE record_id = ?").bind(1, id).run();
  Statement insert(parts_->database,
                   "INSERT INTO rescans(record_id, page, faults, thumbnail) VALUES(?, ?, ?, ?)");
  for (const RescanPage& page : pages) {
    insert.bind(1, id).bind(2, static_cast<long long>(page.page));
    insert.bind(3, page.faults).bind(4, page.thumbnail);
    insert.run();
  }
  transaction.commit();
}

void Catalogue::forget(std::span<const std::string> ids) {
  const std::lock_guard guard(parts_->lock);
  Transaction transaction(parts_->database, Purpose::write);
  for (const std::string& id : ids)
    Statement(parts_->database, "DELETE FROM records WHERE id = ?").bind(1, id).run();
  transaction.commit();
  leave_no_trace(parts_->database);
}

CatalogueStatus Catalogue::status() const {
  const std::lock_guard guard(parts_->lock);
  Statement row(parts_->database,
                "SELECT count(*), coalesce(sum(pages), 0), coalesce(sum(original_bytes), 0),"
                " (SELECT count(*) FROM quarantine), (SELECT count(*) FROM suspected_secrets),"
                " coalesce(max(ingested_at), '') FROM records");
  CatalogueStatus status;
  if (!row.step()) return status;
  status.records = row.integer(0);
  status.pages = row.integer(1);
  status.original_bytes = static_cast<unsigned long long>(row.integer(2));
  status.quarantined = row.integer(3);
  status.suspected_secrets = row.integer(4);
  status.last_ingest = row.text(5);
  return status;
}

}  // namespace sohoa
