// The hands of a run over the watch folder: threads that take documents from the
// queue through process_document() and let their files go. inbox_work.cpp has the threads and
// what they lend themselves, inbox_source.cpp what becomes of a file in hand.
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "document/error.h"
#include "pipeline/disk_budget.h"
#include "pipeline/inbox_run.h"
#include "pipeline/pace.h"
#include "pipeline/page_attempts.h"
#include "pipeline/work_folder.h"

namespace sohoa {

class InboxWork {
 public:
  InboxWork(const InboxRunOptions& options, House& house, Queue& queue,
            const std::atomic<bool>& stop, const InboxSinks& sinks);
  // Lets what is at work end.
  ~InboxWork();
  InboxWork(const InboxWork&) = delete;
  InboxWork& operator=(const InboxWork&) = delete;

  // From one thread: the files that became ready, and all that are there now.
  // Rows of files that are no longer there are forgotten, unless a folder could not be
  // read: they may be there again in a moment.
  void offer(const InboxLook& look, const std::vector<InboxFile>& ready);
  // For the rows that the queue has already, from an earlier run or another
  // program: those of files in this look may be taken, the others are forgotten.
  void adopt_rows(const InboxLook& look);
  // True when a row was met since the last adoption that no known file belongs to.
  [[nodiscard]] bool met_stranger() const;
  // Begins to work; one call.
  void begin();
  // From the thread of offer(). Holds from the next file on; for as many workers as the pool
  // has now.
  void follow(const Settings& settings);
  // Nothing new is begun; returns when nothing is at work. Throws what ended the work.
  void end();

  // True when every thread has found nothing to do since the last offer.
  [[nodiscard]] bool idle() const;
  [[nodiscard]] bool failed() const;
  // Files that changed while they were read, since the last call.
  [[nodiscard]] std::vector<fs::path> doubted();
  void notice(const InboxNotice& notice);

 private:
  // A file of the inbox while it is worked on: one document, or many.
  struct Source {
    QueueLease lease;
    InboxFile file;
    std::shared_ptr<const Settings> settings;  // with which it was begun
    unsigned long long reserved = 0;
    std::chrono::steady_clock::time_point begun;
    std::shared_ptr<WorkFolder> members;  // of an archive file
    std::vector<DocumentOutcome> outcomes;
    std::size_t left = 0;  // documents
    bool interrupted = false;
    Reason failed = Reason::none;  // to be tried again
  };
  struct Job {
    std::shared_ptr<Source> source;
    DocumentInput document;
    int member = 0;  // of an archive file, from 1
  };

  // The last of these puts the file aside with what it failed on.
  static constexpr int kMostFailures = 4;

  void hire();
  void work();
  void keep_leases();
  [[nodiscard]] std::optional<Job> next();
  [[nodiscard]] std::optional<Job> next_member();
  [[nodiscard]] std::optional<Job> lease_one();
  [[nodiscard]] std::shared_ptr<Source> hold(const QueueLease& lease);
  void one(const Job& job);
  void open_members(const Job& job, House& house);
  void add_outcome(Source& source, const DocumentOutcome& outcome);
  void note_failure(Source& source, const Error& error);
  [[nodiscard]] PageAttempts attempts_at(const Job& job);
  void document_ended(const std::shared_ptr<Source>& source);
  void source_ended(Source& source);
  void try_again(const Source& source, Reason reason);
  void let_go(Source& source);
  [[nodiscard]] bool halted() const;
  void fail(std::exception_ptr failure);
  [[nodiscard]] unsigned long long room();
  void rest();
  [[nodiscard]] QueueTime now() const;
  [[nodiscard]] QueuePriority priority_of(const std::string& path,
                                          const std::map<std::string, int>& folders) const;

  const InboxRunOptions options_;
  House& house_;
  Queue& queue_;
  const std::atomic<bool>& stop_;
  const InboxSinks& sinks_;
  const InboxPlaces places_;
  DiskBudget budget_;
  Pace pace_;
  PageTurns turns_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::shared_ptr<const Settings> settings_;
  std::map<std::string, InboxFile> files_;                  // by key
  std::map<std::string, std::shared_ptr<Source>> at_work_;  // by key
  std::deque<Job> members_;
  std::vector<fs::path> doubted_;
  std::exception_ptr failure_;
  bool ending_ = false;
  bool no_room_ = false;
  bool met_stranger_ = false;
  // A file so large had more pages than there was time for; there will only be less.
  unsigned long long too_long_ = ~0ULL;
  int resting_ = 0;  // threads that found nothing
  int hands_ = 0;    // threads that work
  std::mutex sink_mutex_;
  std::vector<std::jthread> threads_;
};

}  // namespace sohoa
