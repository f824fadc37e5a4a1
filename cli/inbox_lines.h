// What a run over the watch folder says, for people or for programs.
#pragma once

#include <functional>

#include "cli/globals.h"
#include "pipeline/inbox_run.h"

namespace sohoa {

// Outcomes as `sohoa ingest` prints them; notices as sentences on standard error,
// or as JSON objects with "notice" on standard output. Both are also counted. Where nobody
// looks on (a service's journal) names stand only of what was archived, and in JSON of all
// but suspected secrets.
struct InboxTally {
  long long archived = 0;
  long long duplicate = 0;
  long long quarantined = 0;
  long long rejected = 0;
  long long pages = 0;
};
[[nodiscard]] InboxSinks inbox_lines(const Globals& globals, bool json, InboxTally& tally,
                                     const std::function<void()>& before_each);

// Program, machine and process: the owner of leases.
[[nodiscard]] std::string lease_owner(const std::string& program);

}  // namespace sohoa
