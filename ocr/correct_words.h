// A printed word as correction and the language model see it: its letters
// without the punctuation around them, and where a sentence begins anew.
#pragma once

#include <string>
#include <string_view>

namespace sohoa {

enum class WordKind {
  syllable,  // letters only
  number,    // digits, with separators and signs
  mark,      // punctuation alone
  other      // codes, addresses, words joined by - or /
};

struct WordParts {
  std::u32string before;  // opening punctuation
  std::u32string core;
  std::u32string after;  // closing punctuation
  WordKind kind = WordKind::mark;
};

// before + core + after is the word again. Thread-safe, as all calls here.
[[nodiscard]] WordParts split_word(std::string_view utf8);

// The form in which the model counts a syllable: lower case, one placement of
// the tone on open oa, oe, uy.
[[nodiscard]] std::string syllable_key(std::u32string_view core);

// Whether a sentence, or an item of a list, begins between two neighbours. A
// full stop before a small letter is taken as a speck or an abbreviation.
[[nodiscard]] bool sentence_starts(const WordParts& previous, const WordParts& next);

}  // namespace sohoa
