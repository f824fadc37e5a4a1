#include "pipeline/batch.h"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <thread>

#include "document/error.h"
#include "pipeline/copy.h"
#include "pipeline/morning_report.h"
#include "pipeline/verify.h"

namespace sohoa {

namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::system_clock;

// Set when the run is stopped or its time is over, for work that asks a flag.
class Deadline {
 public:
  Deadline(const std::atomic<bool>& stop, std::optional<system_clock::time_point> until,
           const Clock& clock)
      : watcher_([this, &stop, until, &clock](const std::stop_token& done) {
          while (!done.stop_requested() && !over_.load()) {
            if (stop.load() || (until && clock() >= *until)) over_ = true;
            std::this_thread::sleep_for(milliseconds(50));
          }
        }) {}

  [[nodiscard]] const std::atomic<bool>& over() const { return over_; }

 private:
  std::atomic<bool> over_{false};
  std::jthread watcher_;
};

class Batch {
 public:
  Batch(const BatchOptions& options, House& house, Queue& queue, const std::atomic<bool>& stop,
        const BatchSinks& sinks)
      : options_(options),
        house_(house),
        queue_(queue),
        stop_(stop),
        sinks_(sinks),
        deadline_(stop, options.until, house.clock) {}

  BatchResult run() {
    result_.begun_at = iso_time(house_.clock());
    take_documents();
    check();
    copy();
    tidy();
    sinks_.step(BatchStep::reporting);
    const QueueCounts counts = queue_.counts();
    result_.waiting = counts.waiting;
    result_.given_up = counts.dead;
    result_.paused = queue_.paused();
    result_.ended_at = iso_time(house_.clock());
    write_morning_report(result_, house_);
    return result_;
  }

 private:
  void take_documents() {
    sinks_.step(BatchStep::documents);
    InboxRunOptions options;
    options.owner = options_.owner;
    options.until_empty = true;
    options.jobs = options_.jobs;
    options.reload = options_.reload;
    if (options_.until) options.until = *options_.until - time_for_the_rest();
    const InboxSinks counting{[this](const DocumentOutcome& outcome) {
                                ++result_.documents;
                                if (outcome.outcome == Outcome::archived)
                                  result_.pages += outcome.pages;
                                sinks_.inbox.outcome(outcome);
                              },
                              sinks_.inbox.notice};
    const auto begun = std::chrono::steady_clock::now();
    result_.end = run_inbox(options, house_, queue_, stop_, counting);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begun;
    result_.reading_seconds = taken.count();
  }

  [[nodiscard]] seconds verify_time() const {
    return seconds(static_cast<long long>(house_.settings.batch.verify_minutes * 60));
  }

  [[nodiscard]] seconds time_for_the_rest() const {
    const auto whole = duration_cast<seconds>(*options_.until - house_.clock());
    return std::clamp(whole / 4, seconds(0), verify_time());
  }

  void check() {
    if (deadline_.over().load()) return;
    sinks_.step(BatchStep::checking);
    VerifyOptions options;
    options.max_duration = verify_time();
    if (options_.until)
      options.max_duration =
          std::min(*options.max_duration, duration_cast<seconds>(*options_.until - house_.clock()));
    VerifyWatch watch;
    watch.stop = &deadline_.over();
    try {
      const VerifyReport report = verify(house_.layout, options, watch, house_.clock);
      result_.checked = true;
      result_.checked_all = report.complete;
      result_.checked_files = report.checked;
      result_.damage = report.damage;
    } catch (const Error& error) {
      if (error.reason() != Reason::interrupted) throw;
    }
  }

  void copy() {
    for (const std::string& path : house_.settings.batch.copies) {
      if (deadline_.over().load()) return;
      sinks_.step(BatchStep::copying);
      result_.copies.push_back(copy_to(path));
    }
  }

  CopyOutcome copy_to(const std::string& path) {
    CopyOutcome outcome;
    outcome.path = path;
    VerifyWatch watch;
    watch.stop = &deadline_.over();
    try {
      const CopyReport report = copy_archive(house_.layout, {path}, watch, house_.clock);
      outcome.copied = report.copied;
      outcome.findings = report.findings;
      outcome.finished = true;
    } catch (const Error& error) {
      // The disk of a copy may be away for the night; the archive itself is not touched.
      outcome.detail = error.message();
      house_.log.write({LogLevel::warning, "", 0, "copy", error.message()});
    }
    return outcome;
  }

  void tidy() {
    if (deadline_.over().load() || result_.documents == 0) return;
    sinks_.step(BatchStep::tidying);
    house_.search.optimise();
  }

  const BatchOptions& options_;
  House& house_;
  Queue& queue_;
  const std::atomic<bool>& stop_;
  const BatchSinks& sinks_;
  Deadline deadline_;
  BatchResult result_;
};

}  // namespace

BatchResult run_batch(const BatchOptions& options, House& house, Queue& queue,
                      const std::atomic<bool>& stop, const BatchSinks& sinks) {
  return Batch(options, house, queue, stop, sinks).run();
}

system_clock::time_point next_time_of_day(const std::string& hh_mm, system_clock::time_point now) {
  int hour = 0;
  int minute = 0;
  char rest = 0;
  const bool read =
      hh_mm.size() == 5 && std::sscanf(hh_mm.c_str(), "%2d:%2d%c", &hour, &minute, &rest) == 2;
  if (!read || hour < 0 || hour > 23 || minute < 0 || minute > 59)
    throw Error(ErrorKind::service_broken, Reason::bad_settings, "batch",
                "'" + hh_mm + "' is no time of day; write it as 06:00");
  const std::time_t begin = system_clock::to_time_t(now);
  std::tm local{};
  localtime_r(&begin, &local);
  local.tm_hour = hour;
  local.tm_min = minute;
  local.tm_sec = 0;
  local.tm_isdst = -1;
  std::tm same_day = local;
  const std::time_t today = std::mktime(&same_day);
  if (today > begin) return system_clock::from_time_t(today);
  ++local.tm_mday;
  return system_clock::from_time_t(std::mktime(&local));
}

}  // namespace sohoa
