#include "records/retention.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "document/error.h"

namespace sohoa {

namespace {

using Kind = RetentionPeriod::Kind;

constexpr int kMostYears = 100;

std::optional<int> number_of(std::string_view text) {
  int value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool is_leap_year(int year) {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int days_of(int year, int month) {
  constexpr std::array kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap_year(year) ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

Error bad_line(int number, const std::string& why) {
  return {ErrorKind::document_failed, Reason::bad_settings, "retention",
          "line " + std::to_string(number) + " of the table: " + why};
}

RetentionTable::Entry entry_of(std::string_view line, int number) {
  const std::size_t first = line.find('\t');
  const std::size_t second = first == std::string_view::npos ? first : line.find('\t', first + 1);
  if (second == std::string_view::npos || first == 0)
    throw bad_line(number, "code, period and what it is for are due, parted by tabs");
  const std::string_view period = line.substr(first + 1, second - first - 1);
  const std::optional<RetentionPeriod> parsed = parse_period(period);
  if (!parsed)
    throw bad_line(number, "the period is \"permanent\", \"undetermined\" or a number of years");
  return {std::string(line.substr(0, first)), *parsed, std::string(line.substr(second + 1))};
}

}  // namespace

std::optional<RetentionPeriod> parse_period(std::string_view text) {
  if (text == "permanent") return RetentionPeriod{Kind::permanent, 0};
  if (text == "undetermined") return RetentionPeriod{};
  const std::optional<int> years = number_of(text);
  if (!years || *years < 1 || *years > kMostYears) return std::nullopt;
  return RetentionPeriod{Kind::years, *years};
}

std::string period_text(const RetentionPeriod& period) {
  if (period.kind == Kind::permanent) return "permanent";
  return period.kind == Kind::years ? std::to_string(period.years) : "undetermined";
}

bool is_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const std::optional<int> year = number_of(text.substr(0, 4));
  const std::optional<int> month = number_of(text.substr(5, 2));
  const std::optional<int> day = number_of(text.substr(8, 2));
  return year && month && day && *year >= 1000 && *month >= 1 && *month <= 12 && *day >= 1 &&
         *day <= days_of(*year, *month);
}

std::optional<std::string> due_day(const std::string& closed_on, const RetentionPeriod& period) {
  if (!is_day(closed_on) || period.kind != Kind::years) return std::nullopt;
  const int closed = *number_of(std::string_view(closed_on).substr(0, 4));
  return std::to_string(closed + period.years + 1) + "-01-01";
}

const RetentionTable::Entry* find_entry(const RetentionTable& table, std::string_view code) {
  for (const RetentionTable::Entry& entry : table.entries)
    if (entry.code == code) return &entry;
  return nullptr;
}

std::vector<RetentionTable::Entry> parse_table(std::string_view text) {
  std::vector<RetentionTable::Entry> entries;
  std::set<std::string> codes;
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.front() == '#') continue;
    RetentionTable::Entry entry = entry_of(line, number);
    if (!codes.insert(entry.code).second)
      throw bad_line(number, "the code " + entry.code + " stands there twice");
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace sohoa
