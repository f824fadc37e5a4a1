// The pages' part of the catalogue's queue: statements for the transactions of
// catalogue_queue.cpp, which alone includes this. Not thread-safe: under the owner's lock.
#pragma once

#include <string>
#include <vector>

#include "index/queue.h"
#include "index/sqlite.h"

namespace sohoa {

// Rows go with the row of their document.
inline constexpr const char* kQueuePageTable =
    "CREATE TABLE IF NOT EXISTS queue_page_rows("
    " key TEXT NOT NULL REFERENCES queue(key) ON DELETE CASCADE, document INTEGER NOT NULL,"
    " page INTEGER NOT NULL, state INTEGER NOT NULL, attempts INTEGER NOT NULL,"
    " begun_at INTEGER NOT NULL, PRIMARY KEY(key, document, page)) STRICT, WITHOUT ROWID;";

// As the calls of Queue, without a transaction of their own; beginning and ending a page are one
// statement each and need none.
[[nodiscard]] std::vector<int> open_queue_pages(Database& database, const QueueLease& lease,
                                                const QueueDocumentPages& document);
bool begin_queue_page(Database& database, const QueueLease& lease, const QueuePagePlace& place,
                      long long now);
bool end_queue_page(Database& database, const QueueLease& lease, const QueuePagePlace& place,
                    QueuePageState state);
[[nodiscard]] std::vector<QueuePage> queue_pages(Database& database, const std::string& key);

// Of a document that is taken anew: its pages are read again.
void let_queue_pages_wait(Database& database, const std::string& key);
// Of a document that its holder gives up in order: no page was a holder's death.
void return_queue_pages(Database& database, const std::string& key);
void forget_queue_pages(Database& database, const std::string& key);

// Fills the three numbers of pages.
void count_queue_pages(Database& database, QueueCounts& counts);

}  // namespace sohoa
