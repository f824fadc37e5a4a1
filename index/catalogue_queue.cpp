// The queue as three tables of the catalogue.
#include <algorithm>
#include <mutex>

#include "index/catalogue_database.h"
#include "index/queue.h"
#include "index/queue_pages.h"
#include "index/sqlite.h"

namespace sohoa {

namespace {

using Purpose = Transaction::Purpose;

// Times are milliseconds since 1970, UTC. States are QueueState's numbers: those
// up to 1 are waiting or leased.
constexpr const char* kTables =
    "CREATE TABLE IF NOT EXISTS queue("
    " place INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, state INTEGER NOT NULL,"
    " priority INTEGER NOT NULL, bytes INTEGER NOT NULL, attempts INTEGER NOT NULL,"
    " failures INTEGER NOT NULL,"
    " added_at INTEGER NOT NULL, not_before INTEGER NOT NULL, lease_until INTEGER NOT NULL,"
    " owner TEXT NOT NULL, reason TEXT NOT NULL) STRICT;"
    "CREATE INDEX IF NOT EXISTS queue_by_turn ON queue(priority, place) WHERE state <= 1;"
    "CREATE TABLE IF NOT EXISTS queue_switches("
    " name TEXT PRIMARY KEY, is_on INTEGER NOT NULL) STRICT;";

constexpr std::string_view kRowColumns =
    "SELECT key, state, priority, bytes, attempts, added_at, not_before, reason FROM queue ";

long long number_of(QueueState state) {
  return static_cast<long long>(state);
}

long long number_of(QueuePriority priority) {
  return static_cast<long long>(priority);
}

long long milliseconds(QueueTime time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

QueueTime time_of(long long milliseconds) {
  return QueueTime(std::chrono::milliseconds(milliseconds));
}

// For how long nobody takes it again if whoever takes it now dies.
std::chrono::seconds rest_after_death(const QueueLease& lease) {
  constexpr int kWithoutRest = 3;
  constexpr std::chrono::seconds kLongest{120};
  const int deaths = lease.attempt - lease.failures;
  std::chrono::seconds rest{deaths > kWithoutRest ? 10 : 0};
  for (int i = kWithoutRest + 1; i < deaths && rest < kLongest; ++i) rest *= 2;
  return std::min(rest, kLongest);
}

QueueRow row_of(const Statement& row) {
  return {row.text(0),
          static_cast<QueueState>(row.integer(1)),
          static_cast<QueuePriority>(row.integer(2)),
          static_cast<unsigned long long>(row.integer(3)),
          static_cast<int>(row.integer(4)),
          time_of(row.integer(5)),
          time_of(row.integer(6)),
          row.text(7)};
}

class CatalogueQueue : public Queue {
 public:
  explicit CatalogueQueue(const std::string& catalogue)
      : database_(open_catalogue_database(catalogue, std::string(kTables) + kQueuePageTable)) {}

  int add(const std::vector<QueueDocument>& documents, QueueTime now) override {
    const std::lock_guard lock(mutex_);
    const long long before = database_.number("SELECT total_changes()");
    Transaction transaction(database_, Purpose::write);
    Statement insert(database_,
                     "INSERT INTO queue(key, state, priority, bytes, attempts, failures, added_at,"
                     " not_before, lease_until, owner, reason) VALUES(?, ?, ?, ?, 0, 0, ?, ?, 0,"
                     " '', '') ON CONFLICT(key) DO NOTHING");
    for (const QueueDocument& document : documents) {
      insert.bind(1, document.key).bind(2, number_of(QueueState::waiting));
      insert.bind(3, number_of(document.priority));
      insert.bind(4, static_cast<long long>(document.bytes));
      insert.bind(5, milliseconds(now)).bind(6, milliseconds(now));
      insert.run();
    }
    transaction.commit();
    return static_cast<int>(database_.number("SELECT total_changes()") - before);
  }

  std::optional<QueueLease> take(const QueueWish& wish, QueueTime now) override {
    const std::lock_guard lock(mutex_);
    Transaction transaction(database_, Purpose::write);
    if (is_paused()) return std::nullopt;
    std::optional<QueueLease> lease = next_for(wish, now);
    if (!lease) return lease;
    Statement update(database_,
                     "UPDATE queue SET state = ?, attempts = ?, lease_until = ?, owner = ?,"
                     " not_before = ? WHERE key = ?");
    update.bind(1, number_of(QueueState::leased)).bind(2, static_cast<long long>(lease->attempt));
    update.bind(3, milliseconds(now + wish.lease)).bind(4, wish.owner);
    update.bind(5, milliseconds(now + rest_after_death(*lease))).bind(6, lease->key);
    update.run();
    let_queue_pages_wait(database_, lease->key);
    transaction.commit();
    return lease;
  }

  bool renew(const QueueLease& lease, QueueTime until) override {
    const std::lock_guard lock(mutex_);
    Statement update(database_,
                     "UPDATE queue SET lease_until = ?1 WHERE key = ?2 AND attempts = ?3 AND"
                     " state = ?4");
    update.bind(1, milliseconds(until));
    return run_for(update, lease);
  }

  bool finish(const QueueLease& lease, const std::string& reason) override {
    const std::lock_guard lock(mutex_);
    Transaction transaction(database_, Purpose::write);
    Statement update(database_,
                     "UPDATE queue SET state = ?1, reason = ?5, owner = '' WHERE key = ?2 AND"
                     " attempts = ?3 AND state = ?4");
    update.bind(1, number_of(QueueState::done)).bind(5, reason);
    const bool mine = run_for(update, lease);
    if (mine) forget_queue_pages(database_, lease.key);
    transaction.commit();
    return mine;
  }

  bool fail(const QueueLease& lease, const std::string& reason, QueueTime not_before,
            int failures) override {
    const std::lock_guard lock(mutex_);
    Transaction transaction(database_, Purpose::write);
    const QueueState next = lease.failures + 1 >= failures ? QueueState::dead : QueueState::waiting;
    Statement update(database_,
                     "UPDATE queue SET state = ?1, reason = ?5, not_before = ?6, owner = '',"
                     " failures = failures + 1 WHERE key = ?2 AND attempts = ?3 AND state = ?4");
    update.bind(1, number_of(next)).bind(5, reason).bind(6, milliseconds(not_before));
    const bool mine = run_for(update, lease);
    if (mine) return_queue_pages(database_, lease.key);
    transaction.commit();
    return mine;
  }

  bool give_back(const QueueLease& lease) override {
    const std::lock_guard lock(mutex_);
    Transaction transaction(database_, Purpose::write);
    Statement update(database_,
                     "UPDATE queue SET state = ?1, attempts = attempts - 1, owner = '',"
                     " not_before = 0"
                     " WHERE key = ?2 AND attempts = ?3 AND state = ?4");
    update.bind(1, number_of(QueueState::waiting));
    const bool mine = run_for(update, lease);
    if (mine) return_queue_pages(database_, lease.key);
    transaction.commit();
    return mine;
  }

  std::vector<int> open_pages(const QueueLease& lease,
                              const QueueDocumentPages& document) override {
    const std::lock_guard lock(mutex_);
    Transaction transaction(database_, Purpose::write);
    std::vector<int> attempts = open_queue_pages(database_, lease, document);
    transaction.commit();
    return attempts;
  }

  bool begin_page(const QueueLease& lease, const QueuePagePlace& place, QueueTime now) override {
    const std::lock_guard lock(mutex_);
    return begin_queue_page(database_, lease, place, milliseconds(now));
  }

  bool end_page(const QueueLease& lease, const QueuePagePlace& place,
                QueuePageState state) override {
    const std::lock_guard lock(mutex_);
    return end_queue_page(database_, lease, place, state);
  }

  std::vector<QueuePage> pages(const std::string& key) const override {
    const std::lock_guard lock(mutex_);
    return queue_pages(database_, key);
  }

  void break_leases() override {
    const std::lock_guard lock(mutex_);
    Statement update(database_, "UPDATE queue SET lease_until = 0 WHERE state = ?");
    update.bind(1, number_of(QueueState::leased));
    update.run();
  }

  bool cancel(const std::string& key) override {
    return change_waiting("UPDATE queue SET state = ?1 WHERE key = ?2 AND state = ?3", key,
                          number_of(QueueState::cancelled));
  }

  bool set_priority(const std::string& key, QueuePriority priority) override {
    return change_waiting("UPDATE queue SET priority = ?1 WHERE key = ?2 AND state = ?3", key,
                          number_of(priority));
  }

  bool retry(const std::string& key, QueueTime now) override {
    const std::lock_guard lock(mutex_);
    Transaction transaction(database_, Purpose::write);
    Statement update(database_,
                     "UPDATE queue SET state = ?, attempts = 0, failures = 0, not_before = ?,"
                     " reason = '' WHERE key = ? AND state IN (?, ?)");
    update.bind(1, number_of(QueueState::waiting)).bind(2, milliseconds(now)).bind(3, key);
    update.bind(4, number_of(QueueState::dead)).bind(5, number_of(QueueState::cancelled));
    update.run();
    const bool changed = database_.number("SELECT changes()") > 0;
    if (changed) forget_queue_pages(database_, key);
    transaction.commit();
    return changed;
  }

  void forget(const std::vector<std::string>& keys) override {
    const std::lock_guard lock(mutex_);
    Transaction transaction(database_, Purpose::write);
    Statement remove(database_, "DELETE FROM queue WHERE key = ? AND state != ?");
    for (const std::string& key : keys) {
      remove.bind(1, key).bind(2, number_of(QueueState::leased));
      remove.run();
    }
    transaction.commit();
  }

  void pause(bool paused) override {
    const std::lock_guard lock(mutex_);
    Statement insert(database_,
                     "INSERT INTO queue_switches(name, is_on) VALUES('paused', ?)"
                     " ON CONFLICT(name) DO UPDATE SET is_on = excluded.is_on");
    insert.bind(1, paused ? 1LL : 0LL);
    insert.run();
  }

  bool paused() const override {
    const std::lock_guard lock(mutex_);
    return is_paused();
  }

  std::optional<QueueRow> find(const std::string& key) const override {
    const std::lock_guard lock(mutex_);
    Statement select(database_, std::string(kRowColumns) + "WHERE key = ?");
    select.bind(1, key);
    if (!select.step()) return std::nullopt;
    return row_of(select);
  }

  std::vector<QueueRow> rows() const override {
    const std::lock_guard lock(mutex_);
    Statement select(database_, std::string(kRowColumns) + "ORDER BY priority, place");
    std::vector<QueueRow> rows;
    while (select.step()) rows.push_back(row_of(select));
    return rows;
  }

  QueueCounts counts() const override {
    const std::lock_guard lock(mutex_);
    Statement select(database_,
                     "SELECT count(*) FILTER (WHERE state = ?1), count(*) FILTER (WHERE state ="
                     " ?2), count(*) FILTER (WHERE state = ?3),"
                     " coalesce(sum(bytes) FILTER (WHERE state = ?1), 0) FROM queue");
    select.bind(1, number_of(QueueState::waiting)).bind(2, number_of(QueueState::leased));
    select.bind(3, number_of(QueueState::dead));
    select.step();
    QueueCounts counts{select.integer(0), select.integer(1), select.integer(2),
                       static_cast<unsigned long long>(select.integer(3))};
    count_queue_pages(database_, counts);
    return counts;
  }

 private:
  // What waits and is due, or whose holder has not been heard of in time.
  std::optional<QueueLease> next_for(const QueueWish& wish, QueueTime now) {
    Statement select(
        database_,
        "SELECT key, bytes, attempts, failures FROM queue WHERE state <= 1 AND priority <= ?1"
        " AND bytes <= ?2 AND not_before NOT BETWEEN ?5 + 1 AND ?6 AND (state = ?3 OR (state = ?4"
        " AND lease_until NOT BETWEEN ?5 + 1 AND ?6)) ORDER BY priority, place LIMIT 1");
    constexpr unsigned long long kLargest = ~0ULL >> 1;
    select.bind(1, number_of(wish.last));
    select.bind(2, static_cast<long long>(std::min(wish.max_bytes, kLargest)));
    select.bind(3, number_of(QueueState::waiting)).bind(4, number_of(QueueState::leased));
    // Nobody waits or borrows for longer: a time beyond is one of a clock that was put right.
    constexpr std::chrono::hours kFarthest{1};
    select.bind(5, milliseconds(now)).bind(6, milliseconds(now + kFarthest));
    if (!select.step()) return std::nullopt;
    return QueueLease{select.text(0), static_cast<unsigned long long>(select.integer(1)),
                      static_cast<int>(select.integer(2)) + 1, static_cast<int>(select.integer(3))};
  }

  // Parameters 2 to 4 of every statement that asks for a lease.
  bool run_for(Statement& update, const QueueLease& lease) {
    update.bind(2, lease.key).bind(3, static_cast<long long>(lease.attempt));
    update.bind(4, number_of(QueueState::leased));
    update.run();
    return database_.number("SELECT changes()") > 0;
  }

  bool change_waiting(const char* sql, const std::string& key, long long value) {
    const std::lock_guard lock(mutex_);
    Statement update(database_, sql);
    update.bind(1, value).bind(2, key).bind(3, number_of(QueueState::waiting));
    update.run();
    return database_.number("SELECT changes()") > 0;
  }

  bool is_paused() const {
    return database_.number(
               "SELECT coalesce(max(is_on), 0) FROM queue_switches WHERE name = 'paused'") > 0;
  }

  mutable std::mutex mutex_;
  mutable Database database_;
};

}  // namespace

std::unique_ptr<Queue> open_catalogue_queue(const std::string& catalogue) {
  return std::make_unique<CatalogueQueue>(catalogue);
}

}  // namespace sohoa
