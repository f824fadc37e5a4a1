// The night: what waits is taken in, a part of the archive is checked, copies are
// brought up to date, the index is tidied, and a report is written for the morning.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/inbox_run.h"

namespace sohoa {

struct BatchOptions {
  // Nothing is begun that is not expected to end by then. Nothing: as long as it takes.
  std::optional<std::chrono::system_clock::time_point> until;
  std::string owner;                    // of leases
  int jobs = 0;                         // as in InboxRunOptions
  std::atomic<bool>* reload = nullptr;  // likewise
};

enum class BatchStep { documents, checking, copying, tidying, reporting };

struct CopyOutcome {
  std::string path;
  long long copied = 0;  // new files
  long long findings = 0;
  bool finished = false;
  std::string detail;  // English; why it was not finished
};

struct BatchResult {
  std::string begun_at;  // ISO 8601 UTC
  std::string ended_at;
  InboxRunEnd end = InboxRunEnd::empty;
  double reading_seconds = 0;  // of the step that takes documents in
  long long pages = 0;         // taken in by this batch
  long long documents = 0;     // dealt with by this batch, whatever their outcome
  long long waiting = 0;       // left for the next night
  long long given_up = 0;      // files that stay in the watch folder and are not tried again
  bool paused = false;         // a person has stopped the queue
  bool checked = false;        // false: there was no time
  bool checked_all = false;    // every file, not only a part
  long long checked_files = 0;
  long long damage = 0;  // findings that are damage
  std::vector<CopyOutcome> copies;
};

struct BatchSinks {
  InboxSinks inbox;
  std::function<void(BatchStep)> step;
};

// The steps after the documents get verify_minutes of the time, and no more than a
// quarter of it. A copy that fails is told and the next one is tried. Stopped, it
// ends as soon as what is at work has ended; the report is written in any case.
// Throws Error{service_broken}.
[[nodiscard]] BatchResult run_batch(const BatchOptions& options, House& house, Queue& queue,
                                    const std::atomic<bool>& stop, const BatchSinks& sinks);

// The next moment at which the local clock shows HH:MM. Throws
// Error{service_broken, bad_settings} for any other text.
[[nodiscard]] std::chrono::system_clock::time_point next_time_of_day(
    const std::string& hh_mm, std::chrono::system_clock::time_point now);

}  // namespace sohoa
