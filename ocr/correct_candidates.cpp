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

// Share of wrong words by the recogniser's confidence, like all rates here
// measured on pages set in a Times face from held-out texts and worn down.
struct Doubt {
  double confidence;
  double wrong;
};
constexpr std::array<Doubt, 11> kDoubts = {{{0.0, 0.63},
                                            {0.3, 0.50},
                                            {0.6, 0.48},
                                            {0.75, 0.44},
                                            {0.85, 0.36},
                                            {0.9, 0.22},
                                            {0.935, 0.13},
                                            {0.955, 0.05},
                                            {0.9625, 0.025},
                                            {0.967, 0.008},
                                            {1.0, 0.002}}};

// Of words that a second recogniser was asked about.
// Two models of one family share mistakes: what they agree on is wrong 0.02
// times as often as else on made pages, 0.3 times on a real bilevel scan.
constexpr double kConfirmed = 0.2;

// Of contradicted words by how much surer the second was than the first.
double share_wrong_contradicted(double surer) {
  constexpr double kAlike = 0.03;
  constexpr double kFirstSurer = 0.28, kBothSure = 0.55, kSecondSurer = 0.82;
  if (surer < -kAlike) return kFirstSurer;
  return surer < kAlike ? kBothSure : kSecondSurer;
}

double share_wrong_unasked(double confidence) {
  const double c = std::clamp(confidence, 0.0, 1.0);
  std::size_t i = 1;
  while (i + 1 < kDoubts.size() && kDoubts[i].confidence < c) ++i;
  const Doubt &a = kDoubts[i - 1], &b = kDoubts[i];
  const double t = (c - a.confidence) / (b.confidence - a.confidence);
  return std::exp(std::log(a.wrong) + t * (std::log(b.wrong) - std::log(a.wrong)));
}

double share_wrong(const Word& word) {
  const double unasked = share_wrong_unasked(word.confidence);
  switch (word.second) {
    case SecondReading::none:
      return unasked;
    case SecondReading::same:
      return kConfirmed * unasked;
    case SecondReading::other:
      return word.alternatives.empty()
                 ? unasked
                 : share_wrong_contradicted(word.alternatives.front().confidence - word.confidence);
  }
  return unasked;
}

// -log of the share that one kind of confusion of a letter has in all errors.
constexpr float kToneUnderHat = 2.5F;  // ế as ê, ậ as ấ: two marks crowd one letter
constexpr float kTone = 3.2F;
constexpr float kShape = 4.2F;
constexpr float kToneAndShape = 4.8F;
// The right reading is seldom missing among alternatives, where there are any.
constexpr float kNotListed = 1.2F;
// A listed reading: -log of its share against the best one counts on top.
constexpr float kListed = 0.5F;
constexpr float kOfListed = 0.9F;
// Where two recognisers differ and the first is wrong, the second is right in
// six of ten.
constexpr float kSecond = 0.5F;
// Letters taken for others, in a reading that is a syllable and in one that is none.
constexpr float kLookAlike = 6;
constexpr float kLookAlikeInNonsense = 1.5F;
// A change of a name needs that much more.
constexpr float kName = 4;

struct LookAlike {
  std::u32string_view read;
  std::u32string_view printed;
};
constexpr std::array<LookAlike, 6> kLookAlikes = {
    {{U"h", U"li"}, {U"f", U"t"}, {U"rn", U"m"}, {U"cl", U"d"}, {U"ii", U"u"}, {U"ø", U"g"}}};

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

// Two spellings of one word, both in use: the writer's choice, not the model's.
struct FreeSpelling {
  std::string_view one;
  std::string_view other;
};
constexpr std::array<FreeSpelling, 6> kFreeSpellings = {{{"hàng", "hằng"},
                                                         {"màu", "mầu"},
                                                         {"xảy", "xẩy"},
                                                         {"giày", "giầy"},
                                                         {"dày", "dầy"},
                                                         {"này", "nầy"}}};

class CandidateList {
 public:
  explicit CandidateList(const SyllableModel& model) : model_(model) {}

  void add(std::string key, std::u32string_view letters, float cost, Confusion kind) {
    const SyllableId id = model_.find(key);
    if (id == SyllableModel::kUnknown) {
      if (kind != Confusion::none) return;  // the model cannot vouch for it
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
    for (const FreeSpelling& spelling : kFreeSpellings) level(spelling);
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
  // When the reading is one of the two, the other is no candidate; else the one that is less like
  // the reading is none.
  void level(const FreeSpelling& spelling) {
    Candidate* one = find(spelling.one);
    Candidate* other = find(spelling.other);
    if (one == nullptr || other == nullptr) return;
    const Candidate* read = &list_.front();
    if (one == read)
      list_.erase(list_.begin() + (other - read));
    else if (other == read || one->cost > other->cost)
      list_.erase(list_.begin() + (one - read));
    else if (other->cost > one->cost)
      list_.erase(list_.begin() + (other - read));
  }

  Candidate* find(std::string_view key) {
    const auto found =
        std::find_if(list_.begin(), list_.end(), [&](const Candidate& c) { return c.key == key; });
    return found == list_.end() ? nullptr : &*found;
  }

  const SyllableModel& model_;
  std::vector<Candidate> list_;
};

// PCTN, TTg: letters that stand for words; nothing says which they should be.
bool is_abbreviation(std::u32string_view core) {
  std::size_t capitals = 0;
  for (const char32_t c : core) {
    if (c >= 0x80) return false;
    capitals += take_apart(c).upper ? 1 : 0;
  }
  return capitals > 1;
}

// One reading of the word on the way to its candidates.
class Reader {
 public:
  Reader(const Word& word, const WordParts& parts, WordPlace place, const SyllableModel& model)
      : word_(word),
        key_(syllable_key(with_stroke(parts.core))),
        letters_(to_code_points(key_)),
        folded_(fold(key_)),
        letters_may_change_(letters_.size() > 2 && !is_abbreviation(parts.core)),
        model_(model),
        list_(model) {
    const double wrong = share_wrong(word);
    list_.add(key_, letters_, static_cast<float>(-std::log(1 - wrong)), Confusion::none);
    base_ = static_cast<float>(-std::log(wrong)) + (place.in_name ? kName : 0);
  }

  std::vector<Candidate> candidates() {
    add_alternatives();
    if (letters_.size() > 1)
      add_same_letters(letters_, word_.alternatives.empty() ? 0 : kNotListed, Confusion::mark);
    if (letters_may_change_) {
      if (model_.find(key_) == SyllableModel::kUnknown) add_undoubled();
      add_look_alikes();
    }
    return list_.take();
  }

 private:
  // All syllables of the model that differ from `read` by marks only.
  void add_same_letters(std::u32string_view read, float extra, Confusion kind) {
    const SyllableModel::Range same = model_.same_letters(fold(to_utf8(read)));
    for (SyllableId id = same.first; id < same.last; ++id) {
      const std::u32string printed = to_code_points(model_.text(id));
      if (printed.size() == read.size() && printed != letters_)
        list_.add_known(id, std::string(model_.text(id)),
                        base_ + extra + mark_confusion(printed, read), kind);
    }
  }

  void add_alternatives() {
    float rank = 0;
    for (const Alternative& alternative : word_.alternatives) {
      rank += 1;
      const WordParts parts = split_word(alternative.text);
      if (parts.kind != WordKind::syllable) continue;
      const std::string other = syllable_key(with_stroke(parts.core));
      const bool marks_only = fold(other) == folded_;
      if (!marks_only && (!letters_may_change_ || parts.core.size() < 2)) continue;
      const float cost = cost_of_listed(alternative, rank);
      const std::u32string letters = to_code_points(other);
      list_.add(other, letters, base_ + cost, marks_only ? Confusion::mark : Confusion::letter);
      if (!marks_only) add_same_letters(letters, cost, Confusion::letter);
    }
  }

  // -log of the share of the errors in which the alternative of that rank is right.
  [[nodiscard]] float cost_of_listed(const Alternative& alternative, float rank) const {
    const bool contradicted = word_.second == SecondReading::other;
    if (contradicted && rank < 2) return kSecond;
    const double share =
        word_.confidence > 1e-6 ? alternative.confidence / word_.confidence : std::exp(-rank);
    return kListed + kOfListed * static_cast<float>(-std::log(std::clamp(share, 1e-3, 1.0)));
  }

  // chêết: the recogniser gave one vowel twice.
  void add_undoubled() {
    for (std::size_t i = 0; i + 1 < letters_.size(); ++i) {
      if (take_apart(letters_[i]).plain != take_apart(letters_[i + 1]).plain) continue;
      for (const std::size_t dropped : {i, i + 1}) {
        std::u32string single = letters_;
        single.erase(dropped, 1);
        const std::string key = to_utf8(single);
        if (model_.find(key) != SyllableModel::kUnknown)
          list_.add(key, single, base_ + kLookAlikeInNonsense, Confusion::letter);
        add_same_letters(single, kLookAlikeInNonsense, Confusion::letter);
      }
    }
  }

  void add_look_alikes() {
    const bool nonsense = model_.find(key_) == SyllableModel::kUnknown;
    const float cost = nonsense ? kLookAlikeInNonsense : kLookAlike;
    for (const LookAlike& pair : kLookAlikes) {
      const std::size_t at = letters_.find(pair.read);
      if (at == std::u32string::npos) continue;
      std::u32string printed = letters_;
      printed.replace(at, pair.read.size(), pair.printed);
      const std::string key = to_utf8(printed);
      if (model_.find(key) != SyllableModel::kUnknown)
        list_.add(key, printed, base_ + cost, Confusion::letter);
      if (nonsense) add_same_letters(printed, cost, Confusion::letter);
    }
  }

  const Word& word_;
  std::string key_;
  std::u32string letters_;
  std::string folded_;
  bool letters_may_change_;
  const SyllableModel& model_;
  CandidateList list_;
  float base_ = 0;
};

}  // namespace

std::vector<Candidate> candidates_for(const Word& word, const WordParts& parts, WordPlace place,
                                      const SyllableModel& model) {
  return Reader(word, parts, place, model).candidates();
}

}  // namespace sohoa
