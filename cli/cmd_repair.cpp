// sohoa repair --from DIR: mends damage from a second copy.
#include <CLI/CLI.hpp>
#include <boost/filesystem.hpp>
#include <cstdio>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "archive/ledger_line.h"
#include "cli/access.h"
#include "cli/commands.h"
#include "cli/findings.h"
#include "cli/run_program.h"
#include "cli/terminal.h"
#include "document/error.h"
#include "pipeline/repair.h"

namespace sohoa {

namespace {

struct RepairArguments {
  std::string from;
  bool dry_run = false;
  bool json = false;
};

std::string act_word(const Globals& globals, RepairAct act) {
  switch (act) {
    case RepairAct::ledger_mended:
      return say(globals, "sổ cái đã được ghép lại", "ledger mended");
    case RepairAct::file_restored:
      return say(globals, "đã phục hồi", "restored");
    case RepairAct::bag_entered:
      return say(globals, "đã ghi vào sổ cái", "entered into the ledger");
    case RepairAct::leftover_cleared:
      return say(globals, "đã dọn phần dở dang", "leftover cleared");
    case RepairAct::not_mended:
      break;
  }
  return say(globals, "CHƯA SỬA ĐƯỢC", "NOT MENDED");
}

void print_step(const Globals& globals, const RepairStep& step, bool json) {
  if (json)
    std::cout << nlohmann::ordered_json{{"act", repair_act_name(step.act)},
                                        {"path", step.path},
                                        {"detail", step.detail}}
                     .dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)
              << '\n';
  else
    std::cout << printable(step.path) << ": " << act_word(globals, step.act) << "\n    "
              << printable(step.detail) << '\n';
}

void print_report(const Globals& globals, const RepairReport& report, bool dry_run) {
  if (dry_run)
    std::cout << say(globals, "Chỉ xem trước: chưa có gì được sửa.\n",
                     "A look ahead only: nothing was changed.\n");
  std::printf(say(globals,
                  "%lld tệp phục hồi, %lld tệp sổ cái ghép lại, %lld tệp ghi vào sổ cái, "
                  "%lld phần dở dang dọn đi, %lld chỗ chưa sửa được.\n",
                  "%lld files restored, %lld ledger files mended, %lld files entered, "
                  "%lld leftovers cleared, %lld not mended.\n")
                  .c_str(),
              report.restored, report.mended_lines, report.entered, report.cleared,
              report.not_mended);
  std::fflush(stdout);
  if (report.restored + report.mended_lines > 0 && !dry_run)
    std::cout << say(globals, "Những gì bị thay được giữ trong quarantine/replaced/.\n",
                     "What was replaced is kept in quarantine/replaced/.\n");
}

// An empty folder is filled from the copy; anything else must be an archive, if a hurt one.
ArchiveLayout hurt_archive(const Globals& globals) {
  const ArchiveLayout layout(globals.archive);
  const bool empty = !globals.archive.empty() &&
                     (!fs::exists(layout.root()) ||
                      (fs::is_directory(layout.root()) && fs::is_empty(layout.root())));
  const bool has_ledger = !globals.archive.empty() && !ledger_years(layout).empty();
  return empty || has_ledger ? layout : named_archive(globals);
}

void run_repair(const RepairArguments& arguments, Globals& globals) {
  watch_for_stop_signals();
  const ArchiveLayout layout = hurt_archive(globals);
  if (fs::exists(layout.settings()))
    apply_settings_language(globals, read_settings(layout.settings()));
  boost::system::error_code ignored;
  fs::create_directories(layout.work(), ignored);
  const FileDescriptor lock = lock_archive(layout, globals);
  VerifyWatch watch;
  watch.stop = &stop_requested();
  watch.progress = [&](long long files, unsigned long long bytes, unsigned long long total) {
    show_file_progress(globals, files, bytes, total);
  };
  const RepairReport report = repair(
      layout, {arguments.from, arguments.dry_run},
      [&](const RepairStep& step) {
        hide_progress_line();
        print_step(globals, step, arguments.json);
      },
      watch, [] { return std::chrono::system_clock::now(); });
  hide_progress_line();
  if (!arguments.json) print_report(globals, report, arguments.dry_run);
  globals.status = report.not_mended > 0 ? kDamaged : kDone;
}

}  // namespace

void add_repair(CLI::App& app, Globals& globals) {
  auto arguments = std::make_shared<RepairArguments>();
  CLI::App* command = app.add_subcommand(
      "repair", say(globals, "sửa chỗ hỏng từ một bản sao", "mend damage from a second copy"));
  command->add_option("--from", arguments->from,
                      say(globals, "thư mục bản sao", "the copy's folder"));
  command->add_flag("--dry-run", arguments->dry_run,
                    say(globals, "chỉ nói sẽ làm gì", "only say what would be done"));
  command->add_flag("--json", arguments->json,
                    say(globals, "mỗi việc một dòng JSON", "one JSON object a step"));
  command->callback([arguments, &globals] { run_repair(*arguments, globals); });
}

}  // namespace sohoa
