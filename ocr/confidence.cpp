#include "ocr/confidence.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace sohoa {

namespace {

constexpr std::size_t kFeatures = 16;
using Features = std::array<double, kFeatures>;

double logit(double share) {
  const double p = std::clamp(share, 1e-4, 1 - 1e-4);
  return std::log(p / (1 - p));
}

// Tesseract's confidence of a sure word is 0.97; what is missing to that counts.
double doubt(double confidence) {
  return std::log(std::clamp(0.972 - confidence, 1e-3, 1.0));
}

Features features_of(const WordEvidence& e) {
  const auto flag = [](bool set) { return set ? 1.0 : 0.0; };
  const bool syllable = e.kind == WordKind::syllable;
  return {1,
          doubt(e.recogniser),
          flag(e.second == SecondReading::same),
          flag(e.second == SecondReading::other && !e.changed),
          flag(e.second == SecondReading::other && e.changed),
          e.judged ? logit(e.certainty) : 0,
          flag(e.judged),
          flag(e.changed),
          flag(syllable && !e.known),
          flag(e.kind == WordKind::number),
          flag(e.kind == WordKind::other),
          flag(e.kind == WordKind::mark),
          doubt(e.line),
          flag(e.colon),
          flag(e.punctuation),
          flag(e.hat)};
}

constexpr Features kWeights = {-0.33, -0.60, 0.28,  -1.86, -0.52, 0.60,  -2.97, -0.67,
                               -2.76, 0.57,  -0.53, 1.67,  -0.56, -3.10, 0.02,  0.49};

}  // namespace

double calibrated_confidence(const WordEvidence& evidence) {
  const Features features = features_of(evidence);
  double sum = 0;
  for (std::size_t i = 0; i < kFeatures; ++i) sum += kWeights[i] * features[i];
  return 1 / (1 + std::exp(-sum));
}

}  // namespace sohoa
