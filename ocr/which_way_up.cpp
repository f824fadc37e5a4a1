#include "ocr/which_way_up.h"

#include <cmath>
#include <cstddef>

namespace sohoa {

namespace {

constexpr double kUprightConfidence = 0.65;
// Fewer words than this say too little for their confidence to be trusted.
constexpr std::size_t kEnoughWords = 8;

bool is_level(const Line& line, int quarter_turns) {
  const double across = std::abs(line.baseline_end.x - line.baseline_start.x);
  const double down = std::abs(line.baseline_end.y - line.baseline_start.y);
  return quarter_turns % 2 == 0 ? across >= down : down >= across;
}

struct LevelText {
  std::size_t words = 0;
  double letters = 0;
  double sure_letters = 0;  // each counted as much as its word is sure

  [[nodiscard]] double confidence() const { return letters > 0 ? sure_letters / letters : 0; }
};

LevelText level_text(const TextLayout& layout, int quarter_turns) {
  LevelText text;
  for (const Block& block : layout.blocks)
    for (const Line& line : block.lines) {
      if (!is_level(line, quarter_turns)) continue;
      text.words += line.words.size();
      for (const Word& word : line.words) {
        const auto size = static_cast<double>(word.text.size());
        text.letters += size;
        text.sure_letters += size * word.confidence;
      }
    }
  return text;
}

}  // namespace

bool reads_upright(const TextLayout& layout, int quarter_turns) {
  const LevelText text = level_text(layout, quarter_turns);
  return text.words >= kEnoughWords && text.confidence() >= kUprightConfidence;
}

double upright_evidence(const TextLayout& layout, int quarter_turns) {
  const LevelText text = level_text(layout, quarter_turns);
  return text.sure_letters * text.confidence();
}

}  // namespace sohoa
