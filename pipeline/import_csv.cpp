#include "pipeline/import_csv.h"

#include <algorithm>
#include <array>

#include "document/error.h"
#include "document/vietnamese_text.h"

namespace sohoa {

namespace {

constexpr std::size_t kMostCells = 256;
constexpr std::size_t kMostBytes = 64 << 10;
constexpr std::string_view kMark = "\xEF\xBB\xBF";
constexpr std::string_view kFormula = "=+-@\t\r";

Error bad(std::size_t line, std::size_t column, const std::string& what) {
  return {ErrorKind::document_failed, Reason::bad_table, "import",
          "line " + std::to_string(line) + ", column " + std::to_string(column) + ": " + what};
}

// The line of the first byte that is not UTF-8; 0: all is.
std::size_t line_not_utf8(std::string_view text) {
  std::size_t line = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    ++line;
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view part = text.substr(begin, end - begin);
    if (to_utf8(to_code_points(part)) != part) return line;
    begin = end + 1;
  }
  return 0;
}

char most_frequent_separator(std::string_view text) {
  constexpr std::array kSeparators = {',', ';', '\t'};
  std::array<int, kSeparators.size()> counts{};
  bool in_quotes = false;
  for (const char c : text) {
    if (c == '"') in_quotes = !in_quotes;
    if (in_quotes) continue;
    if (c == '\n') break;
    for (std::size_t i = 0; i < kSeparators.size(); ++i) counts[i] += c == kSeparators[i] ? 1 : 0;
  }
  const auto most = std::max_element(counts.begin(), counts.end());
  return kSeparators[static_cast<std::size_t>(most - counts.begin())];
}

}  // namespace

CsvReader::CsvReader(std::string_view text) : text_(text) {
  if (text_.starts_with("\xFF\xFE") || text_.starts_with("\xFE\xFF"))
    throw bad(1, 1, "the table is in UTF-16; save it as \"CSV UTF-8\"");
  if (text_.starts_with(kMark)) text_.remove_prefix(kMark.size());
  if (const std::size_t line = line_not_utf8(text_))
    throw bad(line, 1, "this is not UTF-8; save the table as \"CSV UTF-8\"");
  if (text_.find('\0') != std::string_view::npos) throw bad(1, 1, "this is no text");
  separator_ = most_frequent_separator(text_);
}

bool CsvReader::at_line_end() const {
  return at_ >= text_.size() || text_[at_] == '\n' || text_[at_] == '\r';
}

void CsvReader::end_line() {
  if (at_ < text_.size() && text_[at_] == '\r') ++at_;
  if (at_ < text_.size() && text_[at_] == '\n') ++at_;
  ++line_;
}

std::string CsvReader::quoted(std::size_t line, std::size_t column) {
  std::string cell;
  for (++at_; at_ < text_.size(); ++at_) {
    const char c = text_[at_];
    if (c == '"') {
      if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') {
        ++at_;
        if (!at_line_end() && text_[at_] != separator_)
          throw bad(line_, column, "text after the closing quote");
        return cell;
      }
      ++at_;
    }
    if (c == '\n') ++line_;
    cell += c;
    if (cell.size() > kMostBytes)
      throw bad(line, column, "a quote is not closed, or the cell is too long");
  }
  throw bad(line, column, "the quote is not closed");
}

std::string CsvReader::plain(std::size_t line, std::size_t column) {
  const std::size_t begin = at_;
  while (!at_line_end() && text_[at_] != separator_) {
    if (text_[at_] == '"')
      throw bad(line, column, "a quote inside a cell that does not begin with one");
    ++at_;
  }
  if (at_ - begin > kMostBytes) throw bad(line, column, "the cell is too long");
  return std::string(text_.substr(begin, at_ - begin));
}

std::optional<CsvRow> CsvReader::next() {
  while (at_ < text_.size() && at_line_end()) end_line();
  if (at_ >= text_.size()) return std::nullopt;
  CsvRow row{line_, {}};
  while (true) {
    const std::size_t column = row.cells.size() + 1;
    if (column > kMostCells) throw bad(line_, column, "more than 256 cells in a row");
    const bool is_quoted = at_ < text_.size() && text_[at_] == '"';
    row.cells.push_back(is_quoted ? quoted(row.line, column) : plain(row.line, column));
    if (at_line_end()) break;
    ++at_;  // the separator
  }
  end_line();
  return row;
}

std::string csv_line(const std::vector<std::string>& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += ',';
    const std::string& cell = cells[i];
    const bool guarded = !cell.empty() && (kFormula.find(cell.front()) != std::string_view::npos ||
                                           cell.front() == '\'');
    if (!guarded && cell.find_first_of(",;\t\"\r\n") == std::string::npos) {
      line += cell;
      continue;
    }
    line += guarded ? "\"'" : "\"";
    for (const char c : cell) line += c == '"' ? std::string("\"\"") : std::string(1, c);
    line += '"';
  }
  return line + "\r\n";
}

std::string without_guard(const std::string& cell) {
  const bool guarded = cell.size() > 1 && cell.front() == '\'' &&
                       (kFormula.find(cell[1]) != std::string_view::npos || cell[1] == '\'');
  return guarded ? cell.substr(1) : cell;
}

}  // namespace sohoa
