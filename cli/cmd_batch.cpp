// sohoa batch: the night's work, within a time window.
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/filesystem/operations.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "cli/access.h"
#include "cli/commands.h"
#include "cli/inbox_lines.h"
#include "cli/interrupt.h"
#include "cli/run_program.h"
#include "cli/terminal_progress.h"
#include "pipeline/batch.h"

namespace sohoa {

namespace {

struct BatchArguments {
  std::string until;
  int jobs = 0;
  bool json = false;
};

// ioprio_set(2); the kernel's own header is C only in some versions.
constexpr int kIoPriorityOfProcess = 1;
constexpr int kIdleIo = 3 << 13;  // the class, in the three highest of sixteen bits

// For this thread and all that it starts: everyone else goes first.
void step_back(const BudgetSettings& budget) {
  // Whoever started it may have asked for more.
  (void)::setpriority(PRIO_PROCESS, 0, std::max(budget.nice, ::getpriority(PRIO_PROCESS, 0)));
  if (budget.idle_io) (void)::syscall(SYS_ioprio_set, kIoPriorityOfProcess, 0, kIdleIo);
}

// Of what waits, for the estimate of the time left.
unsigned long long bytes_waiting(const ArchiveLayout& layout, const Settings& settings) {
  const InboxPlaces places = inbox_places(layout, settings.watch);
  unsigned long long bytes = 0;
  if (fs::exists(places.inbox))
    for (const InboxFile& file : look_at_inbox(places.inbox, {places.done, places.refused}).files)
      bytes += file.state.bytes;
  return bytes;
}

std::string step_words(const Globals& globals, BatchStep step) {
  switch (step) {
    case BatchStep::documents:
      return say(globals, "Nạp tài liệu đang đợi", "Taking in what waits");
    case BatchStep::checking:
      return say(globals, "Kiểm tra một phần kho", "Checking a part of the archive");
    case BatchStep::copying:
      return say(globals, "Cập nhật bản sao", "Bringing copies up to date");
    case BatchStep::tidying:
      return say(globals, "Sắp xếp chỉ mục tìm kiếm", "Tidying the search index");
    case BatchStep::reporting:
      return say(globals, "Viết báo cáo", "Writing the report");
  }
  return "";
}

void print_end(const Globals& globals, const BatchResult& result, const ArchiveLayout& layout) {
  std::cerr << result.documents << say(globals, " tệp, ", " files, ") << result.pages
            << say(globals, " trang; còn đợi ", " pages; still waiting ") << result.waiting
            << say(globals, ". Báo cáo: ", ". Report: ") << layout.reports().string() << '\n';
}

int status_of(const BatchResult& result, const InboxTally& tally) {
  if (stop_requested().load()) return kInterrupted;
  if (result.damage > 0) return kDamaged;
  return tally.quarantined + tally.rejected > 0 ? kSomeNotTaken : kDone;
}

void run_batch_command(const BatchArguments& arguments, Globals& globals) {
  watch_for_stop_signals();
  watch_for_reload_signal();
  const ArchiveLayout layout = named_archive(globals);
  const Settings settings = read_settings(layout.settings());
  step_back(settings.budget);
  TerminalProgress progress(globals, bytes_waiting(layout, settings));
  OpenArchive archive(globals, settings, arguments.jobs, progress);
  House& house = archive.house();
  const std::unique_ptr<Queue> queue = open_catalogue_queue(house.layout.catalogue().string());
  BatchOptions options;
  options.owner = lease_owner("batch");
  options.jobs = arguments.jobs;
  options.reload = &reload_requested();
  const std::string until = arguments.until.empty() ? settings.batch.until : arguments.until;
  if (!until.empty()) options.until = next_time_of_day(until, house.clock());
  InboxTally tally;
  const auto hide = [&progress] { progress.hide(); };
  const BatchSinks sinks{inbox_lines(globals, arguments.json, tally, hide), [&](BatchStep step) {
                           progress.hide();
                           if (!arguments.json) std::cerr << step_words(globals, step) << "…\n";
                         }};
  const std::jthread watcher = interrupt_on_stop(archive.pool());
  const BatchResult result = run_batch(options, house, *queue, stop_requested(), sinks);
  progress.hide();
  if (!arguments.json) print_end(globals, result, house.layout);
  globals.status = status_of(result, tally);
}

}  // namespace

void add_batch(CLI::App& app, Globals& globals) {
  auto arguments = std::make_shared<BatchArguments>();
  CLI::App* command = app.add_subcommand(
      "batch", say(globals, "chạy đêm: nạp tệp đang đợi, kiểm kho, cập nhật bản sao, viết báo cáo",
                   "the night: take in what waits, check, copy, report"));
  command->add_option("--until", arguments->until,
                      say(globals, "làm đến giờ này (HH:MM; mặc định theo sohoa.toml)",
                          "work until then (HH:MM; else as sohoa.toml says)"));
  command->add_option("--jobs", arguments->jobs,
                      say(globals, "số trang đọc cùng lúc", "pages read at a time"));
  command->add_flag("--json", arguments->json,
                    say(globals, "mỗi tệp một dòng JSON", "one JSON object a line and file"));
  command->callback([arguments, &globals] { run_batch_command(*arguments, globals); });
}

}  // namespace sohoa
