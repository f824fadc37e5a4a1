// How far a text is from the truth: the figures of `sohoa eval`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

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
// collapsed to single spaces. What was written by pen may stand in the truth
// between ⦃ and ⦄ (U+2983, U+2984): it and what a text has in its place are left
// out of all figures, and so is a whole word that holds some of it. 100,000 characters take a few
// seconds. Thread-safe.
[[nodiscard]] Evaluation evaluate(std::string_view truth, std::string_view text);

// The part of the truth that each page of a text answers to, where the truth
// does not say where its pages end: cut where the best alignment with all pages
// crosses from one to the next, never inside a word. One part a page, in order;
// joined they are the truth as it is compared. Thread-safe.
[[nodiscard]] std::vector<std::string> cut_like_pages(std::string_view truth,
                                                      const std::vector<std::string>& pages);

}  // namespace sohoa
