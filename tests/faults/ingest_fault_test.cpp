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
  operation.settled = [](const fs::path& place) { return verify_findings(archive_of(place)); };
  return operation;
}

std::vector<std::string> leaks(const fs::path& place, const std::string& canary) {
  std::vector<std::string> problems;
  for (const std::string& file : files_that_tell(archive_of(place), canary))
    problems.push_back("a secret leaked into " + file);
  return problems;
}

// Nothing of it is ever to be seen in the archive, neither its bytes nor its name;
// but the name of a file that cannot be read at all is told until it is known for
// a secret: `name_in_the_end` looks for it only then.
Operation seal_a_secret(bool name_in_the_end) {
  Operation operation = ingest_three_records();
  operation.prepare = [](const fs::path& place) {
    make_archive(place);
    write_scan(place / "scans", 1);
    write_secret_scan(place / "scans");
  };
  operation.act = [](const fs::path& place) {
    for (const DocumentOutcome& outcome : ingest_folder(place))
      if (outcome.outcome != Outcome::archived && outcome.outcome != Outcome::duplicate &&
          outcome.reason != Reason::suspected_secret)
        throw std::runtime_error(outcome.detail);
  };
  operation.state = [](const fs::path& place) {
    return archive_state(archive_of(place), Sealed::by_name);
  };
  operation.problems = [name_in_the_end](const fs::path& place) {
    std::vector<std::string> problems = archive_problems(archive_of(place));
    for (const std::string& leak : leaks(place, secret_bytes())) problems.push_back(leak);
    if (!name_in_the_end)
      for (const std::string& leak : leaks(place, kSecretName)) problems.push_back(leak);
    return problems;
  };
  operation.settled = [](const fs::path& place) {
    std::vector<std::string> problems = verify_findings(archive_of(place));
    for (const std::string& leak : leaks(place, kSecretName)) problems.push_back(leak);
    return problems;
  };
  return operation;
}

TEST(SealingFaults, AStopAtAnyActLeaksNothingAndLosesNothing) {
  survives_every_act(seal_a_secret(false), Kind::stop_halfway);
}

TEST(SealingFaults, ADeviceErrorAtAnyActOrReadLeaksNothingAndLosesNothing) {
  survives_every_act(seal_a_secret(true), Kind::io_error);
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
