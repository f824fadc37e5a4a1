#include "ocr/correct_words.h"

#include <algorithm>

#include "document/vietnamese_text.h"

namespace sohoa {

namespace {

bool is_inner(char32_t c) {
  return is_letter(c) || is_digit(c);
}

WordKind kind_of(std::u32string_view core) {
  if (core.empty()) return WordKind::mark;
  if (std::all_of(core.begin(), core.end(), is_letter)) return WordKind::syllable;
  if (std::none_of(core.begin(), core.end(), is_letter)) return WordKind::number;
  return WordKind::other;
}

bool has_any(std::u32string_view text, std::u32string_view marks) {
  return text.find_first_of(marks) != std::u32string_view::npos;
}

// "a)", "12.", "-": what opens an item of a list.
bool opens_item(const WordParts& word) {
  if (word.kind == WordKind::mark) return has_any(word.before, U"-–+*•");
  return word.before.empty() && word.core.size() <= 2 && has_any(word.after, U")");
}

}  // namespace

WordParts split_word(std::string_view utf8) {
  const std::u32string word = to_code_points(utf8);
  WordParts parts;
  const auto first = std::find_if(word.begin(), word.end(), is_inner);
  parts.before.assign(word.begin(), first);
  if (first == word.end()) return parts;
  const auto last = std::find_if(word.rbegin(), word.rend(), is_inner).base();
  parts.core.assign(first, last);
  parts.after.assign(last, word.end());
  parts.kind = kind_of(parts.core);
  return parts;
}

std::string syllable_key(std::u32string_view core) {
  return unify_tone_placement(to_utf8(core));
}

bool sentence_starts(const WordParts& previous, const WordParts& next) {
  if (has_any(previous.after, U";:?!") || opens_item(next) || opens_item(previous)) return true;
  if (!has_any(previous.after, U".")) return false;
  const bool small = next.kind == WordKind::syllable && !take_apart(next.core.front()).upper;
  return !small;
}

}  // namespace sohoa
