// Whether the confidence of words means what it says.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sohoa {

struct ReadWord {
  std::string text;
  double confidence = 0;  // 0..1
};

struct ConfidenceEvaluation {
  long long words = 0;  // read
  long long wrong = 0;  // of these: not the truth's word in their place, or one too many
  // Expected calibration error: in 15 equal parts of 0..1, how far the mean
  // confidence is from the share of right words, weighted by the words in the
  // part (Naeini, Cooper, Hauskrecht, AAAI 2015; 15 parts as Guo et al., ICML 2017).
  double calibration_error = 0;
  // The share of the wrong words that stand among the least certain words, one
  // in twenty of all; 1 when no word is wrong. Words of equal confidence at the
  // border count in proportion.
  double wrong_in_least_certain = 0;
};

// The words in reading order, compared as evaluate() compares, but "hoá" and "hóa" are one word:
// correction keeps the writer's habit, a typed truth may follow the other. Thread-safe.
[[nodiscard]] ConfidenceEvaluation evaluate_confidence(std::string_view truth,
                                                       const std::vector<ReadWord>& words);

}  // namespace sohoa
