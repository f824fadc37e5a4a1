// A short piece of a text with what was found in it marked.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "index/query_parser.h"

namespace sohoa {

struct Snippet {
  std::string text;  // one line, matches between kHitStart and kHitEnd, … where it was cut
  bool marked = false;
};

// About 160 characters of `nfc` from word to word, around the first match at or
// after its word number `near_word`. Matches parted by nothing but white space
// share one mark. Without a match: the beginning of the text.
[[nodiscard]] Snippet make_snippet(std::string_view nfc, const ParsedQuery& query,
                                   Spelling spelling, std::size_t near_word);

}  // namespace sohoa
