// sohoa status: the archive at a glance.
#include <CLI/CLI.hpp>
#include <boost/filesystem.hpp>
#include <cstdio>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/access.h"
#include "cli/commands.h"
#include "cli/keeping_status.h"
#include "cli/terminal.h"
#include "cli/work_status.h"
#include "index/catalogue.h"
#include "pipeline/sandbox.h"
#include "pipeline/settings.h"

namespace sohoa {

namespace {

struct StatusArguments {
  bool json = false;
  bool prometheus = false;
};

std::string gigabytes(unsigned long long bytes) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f GB", static_cast<double>(bytes) / 1e9);
  return text;
}

void print_lines(const Globals& globals, const ArchiveLayout& layout, const CatalogueStatus& status,
                 const WorkStatus& work, unsigned long long free_bytes) {
  const auto line = [&](std::string_view vietnamese, std::string_view english,
                        const std::string& value) {
    constexpr int kLabelColumns = 26;
    std::cout << pad_width(say(globals, vietnamese, english), kLabelColumns) << value << '\n';
  };
  line("Kho lưu trữ", "Archive", layout.root().string());
  line("Tài liệu", "Records", std::to_string(status.records));
  line("Trang", "Pages", std::to_string(status.pages));
  line("Dung lượng bản gốc", "Size of originals", gigabytes(status.original_bytes));
  line("Cách ly và từ chối", "Quarantined, rejected", std::to_string(status.quarantined));
  line("Nghi tài liệu mật", "Suspected secrets", std::to_string(status.suspected_secrets));
  line("Lần nạp gần nhất", "Last taken in",
       status.last_ingest.empty() ? say(globals, "chưa có", "never") : status.last_ingest);
  line("Ổ đĩa còn trống", "Free on disk", gigabytes(free_bytes));
  const SandboxState sandbox = sandbox_state();
  const std::string warning =
      sandbox.complete() ? "" : say(globals, "KHÔNG ĐẦY ĐỦ: ", "INCOMPLETE: ");
  line("Hộp cát đọc trang", "Sandbox of page workers", warning + describe(sandbox));
  print_work_status(globals, work);
  print_keeping_status(globals, layout);
}

void run_status(const StatusArguments& arguments, Globals& globals) {
  const ArchiveLayout layout = named_archive(globals);
  const Settings settings = read_settings(layout.settings());
  apply_settings_language(globals, settings);
  const WorkStatus work = work_status(layout, settings);
  const CatalogueStatus status = Catalogue(layout.catalogue().string()).status();
  const unsigned long long free_bytes = fs::space(layout.root()).available;
  if (arguments.prometheus)
    return print_metrics(work, status, free_bytes, sandbox_state().complete());
  if (!arguments.json) return print_lines(globals, layout, status, work, free_bytes);
  nlohmann::ordered_json json_status{{"archive", layout.root().string()},
                                     {"records", status.records},
                                     {"pages", status.pages},
                                     {"original_bytes", status.original_bytes},
                                     {"quarantined", status.quarantined},
                                     {"suspected_secrets", status.suspected_secrets},
                                     {"last_ingest", status.last_ingest},
                                     {"free_bytes", free_bytes}};
  const SandboxState sandbox = sandbox_state();
  json_status["sandbox"] = {{"seccomp", sandbox.system_calls}, {"landlock", sandbox.landlock}};
  json_status["work"] = work_status_json(work);
  json_status.update(keeping_status_json(layout));
  std::cout << json_status.dump() << '\n';
}

}  // namespace

void add_status(CLI::App& app, Globals& globals) {
  auto arguments = std::make_shared<StatusArguments>();
  CLI::App* command = app.add_subcommand(
      "status", say(globals, "tình hình kho lưu trữ", "the archive at a glance"));
  auto* json = command->add_flag("--json", arguments->json, say(globals, "dạng JSON", "as JSON"));
  command
      ->add_flag("--prometheus", arguments->prometheus,
                 say(globals, "dạng văn bản cho Prometheus", "as text for Prometheus"))
      ->excludes(json);
  command->callback([arguments, &globals] { run_status(*arguments, globals); });
}

}  // namespace sohoa
