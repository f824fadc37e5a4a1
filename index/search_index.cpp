#include "index/search_index.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <sstream>

#include "document/vietnamese_text.h"
#include "index/candidates.h"
#include "index/field_json.h"
#include "index/fts5.h"
#include "index/query_parser.h"
#include "index/search_schema.h"
#include "index/search_words.h"
#include "index/snippet.h"
#include "index/sqlite.h"

namespace sohoa {

namespace {

using Purpose = Transaction::Purpose;

// Asks for more are cut to this.
constexpr int kMostHits = 1000;

std::string value_of(const Fields& fields, const std::string& name) {
  const auto field = fields.find(name);
  return field == fields.end() ? std::string() : to_nfc(field->second.value);
}

// "2025-02-15" as people write it: "15/02/2025".
std::string written_date(const std::string& iso) {
  std::string written;
  std::string part;
  std::istringstream parts(iso);
  while (std::getline(parts, part, '-')) written = written.empty() ? part : part + '/' + written;
  return written;
}

std::string other_values(const Fields& fields) {
  const std::string date = value_of(fields, "issued_date");
  std::string values = date + '\n' + written_date(date) + '\n';
  for (const auto& [name, field] : fields)
    if (name != "notation" && name != "subject" && name != "agency" && name != "issued_date")
      values += to_nfc(field.value) + '\n';
  return values;
}

std::string joined(const std::vector<std::string>& pages) {
  std::string body;
  for (const std::string& page : pages) body += page + '\n';
  return body;
}

// Binds the texts of one row of `texts`, notation first, from parameter `first` on.
void bind_texts(Statement& statement, int first, const SearchEntry& entry) {
  statement.bind(first, value_of(entry.fields, "notation"));
  statement.bind(first + 1, value_of(entry.fields, "subject"));
  statement.bind(first + 2, value_of(entry.fields, "agency"));
  statement.bind(first + 3, other_values(entry.fields));
  statement.bind(first + 4, joined(entry.page_texts));
}

std::optional<long long> number_of(Database& database, const std::string& id) {
  Statement row(database, "SELECT number FROM entries WHERE id = ?");
  row.bind(1, id);
  if (!row.step()) return std::nullopt;
  return row.integer(0);
}

void remove(Database& database, long long number) {
  SearchEntry old;
  Statement fields(database, "SELECT fields FROM entries WHERE number = ?");
  fields.bind(1, number);
  if (fields.step()) old.fields = fields_from_json(fields.text(0));
  Statement pages(database, "SELECT text FROM pages WHERE entry = ? ORDER BY page");
  pages.bind(1, number);
  while (pages.step()) old.page_texts.push_back(pages.text(0));
  Statement forget(database,
                   "INSERT INTO texts(texts, rowid, notation, subject, agency, other, body)"
                   " VALUES('delete', ?, ?, ?, ?, ?, ?)");
  forget.bind(1, number);
  bind_texts(forget, 2, old);
  forget.run();
  Statement(database, "DELETE FROM entries WHERE number = ?").bind(1, number).run();
}

long long insert_entry(Database& database, const SearchEntry& entry) {
  Statement insert(database,
                   "INSERT INTO entries(id, type, agency, issued_date, fields)"
                   " VALUES(?, ?, ?, ?, ?) RETURNING number");
  insert.bind(1, entry.id).bind(2, folded_words(value_of(entry.fields, "type")));
  insert.bind(3, folded_words(value_of(entry.fields, "agency")));
  insert.bind(4, value_of(entry.fields, "issued_date")).bind(5, fields_to_json(entry.fields));
  insert.step();
  const long long number = insert.integer(0);
  insert.run();
  return number;
}

void insert_pages(Database& database, long long number, const std::vector<std::string>& pages) {
  Statement insert(database, "INSERT INTO pages(entry, page, first_word, text) VALUES(?, ?, ?, ?)");
  long long page = 0;
  std::size_t words = 0;
  for (const std::string& text : pages) {
    insert.bind(1, number).bind(2, ++page).bind(3, static_cast<long long>(words)).bind(4, text);
    insert.run();
    words += search_words(text).size();
  }
}

// In place of what the id had before.
void put(Database& database, const SearchEntry& entry) {
  if (const auto old = number_of(database, entry.id)) remove(database, *old);
  const long long number = insert_entry(database, entry);
  insert_pages(database, number, entry.page_texts);
  Statement insert(database,
                   "INSERT INTO texts(rowid, notation, subject, agency, other, body)"
                   " VALUES(?, ?, ?, ?, ?, ?)");
  insert.bind(1, number);
  bind_texts(insert, 2, entry);
  insert.run();
}

SearchEntry normalised(SearchEntry entry) {
  for (std::string& text : entry.page_texts) text = to_nfc(text);
  // What is taken out later must be, byte for byte, what was put in.
  entry.fields = fields_from_json(fields_to_json(entry.fields));
  return entry;
}

// The values of the fields that hold the words when the pages do not.
void show_fields(SearchHit& hit, const ParsedQuery& query, Spelling spelling) {
  for (const char* name : {"subject", "notation", "agency"}) {
    const Snippet snippet = make_snippet(value_of(hit.fields, name), query, spelling, 0);
    if (!snippet.marked) continue;
    hit.snippet = snippet.text;
    hit.page = std::max(1, hit.fields.at(name).page);
    return;
  }
}

void show_page(Database& database, const Candidate& candidate, const ParsedQuery& query,
               SearchHit& hit) {
  // A hit in the fields alone has position -1: the first page is shown.
  const long long position = candidate.body_position;
  Statement row(database,
                "SELECT page, first_word, text FROM pages"
                " WHERE entry = ? AND (first_word <= ? OR page = 1) ORDER BY page DESC LIMIT 1");
  row.bind(1, candidate.number).bind(2, position);
  hit.page = 1;
  if (!row.step()) return show_fields(hit, query, candidate.spelling);
  hit.page = static_cast<int>(row.integer(0));
  const long long near_word = std::max(0LL, position - row.integer(1));
  const Snippet snippet =
      make_snippet(row.text(2), query, candidate.spelling, static_cast<std::size_t>(near_word));
  hit.snippet = snippet.text;
  if (!snippet.marked) show_fields(hit, query, candidate.spelling);
}

SearchHit to_hit(Database& database, const Candidate& candidate, const ParsedQuery& query) {
  SearchHit hit;
  hit.score = candidate.score;
  Statement row(database, "SELECT id, fields FROM entries WHERE number = ?");
  row.bind(1, candidate.number);
  if (!row.step()) return hit;
  hit.id = row.text(0);
  hit.fields = fields_from_json(row.text(1));
  show_page(database, candidate, query, hit);
  return hit;
}

}  // namespace

struct SearchIndex::Parts {
  explicit Parts(const std::string& path) : database(path) { extend_fts5(database, grading); }

  std::mutex lock;
  Grading grading;
  Database database;
};

SearchIndex::SearchIndex(const std::string& path) : parts_(std::make_unique<Parts>(path)) {
  parts_->database.require_schema(kSearchSchema);
}

SearchIndex::~SearchIndex() = default;

void SearchIndex::add(const SearchEntry& entry) {
  add_all({&entry, 1});
}

void SearchIndex::add_all(std::span<const SearchEntry> entries) {
  std::vector<SearchEntry> kept;
  for (const SearchEntry& entry : entries) kept.push_back(normalised(entry));
  const std::lock_guard guard(parts_->lock);
  Transaction transaction(parts_->database, Purpose::write);
  for (const SearchEntry& entry : kept) put(parts_->database, entry);
  transaction.commit();
}

void SearchIndex::optimise() {
  const std::lock_guard guard(parts_->lock);
  parts_->database.run("INSERT INTO texts(texts) VALUES('optimize')");
}

void SearchIndex::forget(std::span<const std::string> ids) {
  const std::lock_guard guard(parts_->lock);
  Database& database = parts_->database;
  Transaction transaction(database, Transaction::Purpose::write);
  for (const std::string& id : ids)
    if (const auto number = number_of(database, id)) remove(database, *number);
  database.run("INSERT INTO texts(texts) VALUES('optimize')");
  transaction.commit();
  leave_no_trace(database);
}

bool SearchIndex::contains(const std::string& id) const {
  const std::lock_guard guard(parts_->lock);
  return number_of(parts_->database, id).has_value();
}

std::vector<SearchHit> SearchIndex::search(const SearchQuery& query) const {
  const ParsedQuery parsed = parse_query(query.text);
  const int limit = std::min(query.limit, kMostHits);
  if (parsed.terms.empty() || limit <= 0) return {};
  const std::lock_guard guard(parts_->lock);
  Transaction transaction(parts_->database, Purpose::read);
  const CandidateFilter filter{query.type, query.agency, query.from, query.to};
  std::vector<SearchHit> hits;
  for (const Candidate& candidate :
       find_candidates(parts_->database, parts_->grading, parsed, filter, limit))
    hits.push_back(to_hit(parts_->database, candidate, parsed));
  return hits;
}

void SearchIndex::match_all(const SearchQuery& query,
                            const std::function<void(const std::string& id)>& take) const {
  const std::lock_guard guard(parts_->lock);
  Transaction transaction(parts_->database, Purpose::read);
  find_all(parts_->database, parse_query(query.text),
           {query.type, query.agency, query.from, query.to}, take);
}

long long SearchIndex::record_count() const {
  const std::lock_guard guard(parts_->lock);
  return parts_->database.number("SELECT count(*) FROM entries");
}

}  // namespace sohoa
