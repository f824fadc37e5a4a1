// FTS5, SQLite's full-text module, as this folder extends it. Words come from
// search_words.h; each is kept in its exact and in its folded form at the same
// position, so that a query may mix the two in one phrase.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "index/sqlite.h"

namespace sohoa {

// The columns of the full-text table, in order.
enum class TextColumn { notation, subject, agency, other, body };
inline constexpr int kTextColumns = 5;

// How a folded word stands in the index. No word begins with this character.
inline constexpr char kFoldedMark = '~';

// What one search wants to know of each record that FTS5 finds. The first
// `words` phrases of the MATCH expression are graded; those after them only
// narrow the search.
struct Grading {
  int words = 0;
  const std::unordered_set<long long>* accepted = nullptr;  // row numbers; null: all
  std::vector<double> rarity;  // of each word; filled at the first record
};

struct Grade {
  double score = 0;
  std::int32_t body_position = -1;  // word of the body where the hits stand densest; -1: none
};

// Teaches the connection the tokenizer 'vietnamese' and the auxiliary function
// grade(table), which gives a Grade in bytes, or NULL for a row not accepted.
// `grading` is read at each call and must outlive the connection.
void extend_fts5(Database& database, Grading& grading);

// Reads what grade() gave.
[[nodiscard]] Grade grade_from_bytes(std::string_view bytes);

}  // namespace sohoa
