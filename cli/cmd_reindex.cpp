// sohoa reindex: makes catalogue and search index again from the archive alone.
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
#include "pipeline/reindex.h"

namespace sohoa {

namespace {

void show_progress(const Globals& globals, long long done, long long total) {
  if (!is_terminal(STDERR_FILENO)) return;
  if (total == 0)
    std::cerr << "\r\x1b[K" << done << say(globals, " tài liệu đã liệt kê", " records listed");
  else
    std::cerr << "\r\x1b[K" << done << "/" << total
              << say(globals, " tài liệu đã lập chỉ mục", " records indexed");
}

void hide_progress() {
  if (is_terminal(STDERR_FILENO)) std::cerr << "\r\x1b[K";
}

void print_report(const Globals& globals, const ReindexReport& report) {
  const double rate = static_cast<double>(report.records) / std::max(report.seconds, 0.001);
  std::printf(say(globals,
                  "Đã lập lại danh mục và chỉ mục tìm kiếm: %lld tài liệu, %lld trang, %.1f giây "
                  "(%.0f tài liệu/giây).\n",
                  "Catalogue and search index made again: %lld records, %lld pages, %.1f s "
                  "(%.0f records a second).\n")
                  .c_str(),
              report.records, report.pages, report.seconds, rate);
  if (report.findings > 0)
    std::printf(say(globals, "%lld chỗ cần xem lại: hãy chạy sohoa verify.\n",
                    "%lld findings: run sohoa verify.\n")
                    .c_str(),
                report.findings);
  std::fflush(stdout);
}

nlohmann::ordered_json to_json(const ReindexReport& report) {
  return {{"records", report.records},         {"pages", report.pages},
          {"quarantined", report.quarantined}, {"suspected_secrets", report.suspected_secrets},
          {"findings", report.findings},       {"seconds", report.seconds}};
}

void run_reindex(bool json, Globals& globals) {
  watch_for_stop_signals();
  const ArchiveLayout layout = named_archive(globals);
  apply_settings_language(globals, read_settings(layout.settings()));
  const FileDescriptor lock = lock_archive(layout, globals);
  ReindexWatch watch;
  watch.stop = &stop_requested();
  watch.progress = [&](long long done, long long total) { show_progress(globals, done, total); };
  watch.finding = [&](const fs::path& path, const std::string& text) {
    hide_progress();
    std::cerr << path.string() << ": " << text << '\n';
  };
  const ReindexReport report = reindex(layout, watch);
  hide_progress();
  if (json)
    std::cout << to_json(report).dump() << '\n';
  else
    print_report(globals, report);
  globals.status = report.findings > 0 ? kDamaged : kDone;
}

}  // namespace

void add_reindex(CLI::App& app, Globals& globals) {
  auto json = std::make_shared<bool>(false);
  CLI::App* command =
      app.add_subcommand("reindex", say(globals, "lập lại danh mục và chỉ mục tìm kiếm từ kho",
                                        "make catalogue and search index again from the archive"));
  command->add_flag("--json", *json, say(globals, "dạng JSON", "as JSON"));
  command->callback([json, &globals] { run_reindex(*json, globals); });
}

}  // namespace sohoa
