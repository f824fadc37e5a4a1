// The texts that the syllable model learns from.
#pragma once

#include <string>
#include <vector>

namespace sohoa::training {

struct TrainingTexts {
  std::vector<std::string> lines;     // a paragraph each, NFC
  std::vector<std::string> held_out;  // lines of the texts kept away
  std::size_t texts = 0;
  std::size_t texts_excluded = 0;
  std::size_t lines_excluded = 0;
};

// All files in `folder` in the order of their names, each without the table of
// contents that its website put at its end. Every `hold_out`-th text is kept
// away (0: none). Runs of 12 syllables decide what shares passages with a file
// of `exclude`: a text with 20 such runs is left out whole, of any other text
// the lines with one. A line met more than three times is dropped from then on.
// Throws std::runtime_error when something cannot be read.
[[nodiscard]] TrainingTexts read_texts(const std::string& folder,
                                       const std::vector<std::string>& exclude,
                                       std::size_t hold_out);

[[nodiscard]] std::vector<std::string> read_lines(const std::vector<std::string>& files);

}  // namespace sohoa::training
