#include "index/selection.h"

#include <charconv>
#include <optional>

#include "index/sqlite.h"

namespace sohoa {

namespace {

// A private temporary database; nothing of it outlives the connection.
constexpr const char* kTemporary = "";

std::string value_of(const RecordRow& row, const char* name) {
  const auto found = row.fields.find(name);
  return found == row.fields.end() ? std::string() : found->second.value;
}

// The number at the beginning; 0 without one.
long long leading_number(const std::string& text) {
  long long number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

constexpr long long kNoOrdinal = 1'000'000'000;

}  // namespace

struct Selection::Parts {
  Parts() : database(kTemporary) {
    database.run(
        "CREATE TABLE chosen(id TEXT PRIMARY KEY, fonds TEXT, file TEXT, ordinal INTEGER,"
        " issued TEXT, number INTEGER) WITHOUT ROWID;"
        "CREATE INDEX in_order ON chosen(fonds, file = '', file, ordinal, issued, number, id);"
        "BEGIN");
    insert.emplace(database, "INSERT OR IGNORE INTO chosen VALUES(?, ?, ?, ?, ?, ?)");
  }
  Database database;
  std::optional<Statement> insert;
  std::optional<Statement> rows;
};

Selection::Selection() : parts_(std::make_unique<Parts>()) {}
Selection::~Selection() = default;

void Selection::add(const RecordRow& row) {
  const long long ordinal = leading_number(value_of(row, "ordinal"));
  Statement& insert = *parts_->insert;
  insert.bind(1, row.id).bind(2, row.fonds).bind(3, row.file);
  insert.bind(4, ordinal > 0 ? ordinal : kNoOrdinal).bind(5, value_of(row, "issued_date"));
  insert.bind(6, leading_number(value_of(row, "number"))).run();
}

long long Selection::count() const {
  return parts_->database.number("SELECT count(*) FROM chosen");
}

void Selection::rewind() {
  parts_->rows.emplace(parts_->database,
                       "SELECT id, fonds, file FROM chosen"
                       " ORDER BY fonds, file = '', file, ordinal, issued, number, id");
}

std::optional<SelectedRecord> Selection::next() {
  if (!parts_->rows || !parts_->rows->step()) return std::nullopt;
  return SelectedRecord{parts_->rows->text(0), parts_->rows->text(1), parts_->rows->text(2)};
}

}  // namespace sohoa
