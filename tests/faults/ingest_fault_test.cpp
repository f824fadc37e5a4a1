// Taking documents in, interrupted at every act.
#include <gtest/gtest.h>

#include <boost/filesystem.hpp>
#include <fstream>

#include "archive/layout.h"
#include "pipeline/ingest.h"
#include "pipeline/work_folder.h"
#include "tests/faults/archive_state.h"
#include "tests/faults/supervisor.h"
#include "tests/faults/trial.h"

namespace sohoa::faults {
namespace {

Operation ingest_three_records() {
  Operation operation;
  operation.prepare = [](const fs::path& place) {
    make_archive(place);
    for (int number = 1; number <= 3; ++number) write_scan(place / "scans", number);
    write_broken_scan(place / "scans");
  };
  operation.act = [](const fs::path& place) {
    for (const DocumentOutcome& outcome : ingest_folder(place))
      if (outcome.outcome != Outcome::archived && outcome.outcome != Outcome::duplicate &&
          outcome.reason != Reason::truncated && outcome.reason != Reason::unreadable_image)
        throw std::runtime_error(outcome.path + ": " + outcome.detail);
  };
  operation.state = [](const fs::path& place) { return archive_state(archive_of(place)); };
  operation.problems = [](const fs::path& place) { return archive_problems(archive_of(place)); };
  return operation;
}

TEST(IngestFaults, AStopAtAnyActLosesNothingAndKeepsNothingTwice) {
  survives_every_act(ingest_three_records(), Kind::stop);
}

TEST(IngestFaults, AStopInTheMiddleOfAnyWriteLosesNothing) {
  survives_every_act(ingest_three_records(), Kind::stop_halfway);
}

TEST(IngestFaults, ADeviceErrorAtAnyActOrReadLosesNothing) {
  survives_every_act(ingest_three_records(), Kind::io_error);
}

TEST(IngestFaults, ADiskThatFillsUpAtAnyActLosesNothing) {
  survives_every_act(ingest_three_records(), Kind::disk_full);
}

TEST(IngestFaults, ShortReadsAndWritesChangeNothing) {
  survives_short_calls(ingest_three_records(), 7);
}

}  // namespace
}  // namespace sohoa::faults
