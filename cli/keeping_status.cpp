#include "cli/keeping_status.h"

#include <boost/filesystem.hpp>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>

#include "cli/terminal.h"
#include "pipeline/copy.h"
#include "pipeline/verify.h"

namespace sohoa {

namespace {

using Clock = std::chrono::system_clock;

// TT 05/2025, chapter V: at least two sets on media that do not depend on each other.
constexpr int kCopiesAsked = 2;
constexpr int kLabelColumns = 26;

struct Keeping {
  FixitySummary fixity;
  FixityRun last_run;
  std::vector<CopyState> copies;
  int independent = 0;  // copies that were finished and lie on other disks
};

Keeping look(const ArchiveLayout& layout) {
  Keeping keeping;
  if (fs::exists(layout.fixity())) {
    const FixityRecord record(layout.fixity().string());
    keeping.fixity = record.summary(exact_time(Clock::now() - kFixityCycle));
    keeping.last_run = record.last_run();
  }
  keeping.copies = copy_states(layout);
  for (const CopyState& copy : keeping.copies)
    if (!copy.known.finished_at.empty() && !copy.same_device) ++keeping.independent;
  return keeping;
}

// What must be read each day so that all is read once in the cycle.
unsigned long long bytes_a_day(const Keeping& keeping) {
  return keeping.fixity.bytes / static_cast<unsigned long long>(kFixityCycle.count()) + 1;
}

double percent_of(const FixitySummary& fixity) {
  return fixity.bytes == 0 ? 0.0
                           : 100.0 * static_cast<double>(fixity.checked_bytes) /
                                 static_cast<double>(fixity.bytes);
}

std::string with_numbers(const std::string& format, double first, double second) {
  char text[160];
  std::snprintf(text, sizeof text, format.c_str(), first, second);
  return text;
}

void line(const Globals& globals, std::string_view vietnamese, std::string_view english,
          const std::string& value) {
  std::cout << pad_width(say(globals, vietnamese, english), kLabelColumns) << value << '\n';
}

std::string state_of(const Globals& globals, const CopyState& copy) {
  const KnownCopy& known = copy.known;
  std::string text =
      known.finished_at.empty()
          ? say(globals, "chưa chép xong lần nào", "never finished")
          : known.finished_at + ", " + std::to_string(known.files) + say(globals, " tệp", " files");
  if (known.started_at > known.finished_at && !known.finished_at.empty())
    text += say(globals, "; lần sau đó bị ngắt", "; interrupted since");
  if (copy.lines_behind > 0)
    text += say(globals, "; thiếu ", "; lacks ") + std::to_string(copy.lines_behind) +
            say(globals, " việc mới", " newer acts");
  if (known.findings > 0)
    text += say(globals, "; kho hỏng ", "; archive damaged at ") + std::to_string(known.findings) +
            say(globals, " tệp", " files");
  if (!copy.reachable) text += say(globals, "; ổ đĩa không gắn", "; its disk is not connected");
  if (copy.same_device) text += say(globals, "; cùng ổ đĩa với kho", "; on the archive's own disk");
  return text;
}

void print_checks(const Globals& globals, const Keeping& keeping) {
  const FixitySummary& fixity = keeping.fixity;
  line(globals, "Kiểm trong 3 năm qua", "Checked within 3 years",
       std::to_string(fixity.checked) + " / " + std::to_string(fixity.files) +
           with_numbers(say(globals, " tệp, %.1f %%; cần đọc %.3f GB mỗi đêm",
                            " files, %.1f %%; to be read each night: %.3f GB"),
                        percent_of(fixity), static_cast<double>(bytes_a_day(keeping)) / 1e9));
  line(globals, "Lần kiểm lâu nhất", "Oldest check",
       !fixity.oldest_check.empty() ? fixity.oldest_check.substr(0, 10)
                                    : say(globals, "có tệp chưa kiểm", "some were never checked"));
  const FixityRun& run = keeping.last_run;
  line(globals, "Lần chạy gần nhất", "Last run of verify",
       run.at.empty()
           ? say(globals, "chưa có", "never")
           : run.at + ", " + std::to_string(run.files) + say(globals, " tệp", " files") + ", " +
                 std::to_string(run.findings) + say(globals, " chỗ hỏng", " findings"));
  if (fixity.findings > 0)
    line(globals, "Tệp hỏng chưa sửa", "Damaged, not mended", std::to_string(fixity.findings));
}

}  // namespace

void print_keeping_status(const Globals& globals, const ArchiveLayout& layout) {
  const Keeping keeping = look(layout);
  print_checks(globals, keeping);
  for (const CopyState& copy : keeping.copies) {
    line(globals, "Bản sao", "Copy", printable(copy.known.path));
    line(globals, "", "", state_of(globals, copy));
  }
  if (keeping.independent < kCopiesAsked)
    line(globals, "CẦN THÊM BẢN SAO", "MORE COPIES NEEDED",
         say(globals, "phải có 2 bản trên ổ đĩa độc lập, hiện có ",
             "two on independent disks are asked for; there are ") +
             std::to_string(keeping.independent));
}

nlohmann::ordered_json keeping_status_json(const ArchiveLayout& layout) {
  const Keeping keeping = look(layout);
  nlohmann::ordered_json copies = nlohmann::ordered_json::array();
  for (const CopyState& copy : keeping.copies)
    copies.push_back({{"copy", copy.known.id},
                      {"path", copy.known.path},
                      {"started_at", copy.known.started_at},
                      {"finished_at", copy.known.finished_at},
                      {"files", copy.known.files},
                      {"bytes", copy.known.bytes},
                      {"seq", copy.known.seq},
                      {"lines_behind", copy.lines_behind},
                      {"findings", copy.known.findings},
                      {"reachable", copy.reachable},
                      {"same_device", copy.same_device}});
  return {{"fixity",
           {{"files", keeping.fixity.files},
            {"bytes", keeping.fixity.bytes},
            {"checked_in_cycle", keeping.fixity.checked},
            {"checked_bytes_in_cycle", keeping.fixity.checked_bytes},
            {"cycle_days", kFixityCycle.count()},
            {"bytes_a_day_needed", bytes_a_day(keeping)},
            {"oldest_check", keeping.fixity.oldest_check},
            {"open_findings", keeping.fixity.findings},
            {"last_run", keeping.last_run.at},
            {"last_run_findings", keeping.last_run.findings}}},
          {"copies", copies},
          {"independent_copies", keeping.independent},
          {"independent_copies_asked", kCopiesAsked}};
}

}  // namespace sohoa
