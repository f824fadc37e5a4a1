#include "ocr/model/estimate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace sohoa::training {

namespace {

constexpr std::uint16_t kBoundary = 1;

using Key = std::uint64_t;  // three syllables, 16 bits each

Key key_of(std::uint16_t a, std::uint16_t b, std::uint16_t c) {
  return Key{a} << 32U | Key{b} << 16U | Key{c};
}

// Discounts for counts of one, two, and three or more.
struct Discounts {
  std::array<double, 4> d{};

  explicit Discounts(const std::vector<std::uint32_t>& counts) {
    std::array<double, 5> n{};
    for (const std::uint32_t count : counts)
      if (count >= 1 && count <= 4) n[count] += 1;
    const double y = n[1] + n[2] > 0 ? n[1] / (n[1] + 2 * n[2]) : 0.5;
    for (std::size_t k = 1; k <= 3; ++k) {
      const double kk = static_cast<double>(k);
      d[k] = n[k] > 0 ? std::clamp(kk - (kk + 1) * y * n[k + 1] / n[k], 0.1, kk - 0.1) : 0.5;
    }
  }
  [[nodiscard]] double of(std::uint32_t count) const { return d[std::min(count, 3U)]; }
};

bool same_pair(const Triple& a, const Triple& b) {
  return a.first == b.first && a.second == b.second;
}

std::vector<Triple> count_triples(const std::vector<std::uint16_t>& ids) {
  std::vector<Key> keys;
  keys.reserve(ids.size());
  for (std::size_t i = 2; i < ids.size(); ++i) {
    // Nothing is predicted across the end of a sentence.
    const bool opening = ids[i] == kBoundary && ids[i - 1] == kBoundary;
    const bool across = ids[i - 1] == kBoundary && ids[i - 2] != kBoundary;
    if (!opening && !across) keys.push_back(key_of(ids[i - 2], ids[i - 1], ids[i]));
  }
  std::sort(keys.begin(), keys.end());
  std::vector<Triple> triples;
  for (std::size_t i = 0; i < keys.size();) {
    std::size_t j = i;
    while (j < keys.size() && keys[j] == keys[i]) ++j;
    triples.push_back({static_cast<std::uint16_t>(keys[i] >> 32U),
                       static_cast<std::uint16_t>(keys[i] >> 16U),
                       static_cast<std::uint16_t>(keys[i]), 0, static_cast<std::uint32_t>(j - i)});
    i = j;
  }
  return triples;
}

// How many different syllables stand before each pair; the pairs in order.
std::vector<Pair> count_pairs(const std::vector<Triple>& triples) {
  std::vector<Key> keys;
  keys.reserve(triples.size());
  for (const Triple& t : triples) keys.push_back(key_of(0, t.second, t.third));
  std::sort(keys.begin(), keys.end());
  std::vector<Pair> pairs;
  for (const Key key : keys) {
    const auto first = static_cast<std::uint16_t>(key >> 16U);
    const auto second = static_cast<std::uint16_t>(key);
    if (pairs.empty() || pairs.back().first != first || pairs.back().second != second)
      pairs.push_back({first, second, 0, 0, 0});
    ++pairs.back().count;
  }
  return pairs;
}

std::size_t find_pair(const std::vector<Pair>& pairs, std::uint16_t first, std::uint16_t second) {
  const auto it = std::lower_bound(pairs.begin(), pairs.end(), std::pair{first, second},
                                   [](const Pair& p, const auto& wanted) {
                                     return std::pair{p.first, p.second} < wanted;
                                   });
  const bool found = it != pairs.end() && it->first == first && it->second == second;
  return found ? static_cast<std::size_t>(it - pairs.begin()) : pairs.size();
}

// Pairs that begin triples but are none of the counted ones: of two boundaries.
void add_contexts(const std::vector<Triple>& triples, std::vector<Pair>& pairs) {
  std::vector<Pair> missing;
  for (std::size_t i = 0; i < triples.size(); ++i) {
    const Triple& t = triples[i];
    if (i > 0 && same_pair(t, triples[i - 1])) continue;
    if (find_pair(pairs, t.first, t.second) == pairs.size())
      missing.push_back({t.first, t.second, 0, 0, 0});
  }
  pairs.insert(pairs.end(), missing.begin(), missing.end());
  std::sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) {
    return std::pair{a.first, a.second} < std::pair{b.first, b.second};
  });
}

template <typename Element>
std::vector<std::uint32_t> counts_of(const std::vector<Element>& elements) {
  std::vector<std::uint32_t> counts;
  counts.reserve(elements.size());
  for (const Element& e : elements) counts.push_back(e.count);
  return counts;
}

void estimate_singles(std::size_t vocabulary, Estimate& model) {
  std::vector<std::uint32_t> counts(vocabulary, 0);
  for (const Pair& p : model.pairs)
    if (p.count > 0) ++counts[p.second];
  const Discounts discounts(counts);
  double total = 0, kept_back = 0;
  for (const std::uint32_t count : counts) {
    total += count;
    kept_back += count > 0 ? discounts.of(count) : 0;
  }
  model.singles.resize(vocabulary);
  for (std::size_t i = 0; i < vocabulary; ++i) {
    const double own = counts[i] > 0 ? counts[i] - discounts.of(counts[i]) : 0;
    model.singles[i].log_p =
        std::log(own / total + kept_back / total / static_cast<double>(vocabulary));
  }
}

void estimate_pairs(Estimate& model) {
  const Discounts discounts(counts_of(model.pairs));
  std::vector<Pair>& pairs = model.pairs;
  for (std::size_t i = 0; i < pairs.size();) {
    std::size_t j = i;
    double total = 0, kept_back = 0;
    for (; j < pairs.size() && pairs[j].first == pairs[i].first; ++j) {
      total += pairs[j].count;
      kept_back += pairs[j].count > 0 ? discounts.of(pairs[j].count) : 0;
    }
    const double gamma = total > 0 ? kept_back / total : 1;
    model.singles[pairs[i].first].log_backoff = std::log(gamma);
    for (; i < j; ++i) {
      const double own = pairs[i].count > 0 ? pairs[i].count - discounts.of(pairs[i].count) : 0;
      pairs[i].log_p = std::log((total > 0 ? own / total : 0) +
                                gamma * std::exp(model.singles[pairs[i].second].log_p));
    }
  }
}

double log_of_pair(const Estimate& model, std::uint16_t first, std::uint16_t second) {
  const std::size_t found = find_pair(model.pairs, first, second);
  return found < model.pairs.size()
             ? model.pairs[found].log_p
             : model.singles[first].log_backoff + model.singles[second].log_p;
}

void estimate_triples(Estimate& model) {
  const Discounts discounts(counts_of(model.triples));
  std::vector<Triple>& triples = model.triples;
  for (std::size_t i = 0; i < triples.size();) {
    std::size_t j = i;
    double total = 0, kept_back = 0;
    for (; j < triples.size() && same_pair(triples[j], triples[i]); ++j) {
      total += triples[j].count;
      kept_back += discounts.of(triples[j].count);
    }
    const double gamma = kept_back / total;
    model.pairs[find_pair(model.pairs, triples[i].first, triples[i].second)].log_backoff =
        std::log(gamma);
    for (; i < j; ++i)
      triples[i].log_p =
          std::log((triples[i].count - discounts.of(triples[i].count)) / total +
                   gamma * std::exp(log_of_pair(model, triples[i].second, triples[i].third)));
  }
}

// log((1 - what is kept) / (1 - what the shorter context gives to the same words)).
double backoff_of(double kept, double shorter) {
  constexpr double kLeast = 1e-4;
  return std::log(std::max(1 - kept, kLeast) / std::max(1 - shorter, kLeast));
}

void take_backoffs_anew(Estimate& model) {
  std::vector<Pair>& pairs = model.pairs;
  for (Single& s : model.singles) s.log_backoff = 0;
  for (std::size_t i = 0; i < pairs.size();) {
    double kept = 0, shorter = 0;
    const std::uint16_t first = pairs[i].first;
    for (; i < pairs.size() && pairs[i].first == first; ++i) {
      kept += std::exp(pairs[i].log_p);
      shorter += std::exp(model.singles[pairs[i].second].log_p);
      pairs[i].log_backoff = 0;
    }
    model.singles[first].log_backoff = backoff_of(kept, shorter);
  }
  const std::vector<Triple>& triples = model.triples;
  for (std::size_t i = 0; i < triples.size();) {
    double kept = 0, shorter = 0;
    const std::size_t begin = i;
    for (; i < triples.size() && same_pair(triples[i], triples[begin]); ++i) {
      kept += std::exp(triples[i].log_p);
      shorter += std::exp(log_of_pair(model, triples[i].second, triples[i].third));
    }
    pairs[find_pair(pairs, triples[begin].first, triples[begin].second)].log_backoff =
        backoff_of(kept, shorter);
  }
}

double log_of_triple(const Estimate& model, std::uint16_t a, std::uint16_t b, std::uint16_t c) {
  const auto it = std::lower_bound(
      model.triples.begin(), model.triples.end(), key_of(a, b, c),
      [](const Triple& t, Key wanted) { return key_of(t.first, t.second, t.third) < wanted; });
  if (it != model.triples.end() && it->first == a && it->second == b && it->third == c)
    return it->log_p;
  const std::size_t pair = find_pair(model.pairs, a, b);
  const double backoff = pair < model.pairs.size() ? model.pairs[pair].log_backoff : 0;
  return backoff + log_of_pair(model, b, c);
}

}  // namespace

Estimate estimate(const std::vector<std::uint16_t>& ids, std::size_t vocabulary) {
  Estimate model;
  model.triples = count_triples(ids);
  model.pairs = count_pairs(model.triples);
  add_contexts(model.triples, model.pairs);
  estimate_singles(vocabulary, model);
  estimate_pairs(model);
  estimate_triples(model);
  return model;
}

Estimate prune(const Estimate& full, double least_gain) {
  Estimate model;
  model.singles = full.singles;
  std::vector<bool> needed(full.pairs.size(), false);
  for (const Triple& t : full.triples) {
    const std::size_t context = find_pair(full.pairs, t.first, t.second);
    const double without = full.pairs[context].log_backoff + log_of_pair(full, t.second, t.third);
    if (t.count * std::abs(t.log_p - without) < least_gain) continue;
    model.triples.push_back(t);
    needed[context] = true;
  }
  for (std::size_t i = 0; i < full.pairs.size(); ++i) {
    const Pair& p = full.pairs[i];
    const double without = full.singles[p.first].log_backoff + full.singles[p.second].log_p;
    if (needed[i] || p.count * std::abs(p.log_p - without) >= least_gain) model.pairs.push_back(p);
  }
  take_backoffs_anew(model);
  return model;
}

double perplexity(const Estimate& model, const std::vector<std::uint16_t>& ids) {
  double sum = 0;
  std::size_t count = 0;
  for (std::size_t i = 2; i < ids.size(); ++i) {
    const bool opening = ids[i] == kBoundary && ids[i - 1] == kBoundary;
    const bool across = ids[i - 1] == kBoundary && ids[i - 2] != kBoundary;
    if (opening || across) continue;
    sum += log_of_triple(model, ids[i - 2], ids[i - 1], ids[i]);
    ++count;
  }
  return count == 0 ? 1 : std::exp(-sum / static_cast<double>(count));
}

}  // namespace sohoa::training
