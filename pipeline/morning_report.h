// What the night did, for whoever opens the office: a page in the language of the
// archive, and the same as JSON.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "index/arrivals.h"
#include "pipeline/batch.h"

namespace sohoa {

// Everything that stands in a report. What came is counted from the end of the last
// report, so that documents which the watch took in by day are told too.
struct MorningReport {
  BatchResult batch;
  std::string since;  // ISO 8601 UTC; empty: the first report
  ArrivalCounts counts;
  std::vector<QuarantineRow> put_aside;
  std::string refused;  // where those of the watch folder are now, as sohoa.toml names it
  std::vector<RescanRow> rescans;
  std::vector<DoubtfulRecord> doubtful;
  unsigned long long free_bytes = 0;
  unsigned long long disk_bytes = 0;
  bool no_room = false;  // less is free than budget.min_free_gb
  // At the pace of the reports of the last thirty days; none while they show no loss.
  std::optional<double> days_until_full;
};

[[nodiscard]] std::string morning_report_json(const MorningReport& report);
[[nodiscard]] std::string morning_report_html(const MorningReport& report, Language language);

// Gathers it and writes reports/<local day and time>.html and .json, both durably;
// takes away those older than keep_reports_days. Throws Error{service_broken}.
void write_morning_report(const BatchResult& batch, House& house);

}  // namespace sohoa
