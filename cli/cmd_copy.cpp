// sohoa copy --to DIR: brings a full copy of the archive up to date.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/access.h"
#include "cli/commands.h"
#include "cli/findings.h"
#include "cli/run_program.h"
#include "cli/terminal.h"
#include "pipeline/copy.h"

namespace sohoa {

namespace {

struct CopyArguments {
  std::string to;
  bool begin_anew = false;
  bool check = false;
  bool json = false;
};

nlohmann::ordered_json to_json(const CopyReport& report) {
  return {{"copy", report.copy},
          {"files", report.files},
          {"bytes", report.bytes},
          {"copied", report.copied},
          {"copied_bytes", report.copied_bytes},
          {"mended", report.mended},
          {"removed", report.removed},
          {"findings", report.findings},
          {"seq", report.seq},
          {"same_device", report.same_device},
          {"seconds", report.seconds}};
}

void print_report(const Globals& globals, const CopyReport& report) {
  std::printf(say(globals, "Bản sao có %lld tệp, %.2f GB; chép mới %lld tệp, %.2f GB; %.1f giây.\n",
                  "The copy holds %lld files, %.2f GB; %lld are new, %.2f GB; %.1f s.\n")
                  .c_str(),
              report.files, static_cast<double>(report.bytes) / 1e9, report.copied,
              static_cast<double>(report.copied_bytes) / 1e9, report.seconds);
  if (report.removed > 0)
    std::printf(say(globals, "%lld tệp đã tiêu hủy theo sổ cái cũng được xóa ở bản sao.\n",
                    "%lld files that were destroyed by the ledger were taken away here too.\n")
                    .c_str(),
                report.removed);
  if (report.findings > 0)
    std::printf(say(globals, "%lld tệp hỏng trong kho chưa được chép; bản sao giữ nguyên.\n",
                    "%lld files are damaged in the archive and were not copied.\n")
                    .c_str(),
                report.findings);
  std::fflush(stdout);
  if (report.same_device)
    std::cerr << say(globals, "Chú ý: bản sao nằm cùng ổ đĩa với kho; ổ đĩa hỏng thì mất cả hai.\n",
                     "Note: copy and archive share one disk; when it fails both are lost.\n");
}

void run_copy(const CopyArguments& arguments, Globals& globals) {
  watch_for_stop_signals();
  const ArchiveLayout layout = named_archive(globals);
  apply_settings_language(globals, read_settings(layout.settings()));
  VerifyWatch watch;
  watch.stop = &stop_requested();
  watch.finding = [&](const Finding& finding) {
    hide_progress_line();
    print_finding(globals, finding, arguments.json);
  };
  watch.progress = [&](long long files, unsigned long long bytes, unsigned long long total) {
    show_file_progress(globals, files, bytes, total);
  };
  const CopyReport report =
      copy_archive(layout, {arguments.to, arguments.begin_anew, arguments.check}, watch,
                   [] { return std::chrono::system_clock::now(); });
  hide_progress_line();
  if (arguments.json)
    std::cout << to_json(report).dump() << '\n';
  else
    print_report(globals, report);
  globals.status = report.findings > 0 ? kDamaged : kDone;
}

}  // namespace

void add_copy(CLI::App& app, Globals& globals) {
  auto arguments = std::make_shared<CopyArguments>();
  CLI::App* command =
      app.add_subcommand("copy", say(globals, "cập nhật một bản sao đầy đủ của kho",
                                     "bring a full copy of the archive up to date"));
  command
      ->add_option(
          "--to", arguments->to,
          say(globals, "thư mục bản sao, trên ổ đĩa khác", "the copy's folder, on another disk"))
      ->required();
  command->add_flag("--new", arguments->begin_anew,
                    say(globals, "làm lại từ đầu khi ổ đĩa của bản sao đã mất hoặc bị xóa",
                        "begin anew where the copy's disk was lost or erased"));
  command->add_flag(
      "--check", arguments->check,
      say(globals, "đọc lại mọi tệp của bản sao", "read every file of the copy again"));
  command->add_flag("--json", arguments->json, say(globals, "dạng JSON", "as JSON"));
  command->callback([arguments, &globals] { run_copy(*arguments, globals); });
}

}  // namespace sohoa
