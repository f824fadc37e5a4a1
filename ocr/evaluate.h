// How far a text is from the truth: the figures of `sohoa eval`.
#pragma once

#include <string>
#include <string_view>

namespace sohoa {

struct Evaluation {
  long long characters = 0;        // of the truth
  long long character_errors = 0;  // Levenshtein
  long long words = 0;
  long long word_errors = 0;
  long long marked_letters = 0;    // Vietnamese letters of the truth that could carry a mark
  long long mark_errors = 0;       // right base letter, wrong mark
  long long bag_matches = 0;       // words in both, whatever their order
  long long read_words = 0;        // words of the text

  [[nodiscard]] double cer() const;
  [[nodiscard]] double wer() const;
  [[nodiscard]] double mark_error_rate() const;
  [[nodiscard]] double bag_recall() const;
  [[nodiscard]] double bag_precision() const;
};

// Both sides are brought to NFC, quotes and dashes unified, white space collapsed.
[[nodiscard]] Evaluation evaluate(std::string_view truth, std::string_view text);

// Truth and text above each other with the differences marked, for people.
[[nodiscard]] std::string show_alignment(std::string_view truth, std::string_view text);

}  // namespace sohoa
