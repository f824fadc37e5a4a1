// Everything that documents pass through, gathered for one run: the stores, the
// workers, the clock, the log.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <string>

#include "archive/layout.h"
#include "document/log.h"
#include "index/catalogue.h"
#include "index/search_index.h"
#include "pipeline/progress.h"
#include "pipeline/settings.h"
#include "pipeline/worker_pool.h"

namespace sohoa {

using Clock = std::function<std::chrono::system_clock::time_point()>;

// References outlive the House; all members are safe between threads.
struct House {
  const ArchiveLayout& layout;
  const Settings& settings;
  Catalogue& catalogue;
  SearchIndex& search;
  WorkerPool& pool;
  Log& log;
  Progress& progress;
  Clock clock;
};

// The same house with other settings, which outlive what is returned.
[[nodiscard]] House with_settings(const House& house, const Settings& settings);

// ISO 8601 in UTC with seconds: "2026-11-23T08:15:00Z".
[[nodiscard]] std::string iso_time(std::chrono::system_clock::time_point time);
[[nodiscard]] int year_of(std::chrono::system_clock::time_point time);

}  // namespace sohoa
