#include "ocr/correct_sentence.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

namespace sohoa {

namespace {

using Words = std::vector<std::vector<Candidate>>;

// Weight of the neighbours against the reading: both are only models. The best
// on one half of the worn pages, confirmed on the other.
constexpr float kContextWeight = 1.3F;
// A reading that the recogniser was this sure of (its cost) yields only to strong evidence.
constexpr float kSureReading = 0.03F;
constexpr double kStrongEvidence = 0.9;
constexpr float kBeam = 14;
constexpr std::size_t kMaxStates = 32;

// The end of a path: its last candidate, after which context, at what cost.
struct State {
  float cost = 0;
  std::uint16_t candidate = 0;
  std::uint16_t previous_candidate = 0;
  std::uint32_t from = 0;  // index of the state before
  SyllableId before = SyllableModel::kBoundary;
  SyllableId last = SyllableModel::kBoundary;
};

void keep_best(std::vector<State>& states) {
  std::stable_sort(states.begin(), states.end(),
                   [](const State& a, const State& b) { return a.cost < b.cost; });
  const float limit = states.front().cost + kBeam;
  std::size_t count = std::min(states.size(), kMaxStates);
  while (count > 1 && states[count - 1].cost > limit) --count;
  states.resize(count);
}

// Of states with the same last two candidates only the cheapest matters.
void put(std::vector<State>& states, const State& state) {
  for (State& other : states)
    if (other.candidate == state.candidate &&
        other.previous_candidate == state.previous_candidate) {
      if (state.cost < other.cost) other = state;
      return;
    }
  states.push_back(state);
}

std::vector<State> step(const std::vector<State>& states, const std::vector<Candidate>& word,
                        const SyllableModel& model) {
  std::vector<State> next;
  next.reserve(states.size() * word.size());
  for (std::size_t s = 0; s < states.size(); ++s) {
    const State& state = states[s];
    const SyllableModel::Context context = model.context(state.before, state.last);
    for (std::size_t c = 0; c < word.size(); ++c) {
      State extended;
      extended.cost =
          state.cost + word[c].cost - kContextWeight * model.log_probability(context, word[c].id);
      extended.candidate = static_cast<std::uint16_t>(c);
      extended.previous_candidate = state.candidate;
      extended.from = static_cast<std::uint32_t>(s);
      extended.before = state.last;
      extended.last = word[c].id;
      put(next, extended);
    }
  }
  keep_best(next);
  return next;
}

std::vector<std::size_t> best_path(const Words& words, const SyllableModel& model) {
  std::vector<std::vector<State>> columns{{State{}}};
  for (const std::vector<Candidate>& word : words)
    columns.push_back(step(columns.back(), word, model));
  std::size_t best = 0;
  float best_cost = 0;
  for (std::size_t s = 0; s < columns.back().size(); ++s) {
    const State& state = columns.back()[s];
    const float cost =
        state.cost - kContextWeight * model.log_probability(model.context(state.before, state.last),
                                                            SyllableModel::kBoundary);
    if (s == 0 || cost < best_cost) {
      best = s;
      best_cost = cost;
    }
  }
  std::vector<std::size_t> path(words.size());
  for (std::size_t i = words.size(); i > 0; --i) {
    path[i - 1] = columns[i][best].candidate;
    best = columns[i][best].from;
  }
  return path;
}

// A path whose single candidates can be exchanged and weighed.
class Path {
 public:
  Path(const Words& words, std::vector<std::size_t> chosen, const SyllableModel& model)
      : words_(words), chosen_(std::move(chosen)), model_(model) {}

  // Cost of the candidate at `i` in its neighbourhood.
  [[nodiscard]] double cost(std::size_t i, std::size_t candidate) const {
    return words_[i][candidate].cost + context_cost(i, candidate);
  }

  // Of it, what the neighbours alone say.
  [[nodiscard]] double context_cost(std::size_t i, std::size_t candidate) const {
    const auto place = static_cast<std::ptrdiff_t>(i);
    double cost = 0;
    for (std::ptrdiff_t at = place; at <= place + 2; ++at) {
      const auto id = [&](std::ptrdiff_t k) {
        return k == place ? words_[i][candidate].id : id_at(k);
      };
      if (at > static_cast<std::ptrdiff_t>(words_.size())) break;
      cost -=
          kContextWeight * model_.log_probability(model_.context(id(at - 2), id(at - 1)), id(at));
    }
    return cost;
  }

  [[nodiscard]] double certainty(std::size_t i) const { return shares(i)[chosen_[i]]; }

  // Of all candidates at `i`, the neighbours as chosen; they add up to one.
  [[nodiscard]] std::vector<double> shares(std::size_t i) const {
    const double own = cost(i, chosen_[i]);
    std::vector<double> shares;
    double sum = 0;
    for (std::size_t c = 0; c < words_[i].size(); ++c) {
      shares.push_back(std::exp(own - cost(i, c)));
      sum += shares.back();
    }
    for (double& share : shares) share /= sum;
    return shares;
  }

  // See Choice::context.
  [[nodiscard]] double context(std::size_t i) const {
    double best = std::numeric_limits<double>::infinity();
    for (std::size_t c = 0; c < words_[i].size(); ++c)
      if (c != chosen_[i]) best = std::min(best, context_cost(i, c));
    return words_[i].size() > 1 ? context_cost(i, chosen_[i]) - best : 0;
  }

  [[nodiscard]] std::size_t chosen(std::size_t i) const { return chosen_[i]; }
  void keep_reading(std::size_t i) { chosen_[i] = 0; }

 private:
  [[nodiscard]] SyllableId id_at(std::ptrdiff_t i) const {
    if (i < 0 || i >= static_cast<std::ptrdiff_t>(words_.size())) return SyllableModel::kBoundary;
    const auto at = static_cast<std::size_t>(i);
    return words_[at][chosen_[at]].id;
  }

  const Words& words_;
  std::vector<std::size_t> chosen_;
  const SyllableModel& model_;
};

}  // namespace

std::vector<Choice> choose(const Words& words, const SyllableModel& model, double least_certainty) {
  Path path(words, best_path(words, model), model);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const double least = words[i].front().cost < kSureReading
                             ? std::max(least_certainty, kStrongEvidence)
                             : least_certainty;
    if (path.chosen(i) != 0 && path.certainty(i) < least) path.keep_reading(i);
  }
  std::vector<Choice> choices;
  choices.reserve(words.size());
  for (std::size_t i = 0; i < words.size(); ++i) {
    Choice choice{path.chosen(i), 1, {}, path.context(i)};
    if (words[i].size() > 1) {
      choice.shares = path.shares(i);
      choice.certainty = choice.shares[choice.candidate];
    }
    choices.push_back(std::move(choice));
  }
  return choices;
}

}  // namespace sohoa
