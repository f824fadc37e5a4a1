// The records that answer a query, best first, before they are shown.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "index/fts5.h"
#include "index/query_parser.h"
#include "index/sqlite.h"

namespace sohoa {

// As SearchQuery's members of the same names.
struct CandidateFilter {
  std::string type;
  std::string agency;
  std::string from;
  std::string to;

  [[nodiscard]] bool empty() const {
    return type.empty() && agency.empty() && from.empty() && to.empty();
  }
};

struct Candidate {
  long long number = 0;  // of the row in `entries`
  std::string id;
  double score = 0;  // higher is better
  int body_position = -1;
  Spelling spelling = Spelling::folded;
};

// At most `limit`, exact spellings before folded ones, then by score, then by
// id. Where many records answer, the newest rows are graded, and of all rows
// those in which the words stand side by side or in a field.
[[nodiscard]] std::vector<Candidate> find_candidates(Database& database, Grading& grading,
                                                     const ParsedQuery& query,
                                                     const CandidateFilter& filter, int limit);

// The ids of all records that answer, ungraded; without terms, of all that pass
// the filter.
void find_all(Database& database, const ParsedQuery& query, const CandidateFilter& filter,
              const std::function<void(const std::string& id)>& take);

}  // namespace sohoa
