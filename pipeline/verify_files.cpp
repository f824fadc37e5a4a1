// verify, last part: every byte of the files, as many at a time as there are cores.
#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <thread>

#include "pipeline/verify_parts.h"

namespace sohoa {

namespace {

using Steady = std::chrono::steady_clock;

constexpr int kFilesAtOnce = 256;
// What was read since the last note is read again after a crash.
constexpr std::chrono::seconds kNoteEvery{2};

class FileReading {
 public:
  FileReading(const ArchiveLayout& layout, const VerifyOptions& options, const VerifyWatch& watch,
              const Clock& clock, const std::string& since, FixityRecord& record, LedgerNews& news,
              FindingSink& findings, VerifyReport& report)
      : layout_(layout),
        options_(options),
        watch_(watch),
        clock_(clock),
        since_(since),
        record_(record),
        news_(news),
        findings_(findings),
        report_(report),
        total_(record.summary(since)) {}

  void run() {
    report_.listed = total_.files;
    {
      std::vector<std::jthread> threads;
      for (int i = 0; i < jobs(); ++i) threads.emplace_back([this] { work(); });
    }
    if (failure_) std::rethrow_exception(failure_);
    note();
    report_.complete = exhausted_ && waiting_.empty();
  }

 private:
  [[nodiscard]] int jobs() const {
    if (options_.jobs > 0) return options_.jobs;
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  }

  [[nodiscard]] bool time_is_up() const {
    if (watch_.stop != nullptr && watch_.stop->load()) return true;
    return options_.max_duration && watch_.steady_clock() - start_ >= *options_.max_duration;
  }

  void work() {
    try {
      while (std::optional<FixityFile> file = take()) {
        const FixityOutcome outcome = check_listed_file(layout_, *file, options_.depth, news_);
        done(std::move(*file), outcome);
      }
    } catch (...) {
      const std::lock_guard guard(lock_);
      if (!failure_) failure_ = std::current_exception();
    }
  }

  std::optional<FixityFile> take() {
    const std::lock_guard guard(lock_);
    if (failure_ || time_is_up()) return std::nullopt;
    if (waiting_.empty() && !exhausted_) {
      const auto more = record_.oldest(since_, last_, kFilesAtOnce);
      waiting_.assign(more.begin(), more.end());
      exhausted_ = more.empty();
      if (!more.empty()) last_ = more.back();
    }
    if (waiting_.empty()) return std::nullopt;
    FixityFile file = std::move(waiting_.front());
    waiting_.pop_front();
    return file;
  }

  void done(FixityFile file, const FixityOutcome& outcome) {
    const std::lock_guard guard(lock_);
    if (outcome.state != FixityState::whole)
      findings_.add(finding_kind(outcome.state), file.path, outcome.detail);
    file.checked_at = exact_time(clock_());
    file.finding = outcome.detail;
    checked_.push_back(std::move(file));
    ++report_.checked;
    if (outcome.unopened) ++report_.unopened;
    report_.bytes += outcome.bytes;
    watch_.progress(report_.checked, report_.bytes, total_.bytes);
    if (Steady::now() - noted_ > kNoteEvery) note();
  }

  void note() {
    if (!checked_.empty()) record_.note(checked_);
    checked_.clear();
    noted_ = Steady::now();
  }

  const ArchiveLayout& layout_;
  const VerifyOptions& options_;
  const VerifyWatch& watch_;
  const Clock& clock_;
  const std::string& since_;
  FixityRecord& record_;
  LedgerNews& news_;
  FindingSink& findings_;
  VerifyReport& report_;
  const FixitySummary total_;
  const Steady::time_point start_ = watch_.steady_clock();

  std::mutex lock_;  // of all below
  std::deque<FixityFile> waiting_;
  FixityFile last_;  // that was handed out
  bool exhausted_ = false;
  std::vector<FixityFile> checked_;  // and not noted yet
  Steady::time_point noted_ = Steady::now();
  std::exception_ptr failure_;
};

}  // namespace

FindingKind finding_kind(FixityState state) {
  switch (state) {
    case FixityState::missing:
      return FindingKind::file_missing;
    case FixityState::unreadable:
      return FindingKind::file_unreadable;
    default:
      return FindingKind::file_changed;
  }
}

void verify_files(const ArchiveLayout& layout, const VerifyOptions& options,
                  const VerifyWatch& watch, const Clock& clock, const std::string& since,
                  FixityRecord& record, LedgerNews& news, FindingSink& findings,
                  VerifyReport& report) {
  FileReading(layout, options, watch, clock, since, record, news, findings, report).run();
}

}  // namespace sohoa
