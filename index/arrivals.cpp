#include "index/arrivals.h"

#include <mutex>

#include "index/catalogue_database.h"

namespace sohoa {

struct Arrivals::Parts {
  explicit Parts(const std::string& path) : database(open_catalogue_database(path, "")) {}

  std::mutex lock;
  Database database;
};

Arrivals::Arrivals(const std::string& catalogue) : parts_(std::make_unique<Parts>(catalogue)) {}
Arrivals::~Arrivals() = default;

ArrivalCounts Arrivals::counts(const std::string& since) const {
  const std::lock_guard guard(parts_->lock);
  Statement row(parts_->database,
                "SELECT count(*), coalesce(sum(pages), 0), coalesce(sum(original_bytes), 0),"
                " (SELECT count(*) FROM quarantine WHERE at >= ?1),"
                " (SELECT count(*) FROM suspected_secrets WHERE at >= ?1),"
                " (SELECT count(DISTINCT r.id) FROM records r JOIN fields f ON f.record_id = r.id"
                "  WHERE r.ingested_at >= ?1 AND r.version = 1 AND f.confidence < ?2),"
                " (SELECT count(*) FROM rescans s JOIN records r ON r.id = s.record_id"
                "  WHERE r.ingested_at >= ?1)"
                " FROM records WHERE ingested_at >= ?1");
  row.bind(1, since).bind(2, kDoubtfulField);
  ArrivalCounts counts;
  if (!row.step()) return counts;
  counts.records = row.integer(0);
  counts.pages = row.integer(1);
  counts.original_bytes = static_cast<unsigned long long>(row.integer(2));
  counts.put_aside = row.integer(3);
  counts.suspected_secrets = row.integer(4);
  counts.doubtful_records = row.integer(5);
  counts.rescan_pages = row.integer(6);
  return counts;
}

std::vector<QuarantineRow> Arrivals::put_aside(const std::string& since, int limit) const {
  const std::lock_guard guard(parts_->lock);
  Statement rows(parts_->database,
                 "SELECT path, sha256, reason_code, detail, at FROM quarantine WHERE at >= ?"
                 " ORDER BY at DESC, path LIMIT ?");
  rows.bind(1, since).bind(2, static_cast<long long>(limit));
  std::vector<QuarantineRow> result;
  while (rows.step())
    result.push_back({rows.text(0), rows.text(1), rows.text(2), rows.text(3), rows.text(4)});
  return result;
}

std::vector<RescanRow> Arrivals::rescans(const std::string& since, int limit) const {
  const std::lock_guard guard(parts_->lock);
  Statement rows(parts_->database,
                 "SELECT r.id, r.original_name, s.page, s.faults, s.thumbnail FROM rescans s"
                 " JOIN records r ON r.id = s.record_id WHERE r.ingested_at >= ?"
                 " ORDER BY r.ingested_at DESC, r.id, s.page LIMIT ?");
  rows.bind(1, since).bind(2, static_cast<long long>(limit));
  std::vector<RescanRow> result;
  while (rows.step())
    result.push_back({rows.text(0),
                      rows.text(1),
                      {static_cast<int>(rows.integer(2)), rows.text(3), rows.text(4)}});
  return result;
}

std::vector<DoubtfulRecord> Arrivals::doubtful(const std::string& since, int limit) const {
  const std::lock_guard guard(parts_->lock);
  Statement rows(parts_->database,
                 "SELECT r.id, r.original_name, f.name FROM (SELECT * FROM records WHERE"
                 " ingested_at >= ?1 AND version = 1 AND id IN (SELECT record_id FROM fields WHERE"
                 " confidence < ?2) ORDER BY ingested_at DESC, id LIMIT ?3) r JOIN fields f ON"
                 " f.record_id = r.id WHERE f.confidence < ?2"
                 " ORDER BY r.ingested_at DESC, r.id, f.name");
  rows.bind(1, since).bind(2, kDoubtfulField).bind(3, static_cast<long long>(limit));
  std::vector<DoubtfulRecord> result;
  while (rows.step()) {
    if (result.empty() || result.back().record_id != rows.text(0))
      result.push_back({rows.text(0), rows.text(1), {}});
    result.back().fields.push_back(rows.text(2));
  }
  return result;
}

}  // namespace sohoa
