#include "ocr/correct.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "document/vietnamese_text.h"
#include "ocr/correct_candidates.h"
#include "ocr/correct_capitals.h"
#include "ocr/correct_joined.h"
#include "ocr/correct_noise.h"
#include "ocr/correct_numbers.h"
#include "ocr/correct_numerals.h"
#include "ocr/correct_second.h"
#include "ocr/correct_sentence.h"
#include "ocr/correct_syllable.h"
#include "ocr/correct_words.h"

namespace sohoa {

namespace {

constexpr std::size_t kLongestSyllable = 7;  // nghiêng

// Below this mean confidence a line is a signature, a seal or noise.
constexpr double kReadableLine = 0.5;
// No reading is more certain than this after a change.
constexpr double kMostCertain = 0.99;

struct Place {
  Word* word = nullptr;
  WordParts parts;
  bool readable = true;  // its line is text
};

using Sentence = std::vector<Place>;

bool is_readable(const Line& line) {
  double sum = 0;
  for (const Word& word : line.words) sum += word.confidence;
  return sum >= kReadableLine * static_cast<double>(line.words.size());
}

std::vector<Sentence> sentences_of(Block& block) {
  std::vector<Sentence> sentences(1);
  WordParts previous;
  for (Line& line : block.lines) {
    const bool readable = is_readable(line);
    for (Word& word : line.words) {
      WordParts parts = split_word(word.text);
      if (!sentences.back().empty() && sentence_starts(previous, parts)) sentences.emplace_back();
      previous = parts;
      if (parts.kind != WordKind::mark)
        sentences.back().push_back({&word, std::move(parts), readable});
    }
  }
  return sentences;
}

bool is_capitalised(const WordParts& parts) {
  return parts.kind == WordKind::syllable && take_apart(parts.core.front()).upper &&
         !(parts.core.size() > 1 && take_apart(parts.core[1]).upper);
}

// Capitalised like a neighbour.
bool is_in_name(const Sentence& sentence, std::size_t i) {
  if (!is_capitalised(sentence[i].parts)) return false;
  const bool before = i > 0 && is_capitalised(sentence[i - 1].parts);
  const bool after = i + 1 < sentence.size() && is_capitalised(sentence[i + 1].parts);
  return before || after;
}

// Letters of list items and abbreviations are no syllables to be judged.
bool can_change(const Place& place) {
  return place.readable && place.parts.kind == WordKind::syllable &&
         place.parts.core.size() <= kLongestSyllable &&
         !(place.parts.core.size() == 1 && !place.parts.after.empty());
}

std::vector<Candidate> as_it_stands(const Place& place, const SyllableModel& model) {
  Candidate candidate;
  if (place.parts.kind == WordKind::number) candidate.id = SyllableModel::kNumber;
  if (place.parts.kind == WordKind::syllable) {
    candidate.key = syllable_key(place.parts.core);
    candidate.id = model.find(candidate.key);
  }
  return {candidate};
}

bool places_tone_on_last_vowel(const std::vector<Block>& blocks) {
  int last = 0, first = 0;
  for (const Block& block : blocks)
    for (const Line& line : block.lines)
      for (const Word& word : line.words) {
        const WordParts parts = split_word(word.text);
        if (parts.kind != WordKind::syllable || parts.core.size() < 2) continue;
        const std::string lower = to_lower(to_utf8(parts.core));
        const std::string key = unify_tone_placement(lower);
        if (key != lower)
          ++last;
        else if (const std::u32string letters = to_code_points(key);
                 with_tone_on_last_vowel(letters) != letters)
          ++first;
      }
  return last > first;
}

std::string_view reason_for(Confusion kind) {
  return kind == Confusion::mark ? "mark decided by the context" : "letter decided by the context";
}

// The neighbours count for more than they are worth as likelihoods: measured on
// worn pages, changes with a certainty of 0.9 were right three times in four.
double as_confidence(double certainty) {
  constexpr double kTemper = 0.6;
  const double odds = certainty / std::max(1 - certainty, 1e-9);
  const double tempered = std::pow(odds, kTemper);
  return std::min(tempered / (1 + tempered), kMostCertain);
}

// Of a reading that stays. The recogniser's own confidence counts too, because
// it also speaks of what the model does not judge, such as punctuation. Wrong
// words among the 5 % least certain: 80 % of all on 40 worn pages, 66 % on a
// real scan of 30; by the recogniser's confidence alone 66 % and 54 %.
double judged_confidence(double confidence, double certainty) {
  constexpr double kOwnShare = 0.25;
  return std::pow(confidence, kOwnShare) * std::pow(as_confidence(certainty), 1 - kOwnShare);
}

void apply(const Place& place, const Candidate& candidate, double certainty, bool tone_last) {
  std::u32string letters = to_code_points(candidate.key);
  if (tone_last) letters = with_tone_on_last_vowel(letters);
  const std::u32string core = in_capitals_of(letters, place.parts.core);
  replace_reading(*place.word, to_utf8(place.parts.before + core + place.parts.after),
                  as_confidence(certainty), reason_for(candidate.kind));
}

void correct_sentence(const Sentence& sentence, const SyllableModel& model,
                      const CorrectOptions& options, bool tone_last) {
  std::vector<std::vector<Candidate>> words;
  words.reserve(sentence.size());
  bool open = false;
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    const Place& place = sentence[i];
    words.push_back(can_change(place)
                        ? candidates_for(*place.word, place.parts, {is_in_name(sentence, i)}, model)
                        : as_it_stands(place, model));
    open = open || words.back().size() > 1;
  }
  if (!open) return;
  const std::vector<Choice> choices = choose(words, model, options.least_certainty);
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    const Choice& choice = choices[i];
    Word& word = *sentence[i].word;
    if (choice.candidate != 0)
      apply(sentence[i], words[i][choice.candidate], choice.certainty, tone_last);
    else if (words[i].size() > 1)
      word.confidence = judged_confidence(word.confidence, choice.certainty);
  }
}

}  // namespace

void correct(TextLayout& layout, const SyllableModel& model, const CorrectOptions& options) {
  part_joined_words(layout, model);
  settle_second_readings(layout, model);
  mend_numbers(layout, model);
  mend_numerals(layout);
  drop_noise(layout, model);
  const bool tone_last = places_tone_on_last_vowel(layout.blocks);
  for (Block& block : layout.blocks)
    for (const Sentence& sentence : sentences_of(block))
      correct_sentence(sentence, model, options, tone_last);
  restore_capitals(layout);
}

}  // namespace sohoa
