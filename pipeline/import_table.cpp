#include "pipeline/import_table.h"

#include <algorithm>
#include <boost/filesystem.hpp>
#include <cstdio>
#include <map>
#include <set>

#include "archive/durable_file.h"
#include "archive/layout.h"
#include "archive/safe_name.h"
#include "document/error.h"
#include "document/vietnamese_text.h"
#include "pipeline/exchange_tables.h"
#include "pipeline/import_csv.h"
#include "records/retention.h"

namespace sohoa {

namespace {

constexpr const char* kStage = "import";
constexpr std::size_t kMostBytes = std::size_t{256} << 20;

// Files below a folder by their path in NFC.
class Files {
 public:
  explicit Files(const fs::path& folder) {
    if (!fs::is_directory(folder))
      throw Error(ErrorKind::document_failed, Reason::not_found, kStage,
                  folder.string() + " is no folder");
    for (fs::recursive_directory_iterator it(folder), end; it != end; ++it)
      if (it->symlink_status().type() == fs::regular_file) {
        const std::string path = it->path().lexically_relative(folder).generic_string();
        if (paths_.add(path).kind == PathMeeting::Kind::similar && by_path_.contains(to_nfc(path)))
          similar_.push_back(path);
        by_path_[to_nfc(path)] = it->path();
        by_name_[to_nfc(it->path().filename().string())].push_back(to_nfc(path));
      }
  }

  // The path in NFC of the file that a cell names; empty: none, or several.
  [[nodiscard]] std::string find(std::string named) const {
    std::replace(named.begin(), named.end(), '\\', '/');
    named = to_nfc(named);
    while (named.starts_with("./")) named.erase(0, 2);
    if (by_path_.contains(named)) return named;
    const auto same_name = by_name_.find(named);
    return same_name != by_name_.end() && same_name->second.size() == 1 ? same_name->second.front()
                                                                        : std::string();
  }
  [[nodiscard]] const std::map<std::string, fs::path>& all() const { return by_path_; }
  // Files whose name differs from another's in Unicode form alone, so that a cell means both.
  [[nodiscard]] const std::vector<std::string>& similar() const { return similar_; }

 private:
  PathSet paths_;
  std::vector<std::string> similar_;
  std::map<std::string, fs::path> by_path_;
  std::map<std::string, std::vector<std::string>> by_name_;
};

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n\xC2\xA0");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// The numbers of a date in the order written; empty: it has other things in it.
std::vector<int> numbers_in(const std::string& text) {
  std::vector<int> numbers;
  std::string digits;
  for (const char c : text + "/") {
    if (c >= '0' && c <= '9' && digits.size() < 4) {
      digits += c;
    } else if ((c == '/' || c == '-' || c == '.') && !digits.empty()) {
      numbers.push_back(std::stoi(digits));
      digits.clear();
    } else {
      return {};
    }
  }
  return numbers;
}

// As fields hold days: YYYY-MM-DD, YYYY-MM or YYYY; empty: no such day.
std::string as_day(const std::string& text) {
  std::vector<int> numbers = numbers_in(text);
  if (numbers.empty() || numbers.size() > 3) return {};
  if (numbers.front() < 1000) std::reverse(numbers.begin(), numbers.end());
  if (numbers.front() < 1000) return {};
  const int month = numbers.size() > 1 ? numbers[1] : 1;
  const int day = numbers.size() > 2 ? numbers[2] : 1;
  char whole[32];
  std::snprintf(whole, sizeof whole, "%04d-%02d-%02d", numbers.front(), month, day);
  if (!is_day(whole)) return {};
  constexpr std::size_t kLengths[] = {4, 7, 10};
  return std::string(whole).substr(0, kLengths[numbers.size() - 1]);
}

class Table {
 public:
  Table(const fs::path& table, const fs::path& folder) : folder_(folder), files_(folder) {
    text_ = read_small_file(table, kMostBytes, kStage);
  }

  DescribedFolder read() {
    CsvReader reader(text_);
    const std::optional<CsvRow> heading = reader.next();
    if (!heading)
      throw Error(ErrorKind::document_failed, Reason::bad_table, kStage,
                  "line 1, column 1: the table is empty");
    take_headings(*heading);
    for (const std::string& path : files_.similar())
      error(heading->line, path_column(),
            path + " is there twice, in two Unicode forms; rename one of the two files");
    while (const std::optional<CsvRow> row = reader.next()) take_row(*row);
    for (const auto& [path, file] : files_.all())
      if (!named_.contains(path)) result_.without_row.push_back(path);
    return std::move(result_);
  }

 private:
  void take_headings(const CsvRow& row) {
    std::set<std::string> keys;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      headings_.push_back(trimmed(row.cells[i]));
      const DescriptionColumn* column = column_of(headings_.back());
      columns_.push_back(column);
      if (column == nullptr && !headings_.back().empty())
        result_.ignored_headings.push_back(headings_.back());
      if (column != nullptr && !keys.insert(column->key).second)
        error(row.line, i, "two columns mean the same; remove one");
    }
    if (!keys.contains("path"))
      throw Error(
          ErrorKind::document_failed, Reason::bad_table, kStage,
          "line " + std::to_string(row.line) +
              ", column 1: no heading names the file; call that column \"Tệp\" or \"File\"");
  }

  void take_row(const CsvRow& row) {
    if (std::all_of(row.cells.begin(), row.cells.end(),
                    [](const std::string& cell) { return trimmed(cell).empty(); }))
      return;
    if (row.cells.size() > columns_.size())
      return error(row.line, columns_.size(), "more cells than headings");
    DocumentInput input;
    std::string named;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const std::string value = to_nfc(without_guard(trimmed(row.cells[i])));
      if (columns_[i] == nullptr || columns_[i]->is_told || value.empty()) continue;
      if (columns_[i]->key == "path")
        named = value;
      else if (columns_[i]->key == "file")
        input.file_of = value;
      else
        take_field(row, i, value, input.described);
    }
    find_file(row, named, std::move(input));
  }

  void take_field(const CsvRow& row, std::size_t column, std::string value, Fields& fields) {
    if (columns_[column]->is_date) {
      const std::string day = as_day(value);
      if (day.empty())
        return error(row.line, column, "\"" + value + "\" is no day; write it as 31/12/2025");
      value = day;
    }
    fields[columns_[column]->key] = {value, 1.0, 0, {}, "imported"};
  }

  void find_file(const CsvRow& row, const std::string& named, DocumentInput input) {
    if (named.empty()) return error(row.line, path_column(), "the file is not named");
    if (!input.file_of.empty() && !is_paper_name(input.file_of))
      return error(row.line, 0, "\"" + input.file_of + "\" cannot be the code of a file");
    const std::string path = files_.find(named);
    if (path.empty() && !is_safe_member_path(named))
      return error(row.line, path_column(), "\"" + named + "\" is no path inside the folder");
    if (path.empty()) {
      result_.without_file.push_back(
          {row.line, path_column() + 1, headings_[path_column()], named + " is not in the folder"});
      return;
    }
    if (!named_.insert(path).second)
      return error(row.line, path_column(), named + " is described twice");
    input.file = files_.all().at(path);
    input.path = (folder_ / path).string();
    result_.inputs.push_back(std::move(input));
  }

  [[nodiscard]] std::size_t path_column() const {
    const auto path = std::find_if(columns_.begin(), columns_.end(), [](const auto* column) {
      return column != nullptr && column->key == "path";
    });
    return static_cast<std::size_t>(path - columns_.begin());
  }

  void error(std::size_t line, std::size_t column, const std::string& text) {
    result_.errors.push_back(
        {line, column + 1, column < headings_.size() ? headings_[column] : "", text});
  }

  fs::path folder_;
  Files files_;
  std::string text_;
  std::vector<std::string> headings_;
  std::vector<const DescriptionColumn*> columns_;
  std::set<std::string> named_;
  DescribedFolder result_;
};

}  // namespace

DescribedFolder read_described_folder(const fs::path& table, const fs::path& folder) {
  return Table(table, folder).read();
}

Fields with_described(Fields read, const Fields& described) {
  for (const auto& [name, field] : described) read[name] = field;
  return read;
}

bool says_secret(const Fields& fields) {
  const auto field = fields.find("secrecy");
  if (field == fields.end()) return false;
  const std::string said = fold(field->second.value);
  // "giải mật" and "không mật" say the opposite.
  return said == "mat" || said == "toi mat" || said == "tuyet mat" || said == "a" || said == "b" ||
         said == "c";
}

}  // namespace sohoa
