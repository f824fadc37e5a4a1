#include "ocr/correct.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "document/vietnamese_text.h"
#include "ocr/confidence.h"
#include "ocr/correct_authority_sign.h"
#include "ocr/correct_candidates.h"
#include "ocr/correct_capitals.h"
#include "ocr/correct_joined.h"
#include "ocr/correct_list_ends.h"
#include "ocr/correct_matter_sign.h"
#include "ocr/correct_noise.h"
#include "ocr/correct_numbers.h"
#include "ocr/correct_numerals.h"
#include "ocr/correct_phrases.h"
#include "ocr/correct_row_numbers.h"
#include "ocr/correct_second.h"
#include "ocr/correct_sentence.h"
#include "ocr/correct_syllable.h"
#include "ocr/correct_words.h"
#include "ocr/look_alikes.h"

namespace sohoa {

namespace {

constexpr std::size_t kLongestSyllable = 7;  // nghiêng

// Below this mean confidence a line is a signature, a seal or noise.
constexpr double kReadableLine = 0.5;

struct Place {
  Word* word = nullptr;
  WordParts parts;
  bool readable = true;  // its line is text
  double line = 1;       // mean confidence of the line
};

using Sentence = std::vector<Place>;

double mean_confidence_of(const Line& line) {
  double sum = 0;
  for (const Word& word : line.words) sum += word.confidence;
  return line.words.empty() ? 0 : sum / static_cast<double>(line.words.size());
}

// Punctuation on its own is not for the language model.
void judge_mark(Word& word, double line) {
  WordEvidence evidence;
  evidence.recogniser = word.confidence;
  evidence.second = word.second;
  evidence.changed = !word.raw.empty();
  evidence.kind = WordKind::mark;
  evidence.line = line;
  word.confidence = calibrated_confidence(evidence);
}

std::vector<Sentence> sentences_of(Block& block) {
  std::vector<Sentence> sentences(1);
  WordParts previous;
  for (Line& line : block.lines) {
    const double mean = mean_confidence_of(line);
    for (Word& word : line.words) {
      WordParts parts = split_word(word.text);
      if (!sentences.back().empty() && sentence_starts(previous, parts)) sentences.emplace_back();
      previous = parts;
      if (parts.kind != WordKind::mark)
        sentences.back().push_back({&word, std::move(parts), mean >= kReadableLine, mean});
      else
        judge_mark(word, mean);
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

bool has_hat(char32_t c) {
  const char32_t shaped = take_apart(c).shaped;
  return shaped == U'â' || shaped == U'ê' || shaped == U'ô';
}

WordEvidence evidence_of(const Place& place, const SyllableModel& model) {
  WordEvidence evidence;
  evidence.recogniser = place.word->confidence;
  evidence.second = place.word->second;
  evidence.changed = !place.word->raw.empty();
  evidence.kind = place.parts.kind;
  evidence.line = place.line;
  const std::u32string& after = place.parts.after;
  evidence.colon = !after.empty() && after.back() == U':';
  evidence.punctuation = !after.empty() && !evidence.colon;
  evidence.hat = std::any_of(place.parts.core.begin(), place.parts.core.end(), has_hat);
  evidence.known = place.parts.kind == WordKind::syllable &&
                   model.find(syllable_key(place.parts.core)) != SyllableModel::kUnknown;
  return evidence;
}

SyllableId id_of(const Place& place, const SyllableModel& model) {
  return as_it_stands(place, model).front().id;
}

// Between words that belong together no sign is likely: how much less likely than anywhere the
// next word is behind the one at `i`, which a sign follows.
double stop_evidence(const Sentence& sentence, std::size_t i, const Place* follower,
                     const SyllableModel& model) {
  const Place* next = i + 1 < sentence.size() ? &sentence[i + 1] : follower;
  if (next == nullptr || sentence[i].parts.after.empty()) return 0;
  const SyllableId before = i > 0 ? id_of(sentence[i - 1], model) : SyllableModel::kBoundary;
  const SyllableId word = id_of(*next, model);
  return model.log_probability(word) -
         model.log_probability(model.context(before, id_of(sentence[i], model)), word);
}

// A key as it would stand in the place of the word.
std::string spelt(const Place& place, const std::string& key, bool tone_last) {
  std::u32string letters = to_code_points(key);
  if (tone_last) letters = with_tone_on_last_vowel(letters);
  return to_utf8(place.parts.before + in_capitals_of(letters, place.parts.core) +
                 place.parts.after);
}

// The likeliest candidate but the chosen one.
std::size_t runner_up(const Choice& choice) {
  std::size_t best = choice.candidate == 0 ? 1 : 0;
  for (std::size_t c = 0; c < choice.shares.size(); ++c)
    if (c != choice.candidate && choice.shares[c] > choice.shares[best]) best = c;
  return best;
}

// What the word may be instead, with the probability of each: the candidates'
// shares of what the reading leaves. Also of the surest word one is kept.
void keep_alternatives(const Place& place, const std::vector<Candidate>& candidates,
                       const Choice& choice, bool tone_last) {
  constexpr std::size_t kMost = 5;
  constexpr double kLeastShare = 1e-4;
  Word& word = *place.word;
  const double rest = std::max(1 - choice.certainty, 1e-9);
  std::vector<Alternative> others;
  const std::size_t best = runner_up(choice);
  for (std::size_t c = 0; c < candidates.size(); ++c) {
    if (c == choice.candidate || (choice.shares[c] < kLeastShare && c != best)) continue;
    const std::string text = spelt(place, candidates[c].key, tone_last);
    if (text != word.text)
      others.push_back({text, (1 - word.confidence) * std::min(1.0, choice.shares[c] / rest)});
  }
  std::sort(others.begin(), others.end(),
            [](const Alternative& a, const Alternative& b) { return a.confidence > b.confidence; });
  for (const Alternative& seen : word.alternatives)
    if (std::none_of(others.begin(), others.end(),
                     [&](const Alternative& other) { return other.text == seen.text; }))
      others.push_back({seen.text, std::min(seen.confidence, (1 - word.confidence) * kLeastShare)});
  if (others.size() > kMost) others.resize(kMost);
  word.alternatives = std::move(others);
}

// `follower`: the first word of the next sentence, or null.
void correct_sentence(const Sentence& sentence, const Place* follower, const SyllableModel& model,
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
  std::vector<Choice> choices(sentence.size());
  if (open) choices = choose(words, model, options.least_certainty);
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    const Choice& choice = choices[i];
    WordEvidence evidence = evidence_of(sentence[i], model);
    evidence.judged = words[i].size() > 1;
    evidence.certainty = choice.certainty;
    evidence.context = choice.context;
    evidence.stop = stop_evidence(sentence, i, follower, model);
    evidence.changed = evidence.changed || choice.candidate != 0;
    evidence.known = evidence.known || choice.candidate != 0;
    const double confidence = calibrated_confidence(evidence);
    const Place& place = sentence[i];
    if (choice.candidate != 0) {
      const Candidate& chosen = words[i][choice.candidate];
      replace_reading(*place.word, spelt(place, chosen.key, tone_last), confidence,
                      reason_for(chosen.kind));
    } else {
      place.word->confidence = confidence;
    }
    if (evidence.judged && open) keep_alternatives(place, words[i], choice, tone_last);
  }
}

void correct_block(const std::vector<Sentence>& sentences, const SyllableModel& model,
                   const CorrectOptions& options, bool tone_last) {
  for (std::size_t s = 0; s < sentences.size(); ++s) {
    const bool followed = s + 1 < sentences.size() && !sentences[s + 1].empty();
    correct_sentence(sentences[s], followed ? &sentences[s + 1].front() : nullptr, model, options,
                     tone_last);
  }
}

// Half of what its confidence leaves goes to what looks most like it: the other half is for all
// else that it might be.
void keep_look_alikes(Word& word) {
  if (!word.alternatives.empty()) return;
  const std::vector<std::string> others = look_alikes_of(word.text);
  for (const std::string& other : others)
    word.alternatives.push_back(
        {other, (1 - word.confidence) / 2 / static_cast<double>(others.size())});
}

}  // namespace

void correct(TextLayout& layout, const SyllableModel& model, const CorrectOptions& options) {
  part_joined_words(layout, model);
  settle_second_readings(layout, model);
  mend_numbers(layout, model);
  mend_row_numbers(layout);
  mend_numerals(layout);
  mend_phrases(layout);
  mend_matter_sign(layout);
  mend_authority_signs(layout);
  drop_noise(layout, model);
  mend_list_ends(layout);
  const bool tone_last = places_tone_on_last_vowel(layout.blocks);
  for (Block& block : layout.blocks) correct_block(sentences_of(block), model, options, tone_last);
  restore_capitals(layout);
  for (Block& block : layout.blocks)
    for (Line& line : block.lines)
      for (Word& word : line.words) keep_look_alikes(word);
}

}  // namespace sohoa
