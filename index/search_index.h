// Full-text search over the pages of records: SQLite FTS5 in a file of its own
// that can be thrown away and rebuilt.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "document/field.h"

namespace sohoa {

struct SearchEntry {
  std::string id;  // of the record
  Fields fields;
  std::vector<std::string> page_texts;  // page 1 first, NFC
};

struct SearchQuery {
  // Words with or without accents, phrases in "quotes", codes such as
  // 123/QĐ-UBND, beginnings of three letters or more: nghi*
  std::string text;
  std::string type;    // e.g. "quyết định"; compared folded; empty: any
  std::string agency;  // part of the agency's name, compared folded; empty: any
  // First and last day of issue as YYYY-MM-DD, YYYY-MM or YYYY; empty: any.
  // Dates are compared as far as both go; a record without a date is left out.
  std::string from;
  std::string to;
  int limit = 20;  // at most 1000
};

struct SearchHit {
  std::string id;
  double score = 0;     // higher is better; comparable within one answer only
  int page = 0;         // of the best matching page, 1-based
  std::string snippet;  // around the hit, each match between kHitStart and kHitEnd
  Fields fields;
};

inline constexpr char kHitStart = '\x02';
inline constexpr char kHitEnd = '\x03';

// Safe between threads (one lock) and processes. Throws Error{service_broken} as Catalogue.
class SearchIndex {
 public:
  explicit SearchIndex(const std::string& path);
  ~SearchIndex();
  SearchIndex(const SearchIndex&) = delete;
  SearchIndex& operator=(const SearchIndex&) = delete;

  // Durable when it returns; the same id again replaces the older entry.
  void add(const SearchEntry& entry);
  // The same for many in one transaction, which is many times quicker.
  void add_all(std::span<const SearchEntry> entries);
  // Merges what many adds left in pieces. For once after a bulk load.
  void optimise();
  // As Catalogue::forget.
  void forget(std::span<const std::string> ids);
  [[nodiscard]] bool contains(const std::string& id) const;
  // Any user input is a valid query; one without words finds nothing. Every word
  // must occur in the record; with accents typed, exact spellings rank first.
  [[nodiscard]] std::vector<SearchHit> search(const SearchQuery& query) const;
  // Every record that answers, in no order of merit and without any limit; `limit`
  // is not looked at. Without words in `text`: all that pass the filters. `take`
  // must not call this index.
  void match_all(const SearchQuery& query,
                 const std::function<void(const std::string& id)>& take) const;
  [[nodiscard]] long long record_count() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace sohoa
