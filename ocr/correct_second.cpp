#include "ocr/correct_second.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "document/vietnamese_text.h"
#include "ocr/correct_numbers.h"
#include "ocr/correct_syllable.h"
#include "ocr/correct_words.h"

namespace sohoa {

namespace {

// The second reading must be surer by so much.
constexpr double kSurer = 0.03;
// A reading that is nothing yields to one that is something from here on.
constexpr double kSoundReading = 0.7;

bool has_digit(std::u32string_view text) {
  return std::any_of(text.begin(), text.end(), [](char32_t c) { return c >= U'0' && c <= U'9'; });
}

bool is_known(const WordParts& parts, const SyllableModel& model) {
  return parts.kind == WordKind::syllable &&
         model.find(syllable_key(with_stroke(parts.core))) != SyllableModel::kUnknown;
}

// A syllable of the model, a number, or punctuation.
bool is_something(const WordParts& parts, const SyllableModel& model) {
  return parts.kind == WordKind::number || is_known(parts, model);
}

// "¡)", "Ï)": the letter of a list item, which its neighbours tell (correct_numbers).
bool is_misread_item(std::string_view text) {
  const std::u32string sign = to_code_points(text);
  return sign.size() == 2 && sign[1] == U')' &&
         std::u32string_view(U"¡ÌÍÏìíïĩ").find(sign[0]) != std::u32string_view::npos;
}

bool second_wins(const Word& word, const Alternative& other, const SyllableModel& model) {
  const WordParts first = split_word(word.text), second = split_word(other.text);
  const bool surer = other.confidence > word.confidence + kSurer;
  if (first.kind != WordKind::mark && first.kind == second.kind &&
      to_lower(to_utf8(first.core)) == to_lower(to_utf8(second.core)))
    return surer;
  if (second.kind == WordKind::number && first.kind == WordKind::mark)
    return other.confidence >= kSoundReading;
  if (has_digit(first.core) && first.kind == WordKind::number) return false;
  return !is_something(first, model) && is_something(second, model) && surer &&
         other.confidence >= kSoundReading && first.kind != WordKind::mark;
}

}  // namespace

void settle_second_readings(TextLayout& layout, const SyllableModel& model) {
  for (Block& block : layout.blocks)
    for (Line& line : block.lines)
      for (Word& word : line.words) {
        if (word.second != SecondReading::other || word.alternatives.empty()) continue;
        const Alternative other = word.alternatives.front();
        if (other.text.find(' ') != std::string::npos || is_misread_item(word.text) ||
            !second_wins(word, other, model))
          continue;
        replace_reading(word, other.text, other.confidence, "read so by a second recogniser");
      }
}

}  // namespace sohoa
