// What a person typed, as words and phrases to look for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "index/search_words.h"

namespace sohoa {

// One or more words that must stand in this order, side by side: a phrase in
// quotes, or the parts of a code such as 123/QĐ-UBND.
struct QueryTerm {
  std::vector<SearchWord> words;
  bool prefix = false;  // the last word may go on: typed with a * behind it
};

struct ParsedQuery {
  std::vector<QueryTerm> terms;
  bool has_marks = false;  // a word has a tone, a vowel mark or đ
};

// Which form of each word is compared.
enum class Spelling { exact, folded };

// Never fails: what is not a letter or a digit only parts words. Takes the
// first 4,096 bytes and of them the first 32 terms and 64 words a term. A prefix
// of one or two letters counts as a whole word: it would name half of all
// syllables and take seconds.
[[nodiscard]] ParsedQuery parse_query(std::string_view text);

// A term as FTS5 wants it: quoted words, in which only letters, digits and
// kFoldedMark can occur.
[[nodiscard]] std::string fts5_phrase(const QueryTerm& term, Spelling spelling);
// All terms joined by AND. Must not be called without terms.
[[nodiscard]] std::string fts5_conjunction(const ParsedQuery& query, Spelling spelling);
// All terms, side by side in the order typed.
[[nodiscard]] QueryTerm as_one_phrase(const ParsedQuery& query);

}  // namespace sohoa
