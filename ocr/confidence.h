// How likely a word is right, from all that is known about it.
#pragma once

#include "document/text_layout.h"
#include "ocr/correct_words.h"

namespace sohoa {

// What there is to go by, taken before the confidence is replaced.
struct WordEvidence {
  double recogniser = 0;  // its confidence, 0..1
  SecondReading second = SecondReading::none;
  bool judged = false;   // the language model had a choice
  double certainty = 1;  // then: its share among the candidates, 0..1
  double context = 0;    // then: how much better its neighbours like another candidate, nats
  bool changed = false;  // the reading is not the recogniser's
  bool known = false;    // a syllable of the model
  WordKind kind = WordKind::syllable;
  bool colon = false;        // ends with :, which is often a misread ;
  bool punctuation = false;  // ends with another sign
  bool hat = false;          // has a letter â, ê or ô, whose marks crowd
  // Then: how much likelier the next word is anywhere than behind this one, nats; 0 at an end.
  double stop = 0;
  double line = 1;  // mean confidence of the recogniser in the line, 0..1
};

// Probability that the word is right, 0..1: a logistic regression on the
// evidence. ocr/README.md says on what it was fitted and confirmed. Thread-safe.
[[nodiscard]] double calibrated_confidence(const WordEvidence& evidence);

}  // namespace sohoa
