// What a read syllable may have been on paper, and how likely each reading is
// before its neighbours are asked.
#pragma once

#include <string>
#include <vector>

#include "document/text_layout.h"
#include "ocr/correct_words.h"
#include "ocr/syllable_model.h"

namespace sohoa {

enum class Confusion { none, mark, letter };

struct Candidate {
  SyllableId id = SyllableModel::kUnknown;
  std::string key;  // as syllable_key() makes it
  float cost = 0;   // -log P(printed as this and read so), and of being no known syllable
  Confusion kind = Confusion::none;
};

// Where the word stands decides how much it takes to change it.
struct WordPlace {
  bool in_name = false;  // capitalised beside another capitalised word
};

// The read syllable itself first, then others in order of their cost.
// `word.text` must split into `parts` of kind syllable. Thread-safe.
[[nodiscard]] std::vector<Candidate> candidates_for(const Word& word, const WordParts& parts,
                                                    WordPlace place, const SyllableModel& model);

}  // namespace sohoa
