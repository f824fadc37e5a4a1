#include "pipeline/ingest.h"

#include <algorithm>
#include <boost/filesystem.hpp>
#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>

#include "archive/anchor.h"
#include "document/error.h"
#include "pipeline/actor.h"
#include "pipeline/archive_file.h"
#include "pipeline/disk_budget.h"
#include "pipeline/files.h"

namespace sohoa {

namespace {

// A document waiting its turn. The folder of an unpacked archive file is shared
// by its members and goes away with the last of them: hence shared_ptr.
struct Waiting {
  DocumentInput input;
  std::shared_ptr<WorkFolder> folder;
};

unsigned long long size_of(const fs::path& path) {
  boost::system::error_code error;
  const auto size = fs::file_size(path, error);
  return error ? 0 : size;
}

class Run {
 public:
  Run(House& house, const std::atomic<bool>& stop, const OutcomeSink& sink)
      : house_(house), stop_(stop), sink_(sink), budget_(house.layout.work(), 0) {}

  void add(Waiting waiting) {
    const std::lock_guard lock(mutex_);
    queue_.push_back(std::move(waiting));
  }

  void work() {
    while (std::optional<Waiting> next = take()) {
      try {
        one(*next);
      } catch (...) {
        fail(std::current_exception());
      }
      next.reset();
      done();
    }
  }

  void rethrow() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  std::optional<Waiting> take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return halted() || !queue_.empty() || at_work_ == 0; });
    if (halted() || queue_.empty()) return std::nullopt;
    Waiting next = std::move(queue_.front());
    queue_.pop_front();
    ++at_work_;
    return next;
  }

  [[nodiscard]] bool halted() const { return stop_.load() || failure_ != nullptr; }

  void done() {
    const std::lock_guard lock(mutex_);
    --at_work_;
    changed_.notify_all();
  }

  void fail(std::exception_ptr failure) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::move(failure);
  }

  void report(const DocumentOutcome& outcome) {
    const std::lock_guard lock(report_mutex_);
    sink_(outcome);
  }

  // On the disk, for one document.
  class Room {
   public:
    Room(Run& run, unsigned long long bytes) : run_(run), bytes_(bytes) { run_.reserve(bytes_); }
    ~Room() { run_.release(bytes_); }
    Room(const Room&) = delete;
    Room& operator=(const Room&) = delete;

   private:
    Run& run_;
    unsigned long long bytes_;
  };

  // Where others of this run hold room, one of them is waited for.
  void reserve(unsigned long long bytes) {
    std::unique_lock lock(mutex_);
    while (!budget_.reserve(room_for_document(bytes))) {
      if (holding_ == 0)
        throw Error(ErrorKind::service_broken, Reason::disk_full, "ingest",
                    "there is no room for what it may need: " +
                        std::to_string(room_for_document(bytes)) + " bytes");
      changed_.wait(lock);
    }
    ++holding_;
  }

  void release(unsigned long long bytes) {
    const std::lock_guard lock(mutex_);
    budget_.release(room_for_document(bytes));
    --holding_;
    changed_.notify_all();
  }

  void one(const Waiting& next) {
    const unsigned long long bytes = size_of(next.input.file);
    const Room room(*this, bytes);
    try {
      if (looks_like_archive_file(next.input.file))
        open(next.input);
      else
        report(process_document(next.input, house_));
    } catch (const Error& error) {
      if (error.reason() == Reason::interrupted && stop_.load()) return;
      throw;
    }
    house_.progress.document_done(bytes);
  }

  void open(const DocumentInput& input) {
    try {
      const ArchiveMembers members = open_archive_file(input, house_);
      for (const DocumentOutcome& refused : members.refused) report(refused);
      for (const DocumentInput& document : members.documents) add({document, members.folder});
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::service_broken || error.reason() == Reason::interrupted) throw;
      report(put_archive_file_aside(input, error, house_));
    }
  }

  House& house_;
  const std::atomic<bool>& stop_;
  const OutcomeSink& sink_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Waiting> queue_;
  int at_work_ = 0;
  int holding_ = 0;  // documents with room of their own
  std::exception_ptr failure_;
  std::mutex report_mutex_;
  DiskBudget budget_;
};

void list_folder(const fs::path& folder, std::vector<fs::path>& files) {
  std::vector<fs::path> entries;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    entries.push_back(entry.path());
  std::sort(entries.begin(), entries.end());
  for (const fs::path& entry : entries) {
    if (fs::symlink_status(entry).type() == fs::directory_file)
      list_folder(entry, files);
    else
      files.push_back(entry);
  }
}

}  // namespace

InputList list_inputs(const std::vector<std::string>& paths) {
  InputList list;
  const auto add = [&](const fs::path& file, const fs::path& folder) {
    const std::string below =
        folder.empty() ? "" : file.parent_path().lexically_relative(folder).generic_string();
    list.inputs.push_back({file, file.string(), file_code(below)});
    list.total_bytes += size_of(file);
  };
  for (const std::string& path : paths) {
    boost::system::error_code error;
    if (fs::symlink_status(path, error).type() == fs::directory_file) {
      std::vector<fs::path> files;
      list_folder(path, files);
      for (const fs::path& file : files) add(file, path);
    } else {
      add(path, {});
    }
  }
  return list;
}

void ingest(const InputList& list, House& house, const std::atomic<bool>& stop,
            const OutcomeSink& sink) {
  Run run(house, stop, sink);
  for (const DocumentInput& input : list.inputs) run.add({input, nullptr});
  {
    // One document more than workers, so that writing a bag never idles one.
    std::vector<std::jthread> threads;
    for (int i = 0; i <= house.pool.jobs(); ++i) threads.emplace_back([&run] { run.work(); });
  }
  run.rethrow();
  (void)anchor_ledger_daily(house.layout, iso_time(house.clock()), acting_user());
}

}  // namespace sohoa
