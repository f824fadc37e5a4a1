// The part of sohoa status about what waits and who works.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "cli/globals.h"
#include "index/catalogue.h"
#include "pipeline/settings.h"

namespace sohoa {

struct WorkStatus {
  bool watching = false;  // a `sohoa watch` is at the archive
  bool paused = false;
  bool no_room = false;    // less is free than min_free_gb: nothing is taken in
  long long in_inbox = 0;  // files
  long long waiting = 0;   // of them, ready and in the queue
  long long at_work = 0;
  long long dead = 0;  // given up after several attempts
  // Of the files at work, so far as their pages are counted.
  long long pages = 0;
  long long pages_in_hand = 0;
  long long pages_done = 0;
};

[[nodiscard]] WorkStatus work_status(const ArchiveLayout& layout, const Settings& settings);
void print_work_status(const Globals& globals, const WorkStatus& status);
[[nodiscard]] nlohmann::ordered_json work_status_json(const WorkStatus& status);

// Both for Prometheus: its text format 0.0.4, one sample a name.
void print_metrics(const WorkStatus& work, const CatalogueStatus& catalogue,
                   unsigned long long free_bytes, bool sandbox_complete);

}  // namespace sohoa
