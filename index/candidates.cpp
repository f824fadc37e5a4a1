#include "index/candidates.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "document/error.h"
#include "index/search_words.h"

namespace sohoa {

namespace {

// Records that one pass over the matches grades before it stops.
constexpr int kGradedRecords = 2000;
// What an exact spelling is worth above any folded one.
constexpr double kExactTier = 1000;

using Found = std::unordered_map<long long, Candidate>;

// A date known to the month only, 2025-02, is compared as far as it goes.
constexpr const char* kPassesFilter =
    "(?1 = '' OR type = ?1)"
    " AND (?2 = '' OR instr(agency, ?2) > 0)"
    " AND (?3 = '' OR (issued_date <> '' AND substr(issued_date, 1, length(?3))"
    "                                     >= substr(?3, 1, length(issued_date))))"
    " AND (?4 = '' OR (issued_date <> '' AND substr(issued_date, 1, length(?4))"
    "                                     <= substr(?4, 1, length(issued_date))))";

std::unordered_set<long long> accepted_rows(Database& database, const CandidateFilter& filter) {
  std::unordered_set<long long> accepted;
  const std::string type = folded_words(filter.type);
  const std::string agency = folded_words(filter.agency);
  // A name without a word in it is no one's.
  if (type.empty() != filter.type.empty() || agency.empty() != filter.agency.empty())
    return accepted;
  Statement rows(database, std::string("SELECT number FROM entries WHERE ") + kPassesFilter);
  rows.bind(1, type).bind(2, agency).bind(3, filter.from).bind(4, filter.to);
  while (rows.step()) accepted.insert(rows.integer(0));
  return accepted;
}

// Grades the newest records that match. True when there were no more.
bool grade_matches(Database& database, const std::string& match, Spelling spelling, Found& found) {
  Statement rows(database,
                 "SELECT rowid, grade(texts) FROM texts WHERE texts MATCH ? ORDER BY rowid DESC");
  rows.bind(1, match);
  int graded = 0;
  while (rows.step()) {
    if (rows.is_null(1)) continue;
    const Grade grade = grade_from_bytes(rows.blob(1));
    Candidate candidate;
    candidate.number = rows.integer(0);
    candidate.score = grade.score + (spelling == Spelling::exact ? kExactTier : 0);
    candidate.body_position = grade.body_position;
    candidate.spelling = spelling;
    found.try_emplace(candidate.number, candidate);
    if (++graded == kGradedRecords) return false;
  }
  return true;
}

void find_spelling(Database& database, Grading& grading, const ParsedQuery& query,
                   Spelling spelling, Found& found) {
  grading.words = static_cast<int>(query.terms.size());
  grading.rarity.clear();
  const std::string all = fts5_conjunction(query, spelling);
  if (grade_matches(database, all, spelling, found)) return;
  grade_matches(database, all + " AND {notation subject agency other} : " + all, spelling, found);
  if (query.terms.size() > 1)
    grade_matches(database, all + " AND " + fts5_phrase(as_one_phrase(query), spelling), spelling,
                  found);
}

void name_records(Database& database, std::vector<Candidate>& candidates) {
  Statement row(database, "SELECT id FROM entries WHERE number = ?");
  for (Candidate& candidate : candidates) {
    row.bind(1, candidate.number);
    if (!row.step())
      throw Error(ErrorKind::service_broken, Reason::archive_corrupt, "find",
                  "the search index names a record that it does not hold; rebuild it with sohoa "
                  "reindex")
          .at(database.path(), 0);
    candidate.id = row.text(0);
    row.run();
  }
}

std::vector<Candidate> best_of(Database& database, const Found& found, std::size_t limit) {
  std::vector<Candidate> candidates;
  for (const auto& [number, candidate] : found) candidates.push_back(candidate);
  std::sort(candidates.begin(), candidates.end(),
            [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
  if (candidates.size() > limit) {
    // All that tie with the last are kept until their ids decide.
    const double last = candidates[limit - 1].score;
    const auto worse = std::find_if(candidates.begin(), candidates.end(),
                                    [&](const Candidate& c) { return c.score < last; });
    candidates.erase(worse, candidates.end());
  }
  name_records(database, candidates);
  std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    return a.score != b.score ? a.score > b.score : a.id < b.id;
  });
  if (candidates.size() > limit) candidates.resize(limit);
  return candidates;
}

}  // namespace

std::vector<Candidate> find_candidates(Database& database, Grading& grading,
                                       const ParsedQuery& query, const CandidateFilter& filter,
                                       int limit) {
  std::unordered_set<long long> accepted;
  if (!filter.empty()) accepted = accepted_rows(database, filter);
  grading.accepted = filter.empty() ? nullptr : &accepted;
  Found found;
  if (query.has_marks) find_spelling(database, grading, query, Spelling::exact, found);
  if (found.size() < static_cast<std::size_t>(limit))
    find_spelling(database, grading, query, Spelling::folded, found);
  grading.accepted = nullptr;
  return best_of(database, found, static_cast<std::size_t>(limit));
}

void find_all(Database& database, const ParsedQuery& query, const CandidateFilter& filter,
              const std::function<void(const std::string& id)>& take) {
  const std::string type = folded_words(filter.type);
  const std::string agency = folded_words(filter.agency);
  if (type.empty() != filter.type.empty() || agency.empty() != filter.agency.empty()) return;
  std::string sql = std::string("SELECT id FROM entries WHERE ") + kPassesFilter;
  if (!query.terms.empty()) sql += " AND number IN (SELECT rowid FROM texts WHERE texts MATCH ?5)";
  Statement rows(database, sql);
  rows.bind(1, type).bind(2, agency).bind(3, filter.from).bind(4, filter.to);
  if (!query.terms.empty()) rows.bind(5, fts5_conjunction(query, Spelling::folded));
  while (rows.step()) take(rows.text(0));
}

}  // namespace sohoa
