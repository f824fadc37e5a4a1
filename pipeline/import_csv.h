// Tables of comma-separated values as spreadsheets write them (RFC 4180), read
// row by row with places that an error can name, and written.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sohoa {

struct CsvRow {
  std::size_t line = 0;  // 1-based, where the row begins
  std::vector<std::string> cells;
};

// UTF-8 with or without byte order mark; the separator (comma, semicolon or tab) is
// the one that stands most often in the first line outside quotes. Cells may be
// quoted, and then hold separators, line ends and doubled quotes. Empty lines are
// passed over. At most 256 cells a row and 64 KiB a cell.
class CsvReader {
 public:
  // `text` must outlive it. Throws Error{document_failed, bad_table} for text that is
  // not UTF-8 (naming the line) or is UTF-16.
  explicit CsvReader(std::string_view text);

  // nullopt at the end. Throws Error{document_failed, bad_table} naming line and column.
  [[nodiscard]] std::optional<CsvRow> next();
  [[nodiscard]] char separator() const { return separator_; }

 private:
  [[nodiscard]] std::string quoted(std::size_t line, std::size_t column);
  [[nodiscard]] std::string plain(std::size_t line, std::size_t column);
  [[nodiscard]] bool at_line_end() const;
  void end_line();

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  char separator_ = ',';
};

// One row with CRLF. A cell that a spreadsheet would take for a formula gets an
// apostrophe in front, which without_guard takes away again.
[[nodiscard]] std::string csv_line(const std::vector<std::string>& cells);
[[nodiscard]] std::string without_guard(const std::string& cell);

}  // namespace sohoa
