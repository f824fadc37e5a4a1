#include "ocr/correct_joined.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "document/vietnamese_text.h"
#include "ocr/correct_syllable.h"
#include "ocr/correct_words.h"

namespace sohoa {

namespace {

constexpr double kParted = 0.85;  // confidence of parted words
// log P of the second part after the first, at least; without and with the
// word of the second recogniser.
constexpr float kExpected = -5.0F;

bool is_upper(char32_t c) {
  return take_apart(c).upper;
}

bool has_mark(std::u32string_view letters) {
  return std::any_of(letters.begin(), letters.end(), [](char32_t c) { return c >= 0x80; });
}

// No capital after a small letter: the parts of "VIPHẠM" or "Nhưtrên", not of "ThạchAn".
bool same_case(std::u32string_view core, std::size_t at) {
  const bool left_small = !is_upper(core[at - 1]);
  return left_small == !is_upper(core[at]) || !left_small;
}

// Where the core of a word that is no syllable falls into two that the model
// expects together; 0 when nowhere.
std::size_t place_between_syllables(std::u32string_view core, const SyllableModel& model) {
  constexpr std::size_t kShortest = 2;
  const std::string whole = syllable_key(with_stroke(core));
  if (core.size() < 2 * kShortest || !has_mark(core) ||
      model.find(whole) != SyllableModel::kUnknown ||
      is_possible_syllable(to_code_points(to_lower(to_utf8(core)))))
    return 0;
  std::size_t place = 0;
  float best = kExpected;
  for (std::size_t at = kShortest; at + kShortest <= core.size(); ++at) {
    if (!same_case(core, at)) continue;
    const SyllableId left = model.find(syllable_key(with_stroke(core.substr(0, at))));
    const SyllableId right = model.find(syllable_key(with_stroke(core.substr(at))));
    if (left == SyllableModel::kUnknown || right == SyllableModel::kUnknown) continue;
    const float expected =
        model.log_probability(model.context(SyllableModel::kUnknown, left), right);
    if (expected > best) {
      best = expected;
      place = at;
    }
  }
  return place;
}

// "g,h,": a comma or semicolon before a letter; "2..Đến": stops after a number.
std::size_t place_after_sign(std::u32string_view text) {
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    const bool comma = (text[i] == U',' || text[i] == U';') && is_letter(text[i - 1]);
    const bool stop = text[i] == U'.' && (is_digit(text[i - 1]) || text[i - 1] == U'.') &&
                      is_digit(text.front()) && is_upper(text[i + 1]);
    if ((comma || stop) && is_letter(text[i + 1])) return i + 1;
  }
  return 0;
}

// The place of the only space in what the second recogniser read, if the two
// agree otherwise.
std::size_t place_seen_by_second(const Word& word) {
  if (word.second != SecondReading::other || word.alternatives.empty()) return 0;
  const std::string& other = word.alternatives.front().text;
  const std::size_t space = other.find(' ');
  if (space == std::string::npos || space == 0) return 0;
  std::string joined = other;
  joined.erase(std::remove(joined.begin(), joined.end(), ' '), joined.end());
  if (fold(joined) != fold(word.text)) return 0;
  return to_code_points(std::string_view(other).substr(0, space)).size();
}

std::size_t place_to_part(const Word& word, const SyllableModel& model) {
  const std::u32string text = to_code_points(word.text);
  if (const std::size_t at = place_seen_by_second(word); at > 0 && at < text.size()) {
    // Codes and numbers are written without spaces.
    const WordParts parts = split_word(word.text);
    if (parts.kind == WordKind::syllable || place_after_sign(text) == at) return at;
  }
  if (const std::size_t at = place_after_sign(text); at > 0) return at;
  const WordParts parts = split_word(word.text);
  if (parts.kind != WordKind::syllable) return 0;
  const std::size_t at = place_between_syllables(parts.core, model);
  return at == 0 ? 0 : at + parts.before.size();
}

// Takes what follows `at` off `word`.
Word part(Word& word, std::size_t at) {
  const std::u32string text = to_code_points(word.text);
  Word rest = word;
  const double share = static_cast<double>(at) / static_cast<double>(text.size());
  word.raw = rest.raw = word.text;
  word.reason = rest.reason = "two words read as one";
  word.text = to_utf8(std::u32string_view(text).substr(0, at));
  rest.text = to_utf8(std::u32string_view(text).substr(at));
  word.box.width = static_cast<int>(std::lround(share * rest.box.width));
  rest.box.left += word.box.width;
  rest.box.width -= word.box.width;
  for (Word* half : {&word, &rest}) {
    half->alternatives.clear();
    half->second = SecondReading::none;
    half->confidence = std::min(half->confidence, kParted);
  }
  return rest;
}

}  // namespace

void part_joined_words(TextLayout& layout, const SyllableModel& model) {
  for (Block& block : layout.blocks)
    for (Line& line : block.lines)
      for (std::size_t i = 0; i < line.words.size(); ++i) {
        const std::size_t at = place_to_part(line.words[i], model);
        if (at == 0) continue;
        Word rest = part(line.words[i], at);
        line.words.insert(std::next(line.words.begin(), static_cast<std::ptrdiff_t>(i) + 1),
                          std::move(rest));
      }
}

}  // namespace sohoa
