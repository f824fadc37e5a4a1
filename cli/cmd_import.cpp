// sohoa import: takes in bags, or a folder of scans with a table of descriptions.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "archive/hash.h"
#include "archive/ledger.h"
#include "cli/access.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/run_program.h"
#include "cli/terminal.h"
#include "cli/terminal_progress.h"
#include "pipeline/actor.h"
#include "pipeline/import_bags.h"
#include "pipeline/import_table.h"
#include "pipeline/ingest.h"

namespace sohoa {

namespace {

struct ImportArguments {
  std::vector<std::string> paths;
  std::string table;
  int jobs = 0;
  bool json = false;
};

// What happened so far, for the exit status and the last line.
struct Counts {
  int taken = 0;
  int duplicate = 0;
  int not_taken = 0;
};

void print_json(const nlohmann::ordered_json& json) {
  std::cout << json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)
            << std::endl;
}

std::string reason_text(const Globals& globals, Reason reason, const std::string& detail) {
  std::string text(reason_sentence(reason, globals.language));
  if (!detail.empty()) text += " [" + detail + "]";
  return text;
}

void report_record(const Globals& globals, bool json, const ImportedRecord& record,
                   Counts& counts) {
  if (record.outcome == ImportOutcome::taken) ++counts.taken;
  if (record.outcome == ImportOutcome::duplicate) ++counts.duplicate;
  if (record.outcome == ImportOutcome::refused) ++counts.not_taken;
  if (json)
    return print_json({{"path", record.path},
                       {"id", record.id},
                       {"outcome", import_outcome_name(record.outcome)},
                       {"versions", record.versions},
                       {"reason", reason_code(record.reason)},
                       {"detail", record.detail}});
  const std::string word = record.outcome == ImportOutcome::taken ? say(globals, "đã nhập", "taken")
                           : record.outcome == ImportOutcome::duplicate
                               ? say(globals, "đã có", "duplicate")
                               : say(globals, "từ chối", "refused");
  std::cout << printable(record.path) << "  " << word << "  " << record.id << "  "
            << reason_text(globals, record.reason, printable(record.detail)) << '\n';
}

void report_document(const Globals& globals, bool json, const DocumentOutcome& outcome,
                     Counts& counts) {
  if (outcome.outcome == Outcome::archived)
    ++counts.taken;
  else if (outcome.outcome == Outcome::duplicate)
    ++counts.duplicate;
  else
    ++counts.not_taken;
  if (json)
    return print_json({{"path", outcome.path},
                       {"sha256", outcome.sha256},
                       {"outcome", outcome_name(outcome.outcome)},
                       {"id", outcome.id},
                       {"pages", outcome.pages},
                       {"reason", reason_code(outcome.reason)}});
  std::cout << printable(outcome.path) << "  " << outcome_name(outcome.outcome) << "  "
            << outcome.id << "  " << reason_sentence(outcome.reason, globals.language) << '\n';
}

void ingest_inputs(const InputList& list, OpenArchive& archive, const Globals& globals, bool json,
                   TerminalProgress& progress, Counts& counts) {
  const std::jthread watcher = interrupt_on_stop(archive.pool());
  ingest(list, archive.house(), stop_requested(), [&](const DocumentOutcome& outcome) {
    progress.hide();
    report_document(globals, json, outcome, counts);
  });
}

void take_bags(const ImportArguments& arguments, OpenArchive& archive, const Globals& globals,
               TerminalProgress& progress, Counts& counts) {
  House& house = archive.house();
  ImportSink sink;
  sink.stop = &stop_requested();
  sink.record = [&](const ImportedRecord& record) {
    report_record(globals, arguments.json, record, counts);
  };
  sink.other_bag = [&](const OtherBag& bag) {
    InputList list;
    for (const std::string& file : bag.files)
      list.inputs.push_back({bag.folder / file, bag.path + "/" + file});
    ingest_inputs(list, archive, globals, arguments.json, progress, counts);
  };
  import_bags(arguments.paths, house.layout, house.catalogue, house.search, sink);
}

void print_finding(const Globals& globals, const TableFinding& finding) {
  std::cerr << say(globals, "dòng ", "line ") << finding.line;
  if (finding.column > 0) std::cerr << say(globals, ", cột ", ", column ") << finding.column;
  if (!finding.heading.empty()) std::cerr << " (" << printable(finding.heading) << ")";
  std::cerr << ": " << printable(finding.text) << '\n';
}

// Everything that is wrong with the table, before anything is taken in.
bool report_table(const Globals& globals, const DescribedFolder& folder) {
  for (const std::string& heading : folder.ignored_headings)
    std::cerr << say(globals, "cột không dùng đến: ", "column not used: ") << printable(heading)
              << '\n';
  for (const TableFinding& finding : folder.errors) print_finding(globals, finding);
  for (const TableFinding& finding : folder.without_file) print_finding(globals, finding);
  for (const std::string& file : folder.without_row)
    std::cerr << printable(file) << ": "
              << say(globals, "không có dòng mô tả, không nhập",
                     "the table has no row for it; not taken in")
              << '\n';
  if (!folder.errors.empty())
    std::cerr << say(globals, "Chưa nhập gì: hãy sửa các lỗi trên rồi chạy lại.\n",
                     "Nothing was taken in: correct these and run again.\n");
  return folder.errors.empty();
}

void take_table(const ImportArguments& arguments, OpenArchive& archive, const Globals& globals,
                TerminalProgress& progress, Counts& counts) {
  const DescribedFolder folder = read_described_folder(arguments.table, arguments.paths.front());
  counts.not_taken += static_cast<int>(folder.errors.size() + folder.without_file.size() +
                                       folder.without_row.size());
  if (!report_table(globals, folder)) return;
  House& house = archive.house();
  append_to_ledger(house.layout,
                   {iso_time(house.clock()), "import", "", hash_file(arguments.table).sha256.hex,
                    "table of descriptions of " + std::to_string(folder.inputs.size()) + " files",
                    acting_user()});
  InputList list;
  list.inputs = folder.inputs;
  ingest_inputs(list, archive, globals, arguments.json, progress, counts);
}

void run_import(const ImportArguments& arguments, Globals& globals) {
  if (!arguments.table.empty() && arguments.paths.size() != 1) {
    std::cerr << say(globals, "sohoa import --csv: chỉ một thư mục.\n",
                     "sohoa import --csv: one folder only.\n");
    globals.status = kUsage;
    return;
  }
  watch_for_stop_signals();
  TerminalProgress progress(globals, 0);
  OpenArchive archive(globals, arguments.jobs, progress);
  Counts counts;
  if (arguments.table.empty())
    take_bags(arguments, archive, globals, progress, counts);
  else
    take_table(arguments, archive, globals, progress, counts);
  progress.hide();
  if (!arguments.json)
    std::cout << counts.taken << say(globals, " đã nhập, ", " taken, ") << counts.duplicate
              << say(globals, " đã có, ", " duplicate, ") << counts.not_taken
              << say(globals, " không nhập\n", " not taken\n");
  globals.status = counts.not_taken > 0 ? kSomeNotTaken : kDone;
  if (stop_requested().load()) globals.status = kInterrupted;
}

}  // namespace

void add_import(CLI::App& app, Globals& globals) {
  auto arguments = std::make_shared<ImportArguments>();
  CLI::App* command = app.add_subcommand(
      "import", say(globals, "nhập gói BagIt, hoặc thư mục bản quét kèm bảng mô tả CSV",
                    "take in bags, or a folder of scans with a CSV of descriptions"));
  command
      ->add_option("PATH", arguments->paths,
                   say(globals, "gói, hoặc thư mục chứa gói hay bản quét",
                       "bags, or folders with bags or scans"))
      ->required();
  command->add_option("--csv", arguments->table,
                      say(globals, "bảng mô tả các tệp trong thư mục (CSV UTF-8)",
                          "table that describes the folder's files (CSV UTF-8)"));
  command->add_option("--jobs", arguments->jobs,
                      say(globals, "số trang đọc cùng lúc", "pages read at a time"));
  command->add_flag(
      "--json", arguments->json,
      say(globals, "mỗi tài liệu một dòng JSON", "one JSON object a line and record"));
  command->callback([arguments, &globals] { run_import(*arguments, globals); });
}

}  // namespace sohoa
