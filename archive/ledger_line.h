// One line of the ledger as text, and the lines of all years in order.
//
// A line holds "seq", "at", "act", "record", "sha256", "detail", "who", where there
// are any "files" and "removed", and last "prev": the SHA-256 of the line before it
// (without its newline; 64 zeros for the first of all). "seq" counts from 1 and
// goes on from year to year, as the chain does.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "archive/durable_file.h"
#include "archive/ledger.h"

namespace sohoa {

struct LedgerLine {
  unsigned long long seq = 0;
  LedgerEntry entry;
  std::string prev;
};

inline constexpr std::string_view kNoLedgerLine =
    "0000000000000000000000000000000000000000000000000000000000000000";

// The act of the line behind lines that were lost: its seq is that which follows
// them, prev the sum of the last of them, sha256 that of the last line before them.
inline constexpr std::string_view kLossAccepted = "loss-accepted";

// Without the newline; bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string spell_ledger_line(const LedgerLine& line);
// nullopt: not a line of a ledger.
[[nodiscard]] std::optional<LedgerLine> parse_ledger_line(std::string_view text);
[[nodiscard]] std::string ledger_line_sum(std::string_view text);

[[nodiscard]] fs::path ledger_folder(const ArchiveLayout& layout);
// The years that have a file, in order.
[[nodiscard]] std::vector<int> ledger_years(const ArchiveLayout& layout);

// Reads line by line with a buffer as long as the longest line. Not thread-safe.
class LedgerReader {
 public:
  explicit LedgerReader(const ArchiveLayout& layout);

  struct Line {
    std::string text;
    int year = 0;
    long number = 0;                          // within the year's file, from 1
    bool whole = true;                        // false: the file ends without a newline
    unsigned long long at = 0;                // byte where it begins
    [[nodiscard]] std::string place() const;  // "2026.jsonl line 3"
  };
  // nullopt at the end. Throws Error{retry} when a file cannot be read,
  // {service_broken, archive_corrupt} at a line that is longer than any can be.
  [[nodiscard]] std::optional<Line> next();

 private:
  bool open_next_year();

  ArchiveLayout layout_;
  std::vector<int> years_;  // still to come, the next last
  int year_ = 0;
  FileDescriptor fd_;
  std::string buffer_;
  std::size_t start_ = 0;  // of the next line in buffer_
  unsigned long long at_ = 0;
  long number_ = 0;
  bool ended_ = true;
};

}  // namespace sohoa
