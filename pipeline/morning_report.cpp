#include "pipeline/morning_report.h"

#include <algorithm>
#include <boost/filesystem.hpp>
#include <ctime>
#include <nlohmann/json.hpp>

#include "archive/durable_file.h"
#include "document/error.h"

namespace sohoa {

namespace {

using Json = nlohmann::ordered_json;
using std::chrono::system_clock;

constexpr const char* kStage = "report";
constexpr int kMostRows = 200;  // of each list: a page that people read
constexpr const char* kPrefix = "batch-";

// What later reports need of an earlier one.
struct Earlier {
  system_clock::time_point at;
  std::string ended_at;
  unsigned long long free_bytes = 0;
};

std::vector<fs::path> earlier_files(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(kPrefix) && name.ends_with(".json")) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::optional<Earlier> read_earlier(const fs::path& file) {
  constexpr std::size_t kMost = std::size_t{16} << 20;
  const Json json = Json::parse(read_small_file(file, kMost, kStage), nullptr, false);
  if (!json.is_object()) return std::nullopt;
  Earlier earlier;
  earlier.ended_at = json.value("ended_at", "");
  earlier.free_bytes = json.value("free_bytes", 0ULL);
  std::tm parts{};
  if (::strptime(earlier.ended_at.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts) == nullptr)
    return std::nullopt;
  earlier.at = system_clock::from_time_t(timegm(&parts));
  return earlier;
}

std::vector<Earlier> earlier_reports(const fs::path& folder) {
  std::vector<Earlier> reports;
  for (const fs::path& file : earlier_files(folder))
    if (const std::optional<Earlier> report = read_earlier(file)) reports.push_back(*report);
  return reports;
}

std::optional<double> days_until_full(const std::vector<Earlier>& reports,
                                      unsigned long long free_bytes, system_clock::time_point now) {
  constexpr std::chrono::days kLookBack{30};
  constexpr double kSecondsADay = 86'400;
  const auto oldest = std::find_if(reports.begin(), reports.end(), [&](const Earlier& report) {
    return now - report.at <= kLookBack;
  });
  if (oldest == reports.end() || oldest->free_bytes <= free_bytes) return std::nullopt;
  const std::chrono::duration<double> span = now - oldest->at;
  if (span.count() < kSecondsADay / 2) return std::nullopt;
  const double a_day =
      static_cast<double>(oldest->free_bytes - free_bytes) / (span.count() / kSecondsADay);
  return static_cast<double>(free_bytes) / a_day;
}

void remove_old(const fs::path& folder, system_clock::time_point now, int keep_days) {
  for (const fs::path& file : earlier_files(folder)) {
    const std::optional<Earlier> report = read_earlier(file);
    if (!report || now - report->at <= std::chrono::days(keep_days)) continue;
    fs::remove(fs::path(file).replace_extension(".html"));
    fs::remove(file);
  }
}

std::string local_name(system_clock::time_point now) {
  const std::time_t seconds = system_clock::to_time_t(now);
  std::tm parts{};
  localtime_r(&seconds, &parts);
  char text[40];
  std::strftime(text, sizeof text, "%Y-%m-%d-%H%M%S", &parts);
  return kPrefix + std::string(text);
}

void write_durably(const fs::path& target, const std::string& text) {
  DurableFile file(target, 0640, kStage);
  file.write(text.data(), text.size());
  file.sync();
  file.commit_replacing();
}

const char* end_name(InboxRunEnd end) {
  switch (end) {
    case InboxRunEnd::stopped:
      return "stopped";
    case InboxRunEnd::time_over:
      return "time_over";
    case InboxRunEnd::empty:
    case InboxRunEnd::settings_changed:
      return "empty";
  }
  return "";
}

Json batch_json(const BatchResult& batch) {
  Json copies = Json::array();
  for (const CopyOutcome& copy : batch.copies)
    copies.push_back({{"path", copy.path},
                      {"finished", copy.finished},
                      {"copied", copy.copied},
                      {"findings", copy.findings},
                      {"detail", copy.detail}});
  const double minutes = batch.reading_seconds / 60;
  return {{"begun_at", batch.begun_at},
          {"ended_at", batch.ended_at},
          {"end", end_name(batch.end)},
          {"documents", batch.documents},
          {"pages", batch.pages},
          {"pages_a_minute", minutes > 0 ? static_cast<double>(batch.pages) / minutes : 0},
          {"waiting", batch.waiting},
          {"given_up", batch.given_up},
          {"paused", batch.paused},
          {"checked", batch.checked},
          {"checked_all", batch.checked_all},
          {"checked_files", batch.checked_files},
          {"damage", batch.damage},
          {"copies", copies}};
}

}  // namespace

std::string morning_report_json(const MorningReport& report) {
  Json json = batch_json(report.batch);
  json["since"] = report.since;
  json["archived"] = report.counts.records;
  json["archived_pages"] = report.counts.pages;
  json["put_aside"] = report.counts.put_aside;
  json["suspected_secrets"] = report.counts.suspected_secrets;
  json["doubtful_records"] = report.counts.doubtful_records;
  json["rescan_pages"] = report.counts.rescan_pages;
  json["free_bytes"] = report.free_bytes;
  json["disk_bytes"] = report.disk_bytes;
  json["no_room"] = report.no_room;
  json["days_until_full"] = report.days_until_full ? Json(*report.days_until_full) : Json();
  Json failures = Json::array();
  for (const QuarantineRow& row : report.put_aside)
    failures.push_back({{"path", row.path}, {"reason", row.reason_code}, {"at", row.at}});
  json["failures"] = failures;
  Json rescans = Json::array();
  for (const RescanRow& row : report.rescans)
    rescans.push_back({{"id", row.record_id},
                       {"name", row.original_name},
                       {"page", row.page.page},
                       {"faults", row.page.faults}});
  json["rescans"] = rescans;
  Json doubtful = Json::array();
  for (const DoubtfulRecord& row : report.doubtful)
    doubtful.push_back(
        {{"id", row.record_id}, {"name", row.original_name}, {"fields", row.fields}});
  json["doubtful"] = doubtful;
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

void write_morning_report(const BatchResult& batch, House& house) {
  const fs::path folder = house.layout.reports();
  const auto now = house.clock();
  const std::vector<Earlier> earlier = earlier_reports(folder);
  MorningReport report;
  report.batch = batch;
  if (!earlier.empty()) report.since = earlier.back().ended_at;
  const Arrivals arrivals(house.layout.catalogue().string());
  report.counts = arrivals.counts(report.since);
  report.put_aside = arrivals.put_aside(report.since, kMostRows);
  report.refused = house.settings.watch.refused;
  report.rescans = arrivals.rescans(report.since, kMostRows);
  report.doubtful = arrivals.doubtful(report.since, kMostRows);
  const fs::space_info disk = fs::space(house.layout.root());
  report.free_bytes = disk.available;
  report.disk_bytes = disk.capacity;
  report.no_room = static_cast<double>(disk.available) < house.settings.budget.min_free_gb * 1e9;
  report.days_until_full = days_until_full(earlier, report.free_bytes, now);
  const std::string name = local_name(now);
  write_durably(folder / (name + ".html"), morning_report_html(report, house.settings.interface));
  write_durably(folder / (name + ".json"), morning_report_json(report));
  remove_old(folder, now, house.settings.batch.keep_reports_days);
}

}  // namespace sohoa
