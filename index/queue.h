// What waits to be taken into the archive, and who works on it.
//
// One row a document and, while it is in hand, one row a page. A document is known by a
// key that tells nothing of it (the caller's keyed hash of its place): a waiting document
// has not been screened for secrecy, so neither its name nor a word of it may stand in a
// store; of a page there is its number and how far it is.
//
// Work is lent, not given: a lease ends by itself unless it is renewed, and the
// attempt's number fences off a holder who comes back late. Taking, finishing and
// giving back are each one transaction, so that a document is at one holder at a
// time however often anyone dies. Several programs, and with another
// implementation several machines, share one queue.
//
// Attempts at a page outlive their holder too: a page that was in hand each time the
// whole program died is known by that, so that it costs one page and not its document.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sohoa {

using QueueTime = std::chrono::system_clock::time_point;

// Lower goes first; equal ones in the order in which they came.
enum class QueuePriority { person = 0, single = 10, load = 20 };

enum class QueueState {
  waiting,
  leased,
  done,      // its outcome is known; the row stays until the file has left its place
  dead,      // tried too often; `reason` says why
  cancelled  // by a person
};

enum class QueuePageState { waiting, in_hand, read, read_gently, unreadable };

// Where a page lies in what a row stands for.
struct QueuePagePlace {
  int document = 0;  // 0: the file itself; else which member of an archive file, from 1
  int page = 0;      // from 1
};

struct QueueDocumentPages {
  int document = 0;
  int pages = 0;
};

struct QueuePage {
  QueuePagePlace place;
  QueuePageState state = QueuePageState::waiting;
  // Begun and not ended: the one in hand, and those that their holder did not survive.
  int attempts = 0;
  QueueTime begun_at;  // the last of them
};

struct QueueDocument {
  std::string key;
  unsigned long long bytes = 0;
  QueuePriority priority = QueuePriority::single;
};

struct QueueLease {
  std::string key;
  unsigned long long bytes = 0;
  int attempt = 0;   // 1 for the first
  int failures = 0;  // attempts that ended with fail(); the others their holder did not survive
};

struct QueueRow {
  std::string key;
  QueueState state = QueueState::waiting;
  QueuePriority priority = QueuePriority::single;
  unsigned long long bytes = 0;
  int attempts = 0;
  QueueTime added_at;
  QueueTime not_before;  // of the next attempt
  std::string reason;    // code of the last failure or of the outcome; empty: none
};

// What may be taken.
struct QueueWish {
  std::string owner;  // of the lease; for people who look
  std::chrono::seconds lease{120};
  QueuePriority last = QueuePriority::load;  // nothing of less importance
  unsigned long long max_bytes = ~0ULL;      // nothing larger
};

struct QueueCounts {
  long long waiting = 0;
  long long leased = 0;
  long long dead = 0;
  unsigned long long waiting_bytes = 0;
  // Of the documents in hand, as far as their pages have been counted.
  long long pages = 0;
  long long pages_in_hand = 0;
  long long pages_done = 0;
};

// Safe between threads and processes. All calls are durable when they return and
// throw Error as Catalogue does. `now` is the caller's clock everywhere.
class Queue {
 public:
  Queue() = default;
  Queue(const Queue&) = delete;
  Queue& operator=(const Queue&) = delete;
  virtual ~Queue() = default;

  // Returns how many were new; one that is known already stays as it is.
  virtual int add(const std::vector<QueueDocument>& documents, QueueTime now) = 0;
  // The first that may be tried now; nothing while the queue is paused. One whose
  // holders died more often than three times waits after each for longer, from ten seconds
  // up to two minutes: what ends a program does not keep it from everything else. A delay
  // or a lease that ends more than an hour after `now` was given under a clock that has been
  // put back since, and is over.
  [[nodiscard]] virtual std::optional<QueueLease> take(const QueueWish& wish, QueueTime now) = 0;
  // The three that end or prolong a lease return false, and change nothing, when
  // it is no longer the caller's.
  virtual bool renew(const QueueLease& lease, QueueTime until) = 0;
  virtual bool finish(const QueueLease& lease, const std::string& reason) = 0;
  // Tried in vain: again after `not_before`, or dead when it failed so often.
  virtual bool fail(const QueueLease& lease, const std::string& reason, QueueTime not_before,
                    int failures) = 0;
  // Not tried after all (the program stops): as if it had never been taken.
  virtual bool give_back(const QueueLease& lease) = 0;

  // The pages of a document in hand. Makes rows for them where there are none and returns,
  // page by page, how many holders died while they had it in hand; nothing when the lease
  // is no longer the caller's.
  [[nodiscard]] virtual std::vector<int> open_pages(const QueueLease& lease,
                                                    const QueueDocumentPages& document) = 0;
  // Each one small transaction; false as for renew(). A page whose document is failed or
  // given back was ended in order: no death is counted. A document that is taken anew has
  // all its pages waiting again, with their attempts; the rows go with finish() and forget().
  virtual bool begin_page(const QueueLease& lease, const QueuePagePlace& place, QueueTime now) = 0;
  virtual bool end_page(const QueueLease& lease, const QueuePagePlace& place,
                        QueuePageState state) = 0;
  // In their order; none when the document is not in hand and never was.
  [[nodiscard]] virtual std::vector<QueuePage> pages(const std::string& key) const = 0;

  // All leases end now: only for whoever knows that nobody else is at work.
  virtual void break_leases() = 0;
  // Only what waits can be cancelled, or put at another place.
  virtual bool cancel(const std::string& key) = 0;
  virtual bool set_priority(const std::string& key, QueuePriority priority) = 0;
  // Dead and cancelled ones wait again, their attempts forgotten.
  virtual bool retry(const std::string& key, QueueTime now) = 0;
  // Rows whose documents have left their place, whatever their state, unless leased.
  virtual void forget(const std::vector<std::string>& keys) = 0;

  virtual void pause(bool paused) = 0;
  [[nodiscard]] virtual bool paused() const = 0;

  [[nodiscard]] virtual std::optional<QueueRow> find(const std::string& key) const = 0;
  // In the order in which they would be taken.
  [[nodiscard]] virtual std::vector<QueueRow> rows() const = 0;
  [[nodiscard]] virtual QueueCounts counts() const = 0;
};

// The queue that lives in an archive's catalogue (SQLite).
[[nodiscard]] std::unique_ptr<Queue> open_catalogue_queue(const std::string& catalogue);

}  // namespace sohoa
