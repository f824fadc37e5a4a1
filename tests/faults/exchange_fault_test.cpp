// What leaves an archive and what comes into one from elsewhere, with every kind of fault at
// every act.
#include <gtest/gtest.h>

#include <boost/filesystem.hpp>
#include <fstream>
#include <stdexcept>
#include <tuple>

#include "index/search_index.h"
#include "pipeline/export.h"
#include "pipeline/import_bags.h"
#include "pipeline/import_table.h"
#include "pipeline/work_folder.h"
#include "tests/faults/archive_state.h"
#include "tests/faults/operations.h"
#include "tests/faults/supervisor.h"

namespace sohoa::faults {
namespace {

fs::path export_of(const fs::path& place) {
  return place / "given";
}

ExportReport export_all(const fs::path& place, ExportForm form) {
  ExportOptions options;
  options.form = form;
  options.target = export_of(place);
  options.selection.all = true;
  return export_records(archive_of(place), options, {});
}

// An export that a fault left records out of says so; whoever made it makes it again.
Operation export_three_records(ExportForm form) {
  Operation operation = on_an_archive([form](const fs::path& place) {
    if (fs::exists(export_of(place))) return;
    if (export_all(place, form).records == kRecords) return;
    fs::remove_all(export_of(place));
    throw std::runtime_error("records are missing");
  });
  operation.prepare = archive_with_a_file;
  operation.state = [](const fs::path& place) {
    std::string state = archive_state(archive_of(place));
    for (const fs::directory_entry& entry : fs::directory_iterator(place))
      state += entry.path().filename().string() + "\n";
    return state;
  };
  operation.problems = [](const fs::path& place) {
    std::vector<std::string> problems = archive_problems(archive_of(place));
    const fs::path sums = export_of(place) / "SHA256SUMS";
    if (fs::exists(export_of(place)) && !sums_hold(sums)) problems.push_back("export not whole");
    return problems;
  };
  return operation;
}

class ExportFaults : public ::testing::TestWithParam<std::tuple<ExportForm, Kind>> {};

TEST_P(ExportFaults, AnyActLeavesNothingOrTheWholeExport) {
  const auto [form, kind] = GetParam();
  survives_every_act(export_three_records(form), kind);
}

class ShortExports : public ::testing::TestWithParam<ExportForm> {};

TEST_P(ShortExports, ShortReadsAndWritesChangeNothing) {
  survives_short_calls(export_three_records(GetParam()), 7);
}

std::string form_name(ExportForm form) {
  switch (form) {
    case ExportForm::bags:
      return "bags";
    case ExportForm::unpacked_bags:
      return "unpacked";
    case ExportForm::package:
      return "package";
    case ExportForm::readers:
      return "readers";
  }
  return "";
}

const auto kForms = ::testing::Values(ExportForm::bags, ExportForm::unpacked_bags,
                                      ExportForm::package, ExportForm::readers);

INSTANTIATE_TEST_SUITE_P(Every, ExportFaults, ::testing::Combine(kForms, every_kind()),
                         [](const auto& made) {
                           return form_name(std::get<0>(made.param)) + "_" +
                                  kind_name(std::get<1>(made.param));
                         });
INSTANTIATE_TEST_SUITE_P(Every, ShortExports, kForms,
                         [](const auto& made) { return form_name(made.param); });

// The bags of three records, one of them with two versions, and an empty archive.
void archive_and_bags(const fs::path& place) {
  const fs::path giver = place / "giver";
  archive_with_records(giver);
  review_each(giver);
  if (export_all(giver, ExportForm::bags).records != kRecords)
    throw std::runtime_error("the bags are not whole");
  make_archive(place);
}

void import_all(const fs::path& place) {
  const ArchiveLayout layout = archive_of(place);
  clear_work_folder(layout.work());
  Catalogue catalogue(layout.catalogue().string());
  SearchIndex search(layout.search().string());
  ImportSink sink;
  sink.record = [](const ImportedRecord& record) {
    if (record.outcome == ImportOutcome::refused)
      throw std::runtime_error(record.path + ": " + record.detail);
  };
  sink.other_bag = [](const OtherBag& bag) {
    throw std::logic_error(bag.path + " is taken for another maker's bag");
  };
  import_bags({export_of(place / "giver").string()}, layout, catalogue, search, sink);
}

Operation import_three_records() {
  Operation operation = on_an_archive(import_all);
  operation.prepare = archive_and_bags;
  return operation;
}

class ImportFaults : public ::testing::TestWithParam<Kind> {};

TEST_P(ImportFaults, AnyActLeavesWholeRecordsAndIsContinued) {
  survives_every_act(import_three_records(), GetParam());
}

TEST(ShortImports, ShortReadsAndWritesChangeNothing) {
  survives_short_calls(import_three_records(), 7);
}

// A scan with a table that describes it.
void archive_and_table(const fs::path& place) {
  make_archive(place);
  write_scan(place / "scans", 1);
  std::ofstream((place / "table.csv").string()) << "Tệp,Mã hồ sơ,Trích yếu\n"
                                                << "scan1.bmp,G1,Về việc thứ nhất\n";
}

void import_table(const fs::path& place) {
  in_house(place, [&](House& house) {
    const DescribedFolder folder = read_described_folder(place / "table.csv", place / "scans");
    if (!folder.errors.empty()) throw std::runtime_error(folder.errors.front().text);
    for (const DocumentInput& input : folder.inputs) {
      const DocumentOutcome outcome = process_document(input, house);
      if (outcome.outcome != Outcome::archived && outcome.outcome != Outcome::duplicate)
        throw std::runtime_error(outcome.path + ": " + outcome.detail);
    }
  });
}

Operation import_described_scans() {
  Operation operation = on_an_archive(import_table);
  operation.prepare = archive_and_table;
  return operation;
}

TEST_P(ImportFaults, AnyActOfATableLosesNoScanAndNoDescription) {
  survives_every_act(import_described_scans(), GetParam());
}

TEST(ShortImports, ShortReadsAndWritesOfATableChangeNothing) {
  survives_short_calls(import_described_scans(), 7);
}

INSTANTIATE_TEST_SUITE_P(Every, ImportFaults, every_kind(),
                         [](const auto& made) { return kind_name(made.param); });

}  // namespace
}  // namespace sohoa::faults
