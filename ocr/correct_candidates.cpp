#include "ocr/correct_candidates.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

#include "document/vietnamese_text.h"
#include "ocr/correct_syllable.h"

namespace sohoa {

namespace {

constexpr std::size_t kMaxCandidates = 10;
constexpr float kMaxCost = 14;

// Share of wrong words by the recogniser's confidence.
struct Doubt {
  double confidence;
  double wrong;
};
constexpr std::array<Doubt, 7> kDoubts = {{{0.0, 0.75},
                                           {0.6, 0.55},
                                           {0.8, 0.30},
                                           {0.9, 0.10},
                                           {0.95, 0.03},
                                           {0.965, 0.008},
                                           {1.0, 0.003}}};

double share_wrong(double confidence) {
  const double c = std::clamp(confidence, 0.0, 1.0);
  std::size_t i = 1;
  while (i + 1 < kDoubts.size() && kDoubts[i].confidence < c) ++i;
  const Doubt &a = kDoubts[i - 1], &b = kDoubts[i];
  const double t = (c - a.confidence) / (b.confidence - a.confidence);
  return std::exp(std::log(a.wrong) + t * (std::log(b.wrong) - std::log(a.wrong)));
}

// -log of the share that one kind of confusion of a letter has in all errors.
constexpr float kToneUnderHat = 2.5F;  // ế as ê, ậ as ấ: two marks crowd one letter
constexpr float kTone = 4.5F;
constexpr float kShape = 4.5F;
constexpr float kToneAndShape = 5.5F;
// Of a reading among the alternatives: by its rank in likelihood.
constexpr float kListed = 0.7F;
constexpr float kOfListed = 0.8F;
constexpr float kName = 2.5F;

bool has_hat(char32_t shaped) {
  return shaped == U'â' || shaped == U'ê' || shaped == U'ô';
}

// Cost of reading `printed` as `read`; both have the same plain letters.
float mark_confusion(std::u32string_view printed, std::u32string_view read) {
  float cost = 0;
  for (std::size_t i = 0; i < printed.size(); ++i) {
    if (printed[i] == read[i]) continue;
    const VietnameseLetter a = take_apart(printed[i]), b = take_apart(read[i]);
    if (a.shaped == b.shaped)
      cost += has_hat(a.shaped) ? kToneUnderHat : kTone;
    else
      cost += a.tone == b.tone ? kShape : kToneAndShape;
  }
  return cost;
}

// What it costs to be no syllable of the model: one of very many others.
float strangeness(std::u32string_view lower) {
  constexpr float kPossible = 8, kForeign = 9, kImpossible = 14;
  if (is_possible_syllable(lower)) return kPossible;
  const bool plain = std::all_of(lower.begin(), lower.end(), [](char32_t c) { return c < 0x80; });
  return plain ? kForeign : kImpossible;
}

class CandidateList {
 public:
  explicit CandidateList(const SyllableModel& model) : model_(model) {}

  void add(std::string key, std::u32string_view letters, float cost, Confusion kind) {
    const SyllableId id = model_.find(key);
    if (id == SyllableModel::kUnknown) {
      if (kind != Confusion::none && !is_possible_syllable(letters)) return;
      cost += strangeness(letters);
    }
    add_known(id, std::move(key), cost, kind);
  }

  void add_known(SyllableId id, std::string key, float cost, Confusion kind) {
    const auto same =
        std::find_if(list_.begin(), list_.end(), [&](const Candidate& c) { return c.key == key; });
    if (same == list_.end())
      list_.push_back({id, std::move(key), cost, kind});
    else
      same->cost = std::min(same->cost, cost);
  }

  std::vector<Candidate> take() {
    std::sort(list_.begin() + 1, list_.end(), [](const Candidate& a, const Candidate& b) {
      return std::tie(a.cost, a.key) < std::tie(b.cost, b.key);
    });
    const float limit = list_.front().cost + kMaxCost;
    const auto end = std::find_if(list_.begin() + 1, list_.end(),
                                  [&](const Candidate& c) { return c.cost > limit; });
    list_.erase(end, list_.end());
    if (list_.size() > kMaxCandidates) list_.resize(kMaxCandidates);
    return std::move(list_);
  }

 private:
  const SyllableModel& model_;
  std::vector<Candidate> list_;
};

void add_alternatives(const Word& word, std::string_view key, float base, CandidateList& list) {
  float rank = 0;
  for (const Alternative& alternative : word.alternatives) {
    rank += 1;
    const WordParts parts = split_word(alternative.text);
    if (parts.kind != WordKind::syllable) continue;
    const std::string other = syllable_key(with_stroke(parts.core));
    const double share =
        word.confidence > 1e-6 ? alternative.confidence / word.confidence : std::exp(-rank);
    const auto listed = static_cast<float>(-std::log(std::clamp(share, 1e-3, 1.0)));
    list.add(other, to_code_points(other), base + kListed + kOfListed * listed,
             fold(other) == fold(key) ? Confusion::mark : Confusion::letter);
  }
}

}  // namespace

std::vector<Candidate> candidates_for(const Word& word, const WordParts& parts, WordPlace place,
                                      const SyllableModel& model) {
  const std::string key = syllable_key(with_stroke(parts.core));
  const std::u32string letters = to_code_points(key);
  const double wrong = share_wrong(word.confidence);
  CandidateList list(model);
  list.add(key, letters, static_cast<float>(-std::log(1 - wrong)), Confusion::none);
  const float base = static_cast<float>(-std::log(wrong)) + (place.in_name ? kName : 0);
  add_alternatives(word, key, base, list);
  if (letters.size() > 1) {
    const SyllableModel::Range same = model.same_letters(fold(key));
    for (SyllableId id = same.first; id < same.last; ++id) {
      const std::u32string printed = to_code_points(model.text(id));
      if (printed.size() == letters.size() && printed != letters)
        list.add_known(id, std::string(model.text(id)), base + mark_confusion(printed, letters),
                       Confusion::mark);
    }
  }
  return list.take();
}

}  // namespace sohoa
