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
  long long marked_letters = 0;  // letters a e i o u y d of the truth, with any marks
  long long mark_errors = 0;     // of these: right base letter, wrong or lost mark
  long long bag_matches = 0;     // words in both, whatever their order
  long long read_words = 0;      // words of the text

  // Shares. An empty truth gives 0 when the text is empty too, else 1; so does
  // an empty text for bag_precision.
  [[nodiscard]] double cer() const;
  [[nodiscard]] double wer() const;
  [[nodiscard]] double mark_error_rate() const;
  [[nodiscard]] double bag_recall() const;
  [[nodiscard]] double bag_precision() const;
};

// Both sides are brought to NFC, quotes and dashes unified, white space
// collapsed to single spaces. 100,000 characters take a few seconds. Thread-safe.
[[nodiscard]] Evaluation evaluate(std::string_view truth, std::string_view text);

// For people: lines of up to 80 columns, the truth above the text, and below
// both a line with ^ under wrong, - under lost and + under added characters.
// A place where one side has nothing shows as '_'.
[[nodiscard]] std::string show_alignment(std::string_view truth, std::string_view text);

}  // namespace sohoa
