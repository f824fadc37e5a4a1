#include "ocr/evaluate_confidence.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string>

#include "document/vietnamese_text.h"
#include "ocr/alignment.h"
#include "ocr/evaluation_text.h"

namespace sohoa {

namespace {

constexpr double kLeastCertain = 0.05;

struct Judged {
  double confidence = 0;
  bool wrong = false;
};

// "hoá" as "hóa": where print and typed truth follow different habits, the word is not wrong.
std::u32string with_usual_tones(std::u32string_view text) {
  std::u32string usual = to_code_points(unify_tone_placement(to_utf8(text)));
  if (usual.size() != text.size()) return std::u32string(text);
  for (std::size_t i = 0; i < text.size(); ++i) {
    VietnameseLetter letter = take_apart(usual[i]);
    letter.upper = take_apart(text[i]).upper;
    if (letter.upper) usual[i] = put_together(letter);
  }
  return usual;
}

// A word with spaces inside is as many words as it has parts; all are as sure. What
// stands where the truth was written by pen is not judged.
std::vector<Judged> judge(std::string_view truth_utf8, const std::vector<ReadWord>& words) {
  WordNumbers numbers;
  const ComparableTruth truth = comparable_truth(truth_utf8);
  const std::u32string truth_numbers = numbers.of(with_usual_tones(truth.text));
  const std::vector<bool> by_pen = words_by_pen(truth);
  std::u32string read;
  std::vector<double> confidences;
  for (const ReadWord& word : words) {
    read += numbers.of(with_usual_tones(comparable(word.text)));
    confidences.resize(read.size(), std::clamp(word.confidence, 0.0, 1.0));
  }
  std::vector<Judged> judged;
  std::size_t in_truth = 0;
  std::size_t at = 0;
  for (const AlignedPair& pair : align(truth_numbers, read)) {
    const bool pen = pair.truth != 0 && by_pen[in_truth++];
    if (pair.text == 0) continue;
    if (!pen) judged.push_back({confidences[at], pair.truth != pair.text});
    ++at;
  }
  return judged;
}

double calibration_error(const std::vector<Judged>& judged) {
  struct Part {
    double confidence = 0;
    double right = 0;
  };
  std::array<Part, 15> parts{};
  for (const Judged& word : judged) {
    const auto part = static_cast<std::size_t>(word.confidence * parts.size());
    Part& into = parts[std::min(part, parts.size() - 1)];
    into.confidence += word.confidence;
    into.right += word.wrong ? 0 : 1;
  }
  double error = 0;
  for (const Part& part : parts) error += std::abs(part.confidence - part.right);
  return error / static_cast<double>(judged.size());
}

double wrong_in_least_certain(std::vector<Judged> judged, long long wrong) {
  std::sort(judged.begin(), judged.end(),
            [](const Judged& a, const Judged& b) { return a.confidence < b.confidence; });
  double left = kLeastCertain * static_cast<double>(judged.size());
  double found = 0;
  for (std::size_t start = 0; start < judged.size() && left > 0;) {
    std::size_t end = start;
    double wrong_here = 0;
    for (; end < judged.size() && judged[end].confidence == judged[start].confidence; ++end)
      wrong_here += judged[end].wrong ? 1 : 0;
    const auto here = static_cast<double>(end - start);
    found += wrong_here * std::min(1.0, left / here);
    left -= here;
    start = end;
  }
  return found / static_cast<double>(wrong);
}

}  // namespace

ConfidenceEvaluation evaluate_confidence(std::string_view truth,
                                         const std::vector<ReadWord>& words) {
  const std::vector<Judged> judged = judge(truth, words);
  ConfidenceEvaluation result;
  result.words = static_cast<long long>(judged.size());
  result.wrong =
      std::count_if(judged.begin(), judged.end(), [](const Judged& word) { return word.wrong; });
  if (!judged.empty()) result.calibration_error = calibration_error(judged);
  result.wrong_in_least_certain =
      result.wrong == 0 ? 1 : wrong_in_least_certain(judged, result.wrong);
  return result;
}

}  // namespace sohoa
