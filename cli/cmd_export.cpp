// sohoa export: gives records to others.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/access.h"
#include "cli/commands.h"
#include "cli/run_program.h"
#include "cli/terminal.h"
#include "pipeline/export.h"

namespace sohoa {

namespace {

struct ExportArguments {
  std::string target;
  std::string form = "bags";
  ExportOptions options;
  std::vector<std::string> words;
  SearchQuery query;
  bool json = false;
};

ExportForm form_of(const std::string& name) {
  if (name == "unpacked") return ExportForm::unpacked_bags;
  if (name == "package") return ExportForm::package;
  return name == "readers" ? ExportForm::readers : ExportForm::bags;
}

void show_progress(const Globals& globals, long long done, long long total) {
  if (is_terminal(STDERR_FILENO))
    std::cerr << "\r\x1b[K" << done << "/" << total << say(globals, " tài liệu", " records");
}

void hide_progress() {
  if (is_terminal(STDERR_FILENO)) std::cerr << "\r\x1b[K";
}

void take_selection(ExportArguments& arguments) {
  for (const std::string& word : arguments.words)
    arguments.query.text += (arguments.query.text.empty() ? "" : " ") + word;
  const SearchQuery& query = arguments.query;
  if (!query.text.empty() || !query.type.empty() || !query.agency.empty() || !query.from.empty() ||
      !query.to.empty())
    arguments.options.selection.query = query;
}

bool names_nothing(const ExportSelection& selection) {
  return !selection.all && selection.ids.empty() && selection.files.empty() && !selection.query;
}

void print_report(const Globals& globals, const ExportReport& report, const std::string& target) {
  std::printf(say(globals,
                  "Đã xuất %lld tài liệu, %lld tệp, %.2f GB ra %s (%.1f giây).\n"
                  "Mã SHA-256 của SHA256SUMS, nên ghi vào biên bản giao nhận:\n%s\n",
                  "%lld records, %lld files, %.2f GB exported to %s (%.1f s).\n"
                  "SHA-256 of SHA256SUMS, to be noted in the paper of handover:\n%s\n")
                  .c_str(),
              report.records, report.files, static_cast<double>(report.bytes) / 1e9, target.c_str(),
              report.seconds, report.sums.hex.c_str());
  if (report.findings > 0)
    std::printf(say(globals, "%lld chỗ cần xem lại, nêu ở trên.\n", "%lld findings, named above.\n")
                    .c_str(),
                report.findings);
  std::fflush(stdout);
}

void run_export(ExportArguments& arguments, Globals& globals) {
  watch_for_stop_signals();
  const ArchiveLayout layout = named_archive(globals);
  apply_settings_language(globals, read_settings(layout.settings()));
  take_selection(arguments);
  if (names_nothing(arguments.options.selection)) {
    std::cerr << say(globals,
                     "sohoa export: hãy chọn tài liệu: --all, --id, --file, hoặc từ cần tìm.\n",
                     "sohoa export: choose records: --all, --id, --file, or words to search.\n");
    globals.status = kUsage;
    return;
  }
  arguments.options.target = arguments.target;
  arguments.options.form = form_of(arguments.form);
  ExportWatch watch;
  watch.stop = &stop_requested();
  watch.progress = [&](long long done, long long total) { show_progress(globals, done, total); };
  watch.finding = [&](const std::string& what, const std::string& text) {
    hide_progress();
    std::cerr << what << ": " << text << '\n';
  };
  const ExportReport report = export_records(layout, arguments.options, watch);
  hide_progress();
  if (arguments.json)
    std::cout << nlohmann::ordered_json{{"target", arguments.target},
                                        {"records", report.records},
                                        {"files", report.files},
                                        {"bytes", report.bytes},
                                        {"findings", report.findings},
                                        {"sha256sums_sha256", report.sums.hex},
                                        {"seconds", report.seconds}}
                     .dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)
              << '\n';
  else
    print_report(globals, report, arguments.target);
  globals.status = report.findings > 0 ? kSomeNotTaken : kDone;
}

void add_selection(CLI::App& command, ExportArguments& arguments, const Globals& globals) {
  ExportSelection& selection = arguments.options.selection;
  SearchQuery& query = arguments.query;
  command.add_flag("--all", selection.all, say(globals, "tất cả tài liệu", "every record"));
  command.add_option("--id", selection.ids, say(globals, "mã tài liệu", "ids of records"));
  command.add_option("--file", selection.files, say(globals, "mã hồ sơ", "codes of files (hồ sơ)"));
  command.add_option("--query", arguments.words,
                     say(globals, "tài liệu có các từ này", "records with these words"));
  command.add_option("--type", query.type, say(globals, "loại văn bản", "type of document"));
  command.add_option("--agency", query.agency, say(globals, "cơ quan ban hành", "issuing agency"));
  command.add_option("--from", query.from,
                     say(globals, "ban hành từ ngày (YYYY-MM-DD)", "issued on or after"));
  command.add_option("--to", query.to,
                     say(globals, "ban hành đến ngày (YYYY-MM-DD)", "issued on or before"));
}

}  // namespace

void add_export(CLI::App& app, Globals& globals) {
  auto arguments = std::make_shared<ExportArguments>();
  CLI::App* command = app.add_subcommand(
      "export", say(globals, "xuất tài liệu: gói BagIt, gói theo thông tư, hoặc thư mục để đọc",
                    "give records away: bags, packages after the circular, or PDFs to read"));
  command
      ->add_option("TARGET", arguments->target,
                   say(globals, "thư mục mới để ghi ra", "new folder to write to"))
      ->required();
  command
      ->add_option("--form", arguments->form,
                   say(globals,
                       "bags: gói BagIt; unpacked: gói đã mở; package: gói METS theo thông tư; "
                       "readers: PDF kèm mục lục",
                       "bags; unpacked: bags as folders; package: METS after the circular; "
                       "readers: PDFs with an index"))
      ->check(CLI::IsMember({"bags", "unpacked", "package", "readers"}));
  command->add_option("--rules", arguments->options.rules,
                      say(globals, "quy cách gói: tt05-2025-aip, tt05-2025-sip hoặc một tệp",
                          "rules of packages: tt05-2025-aip, tt05-2025-sip or a file"));
  command->add_flag("--restricted", arguments->options.restricted,
                    say(globals, "readers: kể cả hồ sơ hạn chế sử dụng",
                        "readers: records of restricted files too"));
  add_selection(*command, *arguments, globals);
  command->add_flag("--json", arguments->json, say(globals, "dạng JSON", "as JSON"));
  command->callback([arguments, &globals] { run_export(*arguments, globals); });
}

}  // namespace sohoa
