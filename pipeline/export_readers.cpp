// A folder for people: PDFs under the names of the regulation, an index for Excel
// and one for a browser.
#include <cstdio>

#include "document/error.h"
#include "pipeline/exchange_tables.h"
#include "pipeline/export_html.h"
#include "pipeline/export_names.h"
#include "pipeline/export_rows.h"
#include "pipeline/export_run.h"
#include "pipeline/import_csv.h"

namespace sohoa {

namespace {

constexpr int kOrdinalDigits = 7;
constexpr const char* kFolder = "tai-lieu/";

std::string cell_of(const DescriptionColumn& column, const RecordRow& row, const std::string& path,
                    long long ordinal) {
  if (column.key == "path") return path;
  if (column.key == "file") return row.file;
  if (column.key == "ordinal") return ordinal > 0 ? std::to_string(ordinal) : "";
  if (column.key == "pages") return std::to_string(row.pages);
  if (column.key == "id") return row.id;
  if (column.key == "sha256") return row.sha256;
  return field_value(row, column.key);
}

std::string year_of_issue(const RecordRow& row) {
  const std::string date = field_value(row, "issued_date");
  return date.size() >= 4 ? portable_name(date.substr(0, 4)) : "khong-ro-nam";
}

std::string extension_of(const std::string& member) {
  const std::string extension = fs::path(member).extension().string();
  return portable_name(extension) == "khong-ten" ? ".bin" : "." + portable_name(extension);
}

// The searchable copy where there is one, else the original.
std::string member_for_readers(const RecordBags& bags, const RecordRow& row) {
  const std::string access = "data/access/" + row.id + ".pdf";
  return bags.has(access) ? access : bags.member_in("data/original/");
}

std::string path_for(const RecordRow& row, long long ordinal, const std::string& extension) {
  if (row.file.empty())
    return std::string(kFolder) + "khong-co-ho-so/" + year_of_issue(row) + "/" +
           name_without_file(row) + extension;
  return kFolder + portable_name(row.file) + "/" +
         document_code(row.file, ordinal, kOrdinalDigits) + extension;
}

// The path that it got; empty: it was left out.
std::string write_record(const ExportRun& run, const ExportRun::Next& record, long long ordinal) {
  const RecordRow& row = record.row;
  try {
    const RecordBags bags(record.versions);
    const std::string member = member_for_readers(bags, row);
    std::string path = path_for(row, ordinal, extension_of(member));
    // Two codes that differ only in what names cannot hold.
    if (!run.out.begin(path)) {
      path.insert(path.rfind('.'), "_" + row.id);
      if (!run.out.begin(path)) return {};
    }
    bags.read(member, [&](const void* data, std::size_t size) { run.out.write(data, size); });
    (void)run.out.end();
    return path;
  } catch (const Error& error) {
    if (error.reason() != Reason::archive_corrupt && error.reason() != Reason::not_found) throw;
    run.out.drop();
    run.find(row.id, "left out: " + error.message());
    return {};
  }
}

void write_csv(const ExportRun& run, ExportRows& rows) {
  std::vector<std::string> headings;
  for (const DescriptionColumn& column : description_columns())
    headings.push_back(column.vietnamese);
  if (!run.out.begin("index.csv")) throw std::logic_error("export: two indexes");
  run.out.write("\xEF\xBB\xBF" + csv_line(headings));
  rows.each([&](const std::vector<std::string>& cells) { run.out.write(csv_line(cells)); });
  (void)run.out.end();
}

// Bytes that a link cannot hold as they are (RFC 3986).
std::string link_of(const std::string& path) {
  std::string link;
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    char escaped[4];
    std::snprintf(escaped, sizeof escaped, "%%%02X", static_cast<unsigned char>(c));
    link += plain ? std::string(1, c) : std::string(escaped);
  }
  return link;
}

void write_html(const ExportRun& run, ExportRows& rows) {
  const std::vector<std::string> shown = {"path",   "file",    "type",   "notation", "issued_date",
                                          "agency", "subject", "signer", "pages"};
  const std::vector<DescriptionColumn>& columns = description_columns();
  std::vector<std::size_t> places;
  std::vector<std::string> headings;
  std::size_t wide = 0;
  for (const std::string& key : shown)
    for (std::size_t i = 0; i < columns.size(); ++i)
      if (columns[i].key == key) {
        places.push_back(i);
        headings.push_back(columns[i].vietnamese);
        if (key == "subject") wide = headings.size() - 1;
      }
  if (!run.out.begin("index.html")) throw std::logic_error("export: two indexes");
  run.out.write(index_html_head(headings, run.report.records, run.made_at, wide));
  rows.each([&](const std::vector<std::string>& cells) {
    std::vector<std::string> row;
    for (const std::size_t place : places) row.push_back(cells.at(place));
    const std::string link = link_of(row.front());
    row.front() = row.front().substr(row.front().rfind('/') + 1);
    run.out.write(index_html_row(link, row));
  });
  run.out.write(index_html_end());
  (void)run.out.end();
}

}  // namespace

void export_for_readers(const ExportRun& run) {
  ExportRows rows(run.out.path_of(".rows"));
  Ordinals ordinals;
  while (const std::optional<ExportRun::Next> record = run.next()) {
    const long long ordinal = record->row.file.empty() ? 0 : ordinals.next(record->row);
    const std::string path = write_record(run, *record, ordinal);
    if (path.empty()) continue;
    std::vector<std::string> cells;
    for (const DescriptionColumn& column : description_columns())
      cells.push_back(cell_of(column, record->row, path, ordinal));
    rows.add(cells);
    run.done();
  }
  write_csv(run, rows);
  write_html(run, rows);
}

}  // namespace sohoa
