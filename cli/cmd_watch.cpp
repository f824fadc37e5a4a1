// sohoa watch: takes in whatever arrives in the watch folder, for ever.
#include <fcntl.h>
#include <sys/file.h>

#include <CLI/CLI.hpp>
#include <boost/filesystem.hpp>
#include <iostream>
#include <memory>
#include <thread>

#include "cli/access.h"
#include "cli/commands.h"
#include "cli/inbox_lines.h"
#include "cli/interrupt.h"
#include "cli/run_program.h"
#include "cli/terminal_progress.h"
#include "document/error.h"
#include "pipeline/disk_budget.h"

namespace sohoa {

namespace {

struct WatchArguments {
  int jobs = 0;
  bool json = false;
};

void print_greeting(const Globals& globals, const House& house) {
  const InboxPlaces places = inbox_places(house.layout, house.settings.watch);
  std::cerr << say(globals, "Đang canh thư mục: ", "Watching: ") << places.inbox.string() << '\n';
}

InboxRunEnd watch_once(const WatchArguments& arguments, const Settings& settings,
                       Globals& globals) {
  TerminalProgress progress(globals, 0);
  OpenArchive archive(globals, settings, arguments.jobs, progress);
  const House& house = archive.house();
  if (!arguments.json) print_greeting(globals, house);
  const std::unique_ptr<Queue> queue = open_catalogue_queue(house.layout.catalogue().string());
  InboxRunOptions options;
  options.owner = lease_owner("watch");
  options.loads_at_night = true;
  options.jobs = arguments.jobs;
  options.reload = &reload_requested();
  options.may_reopen = true;
  InboxTally tally;
  const InboxSinks sinks =
      inbox_lines(globals, arguments.json, tally, [&progress] { progress.hide(); });
  const std::jthread watcher = interrupt_on_stop(archive.pool());
  return run_inbox(options, archive.house(), *queue, stop_requested(), sinks);
}

// Until a document fits on the disk again; false when the user asks to stop.
bool wait_for_room(const ArchiveLayout& layout, const Settings& settings) {
  const DiskBudget disk(layout.work(),
                        static_cast<unsigned long long>(settings.budget.min_free_gb * 1e9));
  constexpr std::chrono::milliseconds kBetween(500);
  do {
    std::this_thread::sleep_for(kBetween);
    if (stop_requested().load()) return false;
  } while (disk.room() < room_for_document(0));
  return true;
}

void tell(const WatchArguments& arguments, const Globals& globals, const InboxNotice& notice) {
  InboxTally tally;
  inbox_lines(globals, arguments.json, tally, [] {}).notice(notice);
}

// On a disk that is full to the last byte the stores can neither be written nor
// opened: everything is closed, and opened again when there is room.
InboxRunEnd watch_with_room(const WatchArguments& arguments, const Settings& settings,
                            Globals& globals) {
  for (;;) {
    try {
      return watch_once(arguments, settings, globals);
    } catch (const Error& error) {
      if (error.reason() != Reason::disk_full) throw;
    }
    tell(arguments, globals, {InboxNotice::Kind::no_room, "", ""});
    if (!wait_for_room(named_archive(globals), settings)) return InboxRunEnd::stopped;
    tell(arguments, globals, {InboxNotice::Kind::room_again, "", ""});
  }
}

// The file may have got a mistake since it was found good.
Settings read_again(const WatchArguments& arguments, const Globals& globals,
                    const Settings& before) {
  try {
    Settings now = read_settings(named_archive(globals).settings());
    std::cerr << say(globals, "Mở lại kho với thiết lập mới.\n",
                     "The archive is opened with the new settings.\n");
    return now;
  } catch (const Error& error) {
    tell(arguments, globals, {InboxNotice::Kind::bad_settings, "", error.message()});
    return before;
  }
}

void run_watch(const WatchArguments& arguments, Globals& globals) {
  watch_for_stop_signals();
  watch_for_reload_signal();
  const FileDescriptor alone = lock_watch(named_archive(globals), globals);
  Settings settings = read_settings(named_archive(globals).settings());
  const Language asked_for = globals.language;  // the settings may choose another
  while (watch_with_room(arguments, settings, globals) == InboxRunEnd::settings_changed) {
    settings = read_again(arguments, globals, settings);
    globals.language = asked_for;
  }
  globals.status = kDone;
}

}  // namespace

void add_watch(CLI::App& app, Globals& globals) {
  auto arguments = std::make_shared<WatchArguments>();
  CLI::App* command =
      app.add_subcommand("watch", say(globals, "canh thư mục chờ và nạp mọi tệp đến",
                                      "take in whatever arrives in the watch folder"));
  command->add_option("--jobs", arguments->jobs,
                      say(globals, "số trang đọc cùng lúc", "pages read at a time"));
  command->add_flag("--json", arguments->json,
                    say(globals, "mỗi tệp một dòng JSON", "one JSON object a line and file"));
  command->callback([arguments, &globals] { run_watch(*arguments, globals); });
}

}  // namespace sohoa
