// Probabilities of syllables after one and two others.
#pragma once

#include <cstdint>
#include <vector>

namespace sohoa::training {

struct Single {
  double log_p = 0;
  double log_backoff = 0;
};
struct Pair {
  std::uint16_t first, second;
  double log_p = 0;        // of second after first
  double log_backoff = 0;  // for what follows both
  std::uint32_t count = 0;
};
struct Triple {
  std::uint16_t first, second, third;
  double log_p = 0;  // of third after first, second
  std::uint32_t count = 0;
};

// Pairs and triples in ascending order of their syllables; the pair of the
// first two of every triple is there.
struct Estimate {
  std::vector<Single> singles;
  std::vector<Pair> pairs;
  std::vector<Triple> triples;
};

// Modified Kneser-Ney smoothing, interpolated: Chen and Goodman 1999, "An
// empirical study of smoothing techniques for language modeling", section 3.
[[nodiscard]] Estimate estimate(const std::vector<std::uint16_t>& ids, std::size_t vocabulary);

// Drops triples, then pairs, whose absence costs the training text less than
// `least_gain` nats (Seymore and Rosenfeld 1996), and takes the back-off
// weights anew so that probabilities add up to one.
[[nodiscard]] Estimate prune(const Estimate& full, double least_gain);

// Of the words and the ends of sentences.
[[nodiscard]] double perplexity(const Estimate& model, const std::vector<std::uint16_t>& ids);

}  // namespace sohoa::training
