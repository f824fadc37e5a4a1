// sohoa ingest PATH…: takes files into the archive now.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <iostream>
#include <memory>
#include <thread>

#include "cli/access.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/outcome_lines.h"
#include "cli/run_program.h"
#include "cli/terminal_progress.h"
#include "document/error.h"
#include "pipeline/ingest.h"

namespace sohoa {

namespace {

struct IngestArguments {
  std::vector<std::string> paths;
  int jobs = 0;
  bool json = false;
};

void print_summary(const Globals& globals, const std::array<int, 4>& counts,
                   const TerminalProgress& progress) {
  const auto count = [&](Outcome outcome) { return counts[static_cast<std::size_t>(outcome)]; };
  char rate[160];
  std::snprintf(rate, sizeof rate,
                say(globals, "; %d trang trong %.1f giây (%.1f trang/phút)",
                    "; %d pages in %.1f s (%.1f pages a minute)")
                    .c_str(),
                progress.pages_done(), progress.seconds(),
                progress.pages_done() * 60.0 / std::max(progress.seconds(), 0.001));
  std::cout << '\n';
  for (const Outcome outcome :
       {Outcome::archived, Outcome::duplicate, Outcome::quarantined, Outcome::rejected})
    std::cout << (outcome == Outcome::archived ? "" : ", ") << count(outcome) << ' '
              << outcome_word(globals, outcome);
  std::cout << rate << '\n';
}

void run_ingest(const IngestArguments& arguments, Globals& globals) {
  watch_for_stop_signals();
  const InputList list = list_inputs(arguments.paths);
  TerminalProgress progress(globals, list.total_bytes);
  OpenArchive archive(globals, arguments.jobs, progress);
  std::array<int, 4> counts{};
  {
    const std::jthread watcher = interrupt_on_stop(archive.pool());
    ingest(list, archive.house(), stop_requested(), [&](const DocumentOutcome& outcome) {
      ++counts[static_cast<std::size_t>(outcome.outcome)];
      progress.hide();
      print_outcome(globals, outcome, arguments.json);
    });
  }
  progress.hide();
  if (!arguments.json) print_summary(globals, counts, progress);
  const bool some_not_taken = counts[static_cast<std::size_t>(Outcome::quarantined)] +
                                  counts[static_cast<std::size_t>(Outcome::rejected)] >
                              0;
  globals.status = some_not_taken ? kSomeNotTaken : kDone;
  if (stop_requested().load()) {
    std::cerr << say(globals, "Đã ngắt. Chạy lại lệnh này để làm tiếp phần còn lại.\n",
                     "Interrupted. Run the same command again to go on.\n");
    globals.status = kInterrupted;
  }
}

}  // namespace

void add_ingest(CLI::App& app, Globals& globals) {
  auto arguments = std::make_shared<IngestArguments>();
  CLI::App* command = app.add_subcommand(
      "ingest", say(globals, "nạp tệp và thư mục vào kho", "take files and folders in now"));
  command
      ->add_option("PATH", arguments->paths, say(globals, "tệp hoặc thư mục", "files or folders"))
      ->required();
  command->add_option("--jobs", arguments->jobs,
                      say(globals, "số trang đọc cùng lúc", "pages read at a time"));
  command->add_flag("--json", arguments->json,
                    say(globals, "mỗi tệp một dòng JSON", "one JSON object a line and file"));
  command->callback([arguments, &globals] { run_ingest(*arguments, globals); });
}

}  // namespace sohoa
