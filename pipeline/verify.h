// Is everything in the archive as it was written? Reports every finding and
// changes nothing but its own record of what was checked when (fixity.db), the
// ledger's line about the run and the day's anchor.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "archive/fixity.h"
#include "archive/layout.h"
#include "index/fixity_record.h"
#include "pipeline/finding.h"
#include "pipeline/house.h"

namespace sohoa {

struct VerifyOptions {
  // Stops reading files after this time and goes on with the oldest checks next
  // time; ledger, lists and stores are checked in full in any case.
  std::optional<std::chrono::seconds> max_duration;
  FixityDepth depth = FixityDepth::regular;
  int jobs = 0;                   // files read at a time; 0: one a processor core
  std::vector<fs::path> anchors;  // to hold the ledger against, beside those in the archive
};

// What whoever started it sees and may stop. Calls come one at a time.
struct VerifyWatch {
  std::function<void(const Finding&)> finding = [](const Finding&) {};
  std::function<void(long long files, unsigned long long bytes, unsigned long long total_bytes)>
      progress = [](long long, unsigned long long, unsigned long long) {};
  const std::atomic<bool>* stop = nullptr;
  // By which max_duration is measured: a clock that nobody sets.
  std::function<std::chrono::steady_clock::time_point()> steady_clock =
      std::chrono::steady_clock::now;
};

struct VerifyReport {
  long long listed = 0;   // files that the ledger names
  long long checked = 0;  // of them, in this run
  unsigned long long bytes = 0;
  double seconds = 0;
  // Encrypted bags held to the checksum of the file alone, since a thorough check had no key.
  long long unopened = 0;
  long long damage = 0;   // findings that are damage
  long long notices = 0;  // and those that are not
  // Records that were destroyed, each accounted for by a certificate that two people approved.
  long long destroyed = 0;
  bool complete = false;  // every file was read
  bool noted = true;      // false: nothing could be written down, the next run begins anew
};

// A copy (copy.h) can be verified as the archive can; nothing is written to its
// ledger, and it has no catalogue. Memory does not grow with the archive. Throws
// Error{service_broken} when it cannot look at all, {retry, interrupted} when
// stopped; what was checked until then is noted.
[[nodiscard]] VerifyReport verify(const ArchiveLayout& layout, const VerifyOptions& options,
                                  const VerifyWatch& watch, const Clock& clock);

// The time between two checks of any file: TT 05/2025, chapter V, asks for three years.
inline constexpr std::chrono::days kFixityCycle{3 * 365};

// ISO 8601 UTC with microseconds: the order of checks within a second counts.
[[nodiscard]] std::string exact_time(std::chrono::system_clock::time_point time);

}  // namespace sohoa
