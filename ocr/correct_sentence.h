// Chooses among the candidates of the words of one sentence.
#pragma once

#include <cstddef>
#include <vector>

#include "ocr/correct_candidates.h"
#include "ocr/syllable_model.h"

namespace sohoa {

struct Choice {
  std::size_t candidate = 0;
  double certainty = 1;        // 0..1: its share among the candidates, its neighbours as chosen
  std::vector<double> shares;  // of every candidate; empty where there is one only
  // How much better the neighbours alone like the best of the other candidates: difference of
  // log-probabilities, 0 where there is one candidate only.
  double context = 0;
};

// The most likely path through the candidates (Viterbi, trigrams), one choice
// for each word. Every word has at least one candidate. Thread-safe.
[[nodiscard]] std::vector<Choice> choose(const std::vector<std::vector<Candidate>>& words,
                                         const SyllableModel& model, double least_certainty);

}  // namespace sohoa
