#include "index/queue_pages.h"

namespace sohoa {

namespace {

long long number_of(QueuePageState state) {
  return static_cast<long long>(state);
}

// Parameters 1 and 2 of every statement that asks for a lease.
constexpr std::string_view kMine =
    "EXISTS(SELECT 1 FROM queue WHERE key = ?1 AND attempts = ?2 AND state = 1)";
static_assert(static_cast<int>(QueueState::leased) == 1);

void bind_lease(Statement& statement, const QueueLease& lease) {
  statement.bind(1, lease.key).bind(2, static_cast<long long>(lease.attempt));
}

// Parameters 1 to 4.
bool run_for(Database& database, Statement& update, const QueueLease& lease,
             const QueuePagePlace& place) {
  bind_lease(update, lease);
  update.bind(3, static_cast<long long>(place.document));
  update.bind(4, static_cast<long long>(place.page));
  update.run();
  return database.number("SELECT changes()") > 0;
}

void run_with_key(Database& database, std::string_view sql, const std::string& key) {
  Statement statement(database, sql);
  statement.bind(1, key);
  statement.run();
}

}  // namespace

std::vector<int> open_queue_pages(Database& database, const QueueLease& lease,
                                  const QueueDocumentPages& document) {
  Statement insert(database,
                   "INSERT INTO queue_page_rows(key, document, page, state, attempts, begun_at)"
                   " SELECT ?1, ?3, ?4, 0, 0, 0 WHERE " +
                       std::string(kMine) + " ON CONFLICT DO NOTHING");
  bind_lease(insert, lease);
  insert.bind(3, static_cast<long long>(document.document));
  for (int page = 1; page <= document.pages; ++page) {
    insert.bind(4, static_cast<long long>(page));
    insert.run();
  }
  Statement select(database,
                   "SELECT attempts FROM queue_page_rows WHERE key = ?1 AND document = ?3"
                   " AND page <= ?4 AND " +
                       std::string(kMine) + " ORDER BY page");
  bind_lease(select, lease);
  select.bind(3, static_cast<long long>(document.document));
  select.bind(4, static_cast<long long>(document.pages));
  std::vector<int> attempts;
  while (select.step()) attempts.push_back(static_cast<int>(select.integer(0)));
  return attempts;
}

bool begin_queue_page(Database& database, const QueueLease& lease, const QueuePagePlace& place,
                      long long now) {
  Statement update(database,
                   "UPDATE queue_page_rows SET state = ?5, attempts = attempts + 1, begun_at = ?6"
                   " WHERE key = ?1 AND document = ?3 AND page = ?4 AND state != ?5 AND " +
                       std::string(kMine));
  update.bind(5, number_of(QueuePageState::in_hand)).bind(6, now);
  return run_for(database, update, lease, place);
}

bool end_queue_page(Database& database, const QueueLease& lease, const QueuePagePlace& place,
                    QueuePageState state) {
  Statement update(database,
                   "UPDATE queue_page_rows SET attempts = attempts - (state = ?6), state = ?5"
                   " WHERE key = ?1 AND document = ?3 AND page = ?4 AND " +
                       std::string(kMine));
  update.bind(5, number_of(state)).bind(6, number_of(QueuePageState::in_hand));
  return run_for(database, update, lease, place);
}

std::vector<QueuePage> queue_pages(Database& database, const std::string& key) {
  Statement select(database,
                   "SELECT document, page, state, attempts, begun_at FROM queue_page_rows"
                   " WHERE key = ? ORDER BY document, page");
  select.bind(1, key);
  std::vector<QueuePage> pages;
  while (select.step())
    pages.push_back({{static_cast<int>(select.integer(0)), static_cast<int>(select.integer(1))},
                     static_cast<QueuePageState>(select.integer(2)),
                     static_cast<int>(select.integer(3)),
                     QueueTime(std::chrono::milliseconds(select.integer(4)))});
  return pages;
}

void let_queue_pages_wait(Database& database, const std::string& key) {
  run_with_key(database, "UPDATE queue_page_rows SET state = 0 WHERE key = ?1 AND state != 0", key);
}

void return_queue_pages(Database& database, const std::string& key) {
  static_assert(static_cast<int>(QueuePageState::in_hand) == 1);
  run_with_key(database,
               "UPDATE queue_page_rows SET attempts = attempts - 1, state = 0 WHERE key = ?1 AND"
               " state = 1",
               key);
}

void forget_queue_pages(Database& database, const std::string& key) {
  run_with_key(database, "DELETE FROM queue_page_rows WHERE key = ?1", key);
}

void count_queue_pages(Database& database, QueueCounts& counts) {
  Statement select(database,
                   "SELECT count(*), count(*) FILTER (WHERE p.state = 1), count(*) FILTER (WHERE"
                   " p.state > 1) FROM queue_page_rows AS p JOIN queue AS q ON q.key = p.key"
                   " WHERE q.state = 1");
  select.step();
  counts.pages = select.integer(0);
  counts.pages_in_hand = select.integer(1);
  counts.pages_done = select.integer(2);
}

}  // namespace sohoa
