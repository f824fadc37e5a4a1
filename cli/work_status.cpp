#include "cli/work_status.h"

#include <boost/filesystem.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

#include "cli/access.h"
#include "cli/terminal.h"
#include "index/queue.h"
#include "pipeline/release.h"

namespace sohoa {

namespace {

std::string yes_no(const Globals& globals, bool yes) {
  return yes ? say(globals, "đang chạy", "running") : say(globals, "không chạy", "not running");
}

}  // namespace

WorkStatus work_status(const ArchiveLayout& layout, const Settings& settings) {
  WorkStatus status;
  status.watching = is_watched(layout);
  const auto queue = open_catalogue_queue(layout.catalogue().string());
  const QueueCounts counts = queue->counts();
  status.paused = queue->paused();
  status.waiting = counts.waiting;
  status.at_work = counts.leased;
  status.dead = counts.dead;
  status.pages = counts.pages;
  status.pages_in_hand = counts.pages_in_hand;
  status.pages_done = counts.pages_done;
  const InboxPlaces places = inbox_places(layout, settings.watch);
  if (fs::exists(places.inbox))
    status.in_inbox = static_cast<long long>(
        look_at_inbox(places.inbox, {places.done, places.refused}).files.size());
  status.no_room =
      static_cast<double>(fs::space(layout.root()).available) < settings.budget.min_free_gb * 1e9;
  return status;
}

void print_work_status(const Globals& globals, const WorkStatus& status) {
  const auto line = [&](std::string_view vietnamese, std::string_view english,
                        const std::string& value) {
    constexpr int kLabelColumns = 26;
    std::cout << pad_width(say(globals, vietnamese, english), kLabelColumns) << value << '\n';
  };
  line("Canh thư mục chờ", "Watch", yes_no(globals, status.watching));
  line("Tệp trong thư mục chờ", "Files in watch folder", std::to_string(status.in_inbox));
  line("Đang đợi, đang xử lý", "Waiting, at work",
       std::to_string(status.waiting) + ", " + std::to_string(status.at_work));
  if (status.pages > 0)
    line("Trang đã đọc", "Pages read",
         std::to_string(status.pages_done) + "/" + std::to_string(status.pages));
  if (status.dead > 0)
    line("Thôi không thử nữa", "Given up",
         std::to_string(status.dead) + say(globals, " (xem: sohoa queue)", " (see sohoa queue)"));
  if (status.paused)
    line("Hàng đợi", "Queue",
         say(globals, "ĐANG TẠM DỪNG (sohoa queue resume)", "PAUSED (sohoa queue resume)"));
  if (status.no_room)
    line("Ổ đĩa", "Disk",
         say(globals, "GẦN ĐẦY: tạm ngừng nạp", "NEARLY FULL: nothing is taken in"));
}

nlohmann::ordered_json work_status_json(const WorkStatus& status) {
  return {{"watching", status.watching},
          {"paused", status.paused},
          {"no_room", status.no_room},
          {"in_inbox", status.in_inbox},
          {"waiting", status.waiting},
          {"at_work", status.at_work},
          {"given_up", status.dead},
          {"pages", status.pages},
          {"pages_in_hand", status.pages_in_hand},
          {"pages_done", status.pages_done}};
}

void print_metrics(const WorkStatus& work, const CatalogueStatus& catalogue,
                   unsigned long long free_bytes, bool sandbox_complete) {
  const auto sample = [](const char* name, const char* help, auto value) {
    std::cout << "# HELP sohoa_" << name << ' ' << help << "\n# TYPE sohoa_" << name
              << " gauge\nsohoa_" << name << ' ' << value << '\n';
  };
  sample("records", "Records in the archive.", catalogue.records);
  sample("pages", "Pages in the archive.", catalogue.pages);
  sample("original_bytes", "Size of all originals.", catalogue.original_bytes);
  sample("put_aside", "Files quarantined or rejected.", catalogue.quarantined);
  sample("suspected_secrets", "Files sealed as suspected state secrets.",
         catalogue.suspected_secrets);
  sample("free_bytes", "Free on the disk of the archive.", free_bytes);
  sample("sandbox_complete", "1 where the kernel has all that page workers are locked in with.",
         sandbox_complete ? 1 : 0);
  sample("watching", "1 while a watch runs.", work.watching ? 1 : 0);
  sample("paused", "1 while the queue is paused.", work.paused ? 1 : 0);
  sample("no_room", "1 while nothing is taken in for want of room.", work.no_room ? 1 : 0);
  sample("inbox_files", "Files in the watch folder.", work.in_inbox);
  sample("queue_waiting", "Files that wait in the queue.", work.waiting);
  sample("queue_at_work", "Files that are being taken in.", work.at_work);
  sample("queue_pages_waiting", "Pages of files being taken in that are not begun.",
         work.pages - work.pages_in_hand - work.pages_done);
  sample("queue_pages_in_hand", "Pages that are being read.", work.pages_in_hand);
  sample("queue_given_up", "Files given up after several attempts.", work.dead);
}

}  // namespace sohoa
