// sohoa queue: what waits in the watch folder, and changing its turn.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/access.h"
#include "cli/commands.h"
#include "cli/run_program.h"
#include "cli/terminal.h"
#include "document/error.h"
#include "index/queue.h"
#include "pipeline/house.h"
#include "pipeline/inbox_key.h"
#include "pipeline/release.h"

namespace sohoa {

namespace {

// The queue knows keys; names come from the watch folder as it is now.
struct Desk {
  explicit Desk(Globals& globals)
      : layout(named_archive(globals)), settings(read_settings(layout.settings())) {
    apply_settings_language(globals, settings);
    queue = open_catalogue_queue(layout.catalogue().string());
    const InboxPlaces places = inbox_places(layout, settings.watch);
    for (const InboxFile& file : look_at_inbox(places.inbox, {places.done, places.refused}).files)
      files.emplace(inbox_key(file, layout), file);
  }

  ArchiveLayout layout;
  Settings settings;
  std::unique_ptr<Queue> queue;
  std::map<std::string, InboxFile> files;  // by key
};

const char* state_code(QueueState state) {
  switch (state) {
    case QueueState::waiting:
      return "waiting";
    case QueueState::leased:
      return "at_work";
    case QueueState::done:
      return "done";
    case QueueState::dead:
      return "dead";
    case QueueState::cancelled:
      return "cancelled";
  }
  return "";
}

std::string state_word(const Globals& globals, QueueState state) {
  switch (state) {
    case QueueState::waiting:
      return say(globals, "đang đợi", "waiting");
    case QueueState::leased:
      return say(globals, "đang xử lý", "at work");
    case QueueState::done:
      return say(globals, "đã xử lý", "done");
    case QueueState::dead:
      return say(globals, "thôi không thử nữa", "given up");
    case QueueState::cancelled:
      return say(globals, "đã bỏ", "cancelled");
  }
  return "";
}

struct PagesSoFar {
  int all = 0;
  int done = 0;
  std::vector<QueuePage> in_hand;
};

// Of a row in hand; of an archive file, the pages of the members that are begun.
PagesSoFar pages_so_far(const Queue& queue, const QueueRow& row) {
  PagesSoFar pages;
  if (row.state != QueueState::leased) return pages;
  for (const QueuePage& page : queue.pages(row.key)) {
    ++pages.all;
    if (page.state > QueuePageState::in_hand) ++pages.done;
    if (page.state == QueuePageState::in_hand) pages.in_hand.push_back(page);
  }
  return pages;
}

nlohmann::ordered_json in_hand_json(const PagesSoFar& pages) {
  auto list = nlohmann::ordered_json::array();
  for (const QueuePage& page : pages.in_hand)
    list.push_back({{"document", page.place.document},
                    {"page", page.place.page},
                    {"attempts", page.attempts},
                    {"since", iso_time(page.begun_at)}});
  return list;
}

void print_row(const Globals& globals, const QueueRow& row, const std::string& path,
               const PagesSoFar& pages, bool json) {
  if (json) {
    const nlohmann::ordered_json line{{"path", path},
                                      {"state", state_code(row.state)},
                                      {"priority", static_cast<int>(row.priority)},
                                      {"bytes", row.bytes},
                                      {"attempts", row.attempts},
                                      {"reason", row.reason},
                                      {"pages", pages.all},
                                      {"pages_done", pages.done},
                                      {"pages_in_hand", in_hand_json(pages)}};
    std::cout << line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
    return;
  }
  constexpr int kStateColumns = 20;
  std::cout << pad_width(state_word(globals, row.state), kStateColumns) << printable(path);
  if (const Reason reason = reason_from_code(row.reason);
      !row.reason.empty() && reason != Reason::none)
    std::cout << "  " << reason_sentence(reason, globals.language);
  if (pages.all > 0)
    std::cout << say(globals, "  trang ", "  page ") << pages.done << '/' << pages.all;
  std::cout << '\n';
}

void list(Globals& globals, bool json) {
  const Desk desk(globals);
  int shown = 0;
  for (const QueueRow& row : desk.queue->rows()) {
    const auto file = desk.files.find(row.key);
    if (file == desk.files.end()) continue;
    print_row(globals, row, file->second.path, pages_so_far(*desk.queue, row), json);
    ++shown;
  }
  if (json) return;
  if (desk.queue->paused())
    std::cout << say(globals, "Hàng đợi đang tạm dừng: sohoa queue resume để chạy tiếp.\n",
                     "The queue is paused: sohoa queue resume goes on.\n");
  if (shown == 0) std::cout << say(globals, "Không có tệp nào đang đợi.\n", "Nothing waits.\n");
}

// `act` with the key of each path; a path that it does not hold for is named.
void for_each_path(Globals& globals, const std::vector<std::string>& paths,
                   const std::function<bool(Desk&, const std::string&)>& act) {
  Desk desk(globals);
  for (const std::string& path : paths) {
    const auto file = std::find_if(desk.files.begin(), desk.files.end(),
                                   [&](const auto& entry) { return entry.second.path == path; });
    if (file != desk.files.end() && act(desk, file->first)) continue;
    std::cerr << printable(path)
              << say(globals, ": không có trong hàng đợi, hoặc không ở trạng thái phù hợp\n",
                     ": not in the queue, or not in a state for this\n");
    globals.status = kSomeNotTaken;
  }
}

void add_switch(CLI::App& queue, Globals& globals, const char* name, bool paused,
                const std::string& help) {
  queue.add_subcommand(name, help)->callback([&globals, paused] {
    Desk(globals).queue->pause(paused);
  });
}

void add_act(CLI::App& queue, Globals& globals, const char* name, const std::string& help,
             const std::function<bool(Desk&, const std::string&)>& act) {
  auto paths = std::make_shared<std::vector<std::string>>();
  CLI::App* command = queue.add_subcommand(name, help);
  command
      ->add_option("PATH", *paths,
                   say(globals, "tệp, tính từ thư mục chờ", "file, below the watch folder"))
      ->required();
  command->callback([&globals, paths, act] { for_each_path(globals, *paths, act); });
}

}  // namespace

void add_queue(CLI::App& app, Globals& globals) {
  auto json = std::make_shared<bool>(false);
  CLI::App* command = app.add_subcommand(
      "queue", say(globals, "những tệp đang đợi trong thư mục chờ", "what waits to be taken in"));
  command->require_subcommand(0, 1);
  command->add_flag("--json", *json,
                    say(globals, "mỗi tệp một dòng JSON", "one JSON object a line and file"));
  add_switch(*command, globals, "pause", true,
             say(globals, "tạm dừng: không bắt đầu tệp mới", "begin nothing new"));
  add_switch(*command, globals, "resume", false, say(globals, "chạy tiếp", "go on"));
  add_act(*command, globals, "cancel", say(globals, "bỏ qua tệp này", "leave this file alone"),
          [](Desk& desk, const std::string& key) { return desk.queue->cancel(key); });
  add_act(*command, globals, "retry",
          say(globals, "thử lại tệp đã bỏ hoặc đã thôi", "try a file again that was given up"),
          [](Desk& desk, const std::string& key) {
            return desk.queue->retry(key, std::chrono::system_clock::now());
          });
  add_act(*command, globals, "first",
          say(globals, "đưa lên đầu: có người đang đợi", "someone waits for it: its turn is next"),
          [](Desk& desk, const std::string& key) {
            return desk.queue->set_priority(key, QueuePriority::person);
          });
  command->callback([command, json, &globals] {
    if (command->get_subcommands().empty()) list(globals, *json);
  });
}

}  // namespace sohoa
