#include "tests/faults/operations.h"

#include <stdexcept>

#include "pipeline/review.h"
#include "tests/faults/archive_state.h"
#include "tests/faults/supervisor.h"

namespace sohoa::faults {

namespace {

void take_in_all(const fs::path& place) {
  for (const DocumentOutcome& outcome : ingest_folder(place))
    if (outcome.outcome != Outcome::archived) throw std::runtime_error(outcome.detail);
}

}  // namespace

void archive_with_records(const fs::path& place) {
  make_archive(place);
  for (int number = 1; number <= kRecords; ++number) write_scan(place / "scans", number);
  take_in_all(place);
}

void archive_with_a_file(const fs::path& place) {
  make_archive(place);
  for (int number = 1; number < kRecords; ++number) write_scan(place / "scans" / kFile, number);
  write_scan(place / "scans", kRecords);
  take_in_all(place);
}

std::vector<RecordRow> rows_of(const fs::path& place) {
  return Catalogue(archive_of(place).catalogue().string()).records("", kRecords);
}

Operation on_an_archive(std::function<void(const fs::path&)> act) {
  Operation operation;
  operation.prepare = archive_with_records;
  operation.act = std::move(act);
  operation.state = [](const fs::path& place) { return archive_state(archive_of(place)); };
  operation.problems = [](const fs::path& place) { return archive_problems(archive_of(place)); };
  operation.settled = [](const fs::path& place) { return verify_findings(archive_of(place)); };
  return operation;
}

void review_each(const fs::path& place) {
  const std::vector<RecordRow> rows = rows_of(place);
  in_house(place, [&](House& house) {
    for (const RecordRow& row : rows) {
      ReviewRequest request;
      request.id = {row.id};
      request.set = {{"subject", kReviewedSubject}};
      request.by = "tests";
      (void)review(request, {house.layout, house.settings, house.catalogue, house.search},
                   house.clock, [&]() -> WorkerPool& { return house.pool; });
    }
  });
}

}  // namespace sohoa::faults
