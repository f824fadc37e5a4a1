// How long a file (hồ sơ) must be kept, who may see it, and when its time is up.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sohoa {

struct RetentionPeriod {
  enum class Kind { undetermined, permanent, years };
  Kind kind = Kind::undetermined;
  int years = 0;  // of kind years, 1 to 100
  friend bool operator==(const RetentionPeriod&, const RetentionPeriod&) = default;
};

// "permanent", "20" (years), "undetermined". nullopt: none of these.
[[nodiscard]] std::optional<RetentionPeriod> parse_period(std::string_view text);
[[nodiscard]] std::string period_text(const RetentionPeriod& period);

// A day that there is, as YYYY-MM-DD.
[[nodiscard]] bool is_day(std::string_view text);

// The first day on which a file that was closed on `closed_on` need not be kept
// any more; nullopt: never, or not known (permanent, undetermined, not closed).
//
// The years are counted from the end of the year in which the file was closed: a
// file closed at any day of 2005 and kept ten years is kept to the end of 2015
// and is due on 2016-01-01. No text at hand says from which day the years run;
// this is the latest of the usual readings, so that nothing falls due too early.
[[nodiscard]] std::optional<std::string> due_day(const std::string& closed_on,
                                                 const RetentionPeriod& period);

// A sample table of retention periods, or a list of the periods that a rule
// knows. Tables are dated: a file names the one that it was judged by.
struct RetentionTable {
  struct Entry {
    std::string code;
    RetentionPeriod period;  // undetermined: the entry leaves it to the archivist
    std::string what;
  };
  std::string id;      // "TT-05-2025"
  std::string title;   // as an archivist would cite it
  std::string issued;  // YYYY-MM-DD, or YYYY where the day is not known
  std::string until;   // the day it ceased to hold; empty: not known to have
  std::vector<Entry> entries;
};

// The tables that this program brings along. Of some only the name is known
// here: their entries must be brought by the archive itself (parse_table).
[[nodiscard]] std::span<const RetentionTable> known_tables();
[[nodiscard]] const RetentionTable::Entry* find_entry(const RetentionTable& table,
                                                      std::string_view code);

// Lines "code<TAB>period<TAB>what", UTF-8; a line that begins with # is a comment.
// Throws Error{document_failed, bad_settings} naming the line.
[[nodiscard]] std::vector<RetentionTable::Entry> parse_table(std::string_view text);

}  // namespace sohoa
