// What is done with records once they are in the archive, interrupted at every act.
#include <gtest/gtest.h>

#include <boost/filesystem.hpp>
#include <fstream>
#include <stdexcept>

#include "archive/bag.h"
#include "index/catalogue.h"
#include "pipeline/copy.h"
#include "pipeline/reindex.h"
#include "pipeline/repair.h"
#include "tests/faults/archive_state.h"
#include "tests/faults/operations.h"
#include "tests/faults/supervisor.h"
#include "tests/faults/trial.h"

namespace sohoa::faults {
namespace {

Operation review_three_records() {
  return on_an_archive(review_each);
}

fs::path copy_of(const fs::path& place) {
  return place / "copy";
}

void copy_all(const fs::path& place) {
  CopyOptions options;
  options.to = copy_of(place);
  const CopyReport report = copy_archive(archive_of(place), options, {}, standing_clock());
  if (report.findings != 0) throw std::runtime_error("the copy met damage");
}

// Bags that stand in the copy under their final name are whole at any time.
Operation copy_three_records() {
  Operation operation = on_an_archive(copy_all);
  operation.state = [](const fs::path& place) {
    return archive_state(archive_of(place)) + tree_state(ArchiveLayout(copy_of(place)).store());
  };
  operation.problems = [](const fs::path& place) {
    std::vector<std::string> problems = archive_problems(archive_of(place));
    for (const std::string& finding : damaged_bags(ArchiveLayout(copy_of(place))))
      problems.push_back("copy: " + finding);
    return problems;
  };
  operation.settled = [](const fs::path& place) {
    std::vector<std::string> problems = verify_findings(archive_of(place));
    for (const std::string& finding : verify_findings(ArchiveLayout(copy_of(place))))
      problems.push_back("copy: " + finding);
    return problems;
  };
  return operation;
}

void overwrite(const fs::path& file, const std::string& bytes) {
  fs::permissions(file, fs::add_perms | fs::owner_write);
  std::ofstream(file.string(), std::ios::binary | std::ios::trunc) << bytes;
}

// One bag cut, one gone, one ledger line changed.
void damage(const fs::path& place) {
  const ArchiveLayout layout = archive_of(place);
  const std::vector<RecordRow> rows = rows_of(place);
  overwrite(layout.root() / rows.at(0).bag_path, "cut");
  fs::remove(layout.root() / rows.at(1).bag_path);
  const fs::path ledger = layout.ledger(2026);
  std::ifstream in(ledger.string(), std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(in), {});
  text.at(text.find("tests")) = 'T';
  overwrite(ledger, text);
}

Operation repair_what_is_damaged() {
  Operation operation = on_an_archive([](const fs::path& place) {
    RepairOptions options;
    options.from = copy_of(place);
    const RepairReport report = repair(
        archive_of(place), options, [](const RepairStep&) {}, {}, standing_clock());
    if (report.not_mended != 0) throw std::runtime_error("not mended");
  });
  operation.prepare = [](const fs::path& place) {
    archive_with_records(place);
    copy_all(place);
    damage(place);
  };
  operation.problems = [](const fs::path&) { return std::vector<std::string>(); };
  return operation;
}

Operation rebuild_both_databases() {
  return on_an_archive([](const fs::path& place) { (void)reindex(archive_of(place), {}); });
}

TEST(ReviewFaults, AStopAtAnyActLeavesTheOldOrTheNewVersion) {
  survives_every_act(review_three_records(), Kind::stop);
}

TEST(ReviewFaults, AStopInTheMiddleOfAnyActLeavesTheOldOrTheNewVersion) {
  survives_every_act(review_three_records(), Kind::stop_halfway);
}

TEST(ReviewFaults, ADeviceErrorAtAnyActOrReadLeavesTheOldOrTheNewVersion) {
  survives_every_act(review_three_records(), Kind::io_error);
}

TEST(ReviewFaults, ADiskThatFillsUpAtAnyActLeavesTheOldOrTheNewVersion) {
  survives_every_act(review_three_records(), Kind::disk_full);
}

TEST(CopyFaults, AStopInTheMiddleOfAnyActLeavesWholeBagsAndIsContinued) {
  survives_every_act(copy_three_records(), Kind::stop_halfway);
}

TEST(CopyFaults, ADeviceErrorAtAnyActOrReadLeavesWholeBagsAndIsContinued) {
  survives_every_act(copy_three_records(), Kind::io_error);
}

TEST(CopyFaults, ADiskThatFillsUpAtAnyActLeavesWholeBagsAndIsContinued) {
  survives_every_act(copy_three_records(), Kind::disk_full);
}

TEST(RepairFaults, AStopInTheMiddleOfAnyActIsContinuedToAWholeArchive) {
  survives_every_act(repair_what_is_damaged(), Kind::stop_halfway);
}

TEST(RepairFaults, ADeviceErrorAtAnyActOrReadIsContinuedToAWholeArchive) {
  survives_every_act(repair_what_is_damaged(), Kind::io_error);
}

TEST(RepairFaults, ADiskThatFillsUpAtAnyActIsContinuedToAWholeArchive) {
  survives_every_act(repair_what_is_damaged(), Kind::disk_full);
}

TEST(ReviewFaults, ShortReadsAndWritesChangeNothing) {
  survives_short_calls(review_three_records(), 7);
}

TEST(CopyFaults, ShortReadsAndWritesChangeNothing) {
  survives_short_calls(copy_three_records(), 7);
}

TEST(RepairFaults, ShortReadsAndWritesChangeNothing) {
  survives_short_calls(repair_what_is_damaged(), 7);
}

TEST(RebuildFaults, AStopInTheMiddleOfAnyActLeavesTheOldOrTheNewDatabases) {
  survives_every_act(rebuild_both_databases(), Kind::stop_halfway);
}

}  // namespace
}  // namespace sohoa::faults
