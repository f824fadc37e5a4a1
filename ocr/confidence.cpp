#include "ocr/confidence.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace sohoa {

namespace {

constexpr std::size_t kFeatures = 18;
using Features = std::array<double, kFeatures>;

double logit(double share) {
  const double p = std::clamp(share, 1e-4, 1 - 1e-4);
  return std::log(p / (1 - p));
}

// Tesseract's confidence of a sure word is 0.97; what is missing to that counts.
double doubt(double confidence) {
  return std::log(std::clamp(0.972 - confidence, 1e-3, 1.0));
}

// Neighbours that like another candidate better, or hardly less; in words that have others.
double tempted(const WordEvidence& e) {
  constexpr double kIndifferent = -3, kMost = 10;
  return e.judged ? std::clamp(e.context, kIndifferent, kMost) - kIndifferent : 0;
}

// A sign between two words that belong together.
double parted(const WordEvidence& e) {
  return e.colon || e.punctuation ? std::max(0.0, -e.stop) : 0;
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
          flag(e.hat),
          tempted(e),
          parted(e)};
}

constexpr Features kWeights = {-0.56, -0.72, 1.08, -0.98, -0.98, 0.37,  -1.86, 0.66,  -2.87,
                               0.09,  -0.33, 1.04, -0.69, -2.6,  -0.27, -0.64, -0.26, -0.24};

}  // namespace

double calibrated_confidence(const WordEvidence& evidence) {
  const Features features = features_of(evidence);
  double sum = 0;
  for (std::size_t i = 0; i < kFeatures; ++i) sum += kWeights[i] * features[i];
  return 1 / (1 + std::exp(-sum));
}

}  // namespace sohoa
