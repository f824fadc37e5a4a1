#include "index/query_parser.h"

#include <algorithm>

#include "document/vietnamese_text.h"
#include "index/fts5.h"

namespace sohoa {

namespace {

constexpr std::size_t kLongestQuery = 4096;  // bytes
constexpr std::size_t kMostTerms = 32;
constexpr std::size_t kMostWords = 64;
constexpr std::size_t kShortestPrefix = 3;  // letters

bool is_quote(char32_t c) {
  return c == U'"' || c == U'“' || c == U'”' || c == U'„' || c == U'«' || c == U'»';
}

bool is_space(char32_t c) {
  return c <= U' ' || c == 0x00a0 || c == 0x3000;
}

bool same_term(const QueryTerm& a, const QueryTerm& b) {
  return a.prefix == b.prefix &&
         std::equal(a.words.begin(), a.words.end(), b.words.begin(), b.words.end(),
                    [](const SearchWord& x, const SearchWord& y) { return x.exact == y.exact; });
}

void add_term(ParsedQuery& query, const std::u32string& typed, bool star_means_prefix) {
  QueryTerm term;
  term.words = search_words(to_utf8(typed));
  if (term.words.empty() || query.terms.size() >= kMostTerms) return;
  if (term.words.size() > kMostWords) term.words.resize(kMostWords);
  term.prefix = star_means_prefix && typed.back() == U'*' &&
                to_code_points(term.words.back().folded).size() >= kShortestPrefix;
  for (const QueryTerm& earlier : query.terms)
    if (same_term(earlier, term)) return;
  query.terms.push_back(std::move(term));
}

}  // namespace

ParsedQuery parse_query(std::string_view text) {
  ParsedQuery query;
  std::u32string typed;
  bool quoted = false;
  for (const char32_t c : to_code_points(to_nfc(text.substr(0, kLongestQuery)))) {
    const bool ends_term = is_quote(c) || (!quoted && is_space(c));
    if (!ends_term) {
      typed += c;
      continue;
    }
    add_term(query, typed, !quoted);
    typed.clear();
    if (is_quote(c)) quoted = !quoted;
  }
  add_term(query, typed, !quoted);
  for (const QueryTerm& term : query.terms)
    for (const SearchWord& word : term.words)
      query.has_marks = query.has_marks || word.exact != word.folded;
  return query;
}

std::string fts5_phrase(const QueryTerm& term, Spelling spelling) {
  std::string phrase = "\"";
  for (const SearchWord& word : term.words) {
    if (phrase.size() > 1) phrase += ' ';
    if (spelling == Spelling::folded) phrase += kFoldedMark;
    phrase += spelling == Spelling::folded ? word.folded : word.exact;
  }
  phrase += term.prefix ? "\" *" : "\"";
  return phrase;
}

std::string fts5_conjunction(const ParsedQuery& query, Spelling spelling) {
  std::string all;
  for (const QueryTerm& term : query.terms) {
    if (!all.empty()) all += " AND ";
    all += fts5_phrase(term, spelling);
  }
  return "(" + all + ")";
}

QueryTerm as_one_phrase(const ParsedQuery& query) {
  QueryTerm whole;
  for (const QueryTerm& term : query.terms)
    whole.words.insert(whole.words.end(), term.words.begin(), term.words.end());
  whole.prefix = !query.terms.empty() && query.terms.back().prefix;
  return whole;
}

}  // namespace sohoa
