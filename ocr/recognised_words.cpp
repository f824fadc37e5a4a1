#include "ocr/recognised_words.h"

#include <tesseract/baseapi.h>
#include <tesseract/ltrresultiterator.h>
#include <tesseract/resultiterator.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "document/vietnamese_text.h"

namespace sohoa {

namespace {

using tesseract::LTRResultIterator;
using tesseract::ResultIterator;
using tesseract::RIL_BLOCK;
using tesseract::RIL_SYMBOL;
using tesseract::RIL_TEXTLINE;
using tesseract::RIL_WORD;

constexpr std::size_t kMaxAlternatives = 4;
// A letter's other reading below this share of its best one is noise.
constexpr double kMinLetterShare = 0.02;

struct LetterChoice {
  std::string text;
  double share = 0;  // of the letter's best reading, 0..1
};

BlockKind kind_of(tesseract::PolyBlockType type) {
  switch (type) {
    case tesseract::PT_HEADING_TEXT:
      return BlockKind::heading;
    case tesseract::PT_TABLE:
      return BlockKind::table;
    default:
      return tesseract::PTIsImageType(type) ? BlockKind::picture : BlockKind::text;
  }
}

PixelBox box_of(const LTRResultIterator& it, tesseract::PageIteratorLevel level) {
  int left = 0, top = 0, right = 0, bottom = 0;
  if (!it.BoundingBox(level, &left, &top, &right, &bottom)) return {};
  return {left, top, right - left, bottom - top};
}

// A slash is one sign here, whatever the model has learnt: nobody searches for 12⁄QĐ-UBND.
std::string with_plain_slashes(std::string text) {
  static constexpr std::string_view kFractionSlash = "\u2044";
  for (std::size_t at = 0; (at = text.find(kFractionSlash, at)) != std::string::npos; ++at)
    text.replace(at, kFractionSlash.size(), "/");
  return text;
}

std::string text_of(const LTRResultIterator& it, tesseract::PageIteratorLevel level) {
  const std::unique_ptr<char[]> utf8(it.GetUTF8Text(level));
  return utf8 ? with_plain_slashes(utf8.get()) : std::string();
}

double confidence_of(const LTRResultIterator& it) {
  return std::clamp(static_cast<double>(it.Confidence(RIL_WORD)) / 100, 0.0, 1.0);
}

// The readings of the letter at `it`, best first; the best has share 1.
std::vector<LetterChoice> letter_choices(const LTRResultIterator& it) {
  std::vector<LetterChoice> choices{{text_of(it, RIL_SYMBOL), 1}};
  tesseract::ChoiceIterator choice(it);
  double best = 0;
  do {
    const char* utf8 = choice.GetUTF8Text();
    if (utf8 == nullptr) continue;
    const std::string text = with_plain_slashes(utf8);
    const double confidence = std::max(0.0, static_cast<double>(choice.Confidence()));
    if (text == choices.front().text) {
      best = std::max(best, confidence);
    } else if (!text.empty() && text.front() != ' ') {
      choices.push_back({text, confidence});
    }
  } while (choice.Next());
  for (std::size_t i = 1; i < choices.size(); ++i)
    choices[i].share = best > 0 ? std::min(1.0, choices[i].share / best) : 0;
  std::erase_if(choices, [](const LetterChoice& c) { return c.share < kMinLetterShare; });
  return choices;
}

void keep_best(std::vector<Alternative>& readings, std::size_t count) {
  std::stable_sort(readings.begin(), readings.end(),
                   [](const auto& a, const auto& b) { return a.confidence > b.confidence; });
  if (readings.size() > count) readings.resize(count);
}

// The most likely other spellings of the word at `it`, made of its letters' choices.
std::vector<Alternative> other_readings(const LTRResultIterator& word_it, const Word& word) {
  std::vector<Alternative> readings{{"", word.confidence}};
  LTRResultIterator it(word_it);
  bool any = false;
  do {
    const std::vector<LetterChoice> choices = letter_choices(it);
    any = any || choices.size() > 1;
    std::vector<Alternative> longer;
    longer.reserve(readings.size() * choices.size());
    for (const Alternative& reading : readings)
      for (const LetterChoice& choice : choices)
        longer.push_back({reading.text + choice.text, reading.confidence * choice.share});
    keep_best(longer, kMaxAlternatives + 1);
    readings = std::move(longer);
  } while (!it.IsAtFinalElement(RIL_WORD, RIL_SYMBOL) && it.Next(RIL_SYMBOL));
  if (!any) return {};
  for (Alternative& reading : readings) reading.text = to_nfc(reading.text);
  std::erase_if(readings, [&](const Alternative& r) { return r.text == word.text; });
  keep_best(readings, kMaxAlternatives);
  return readings;
}

Line start_line(const LTRResultIterator& it) {
  Line line;
  line.box = box_of(it, RIL_TEXTLINE);
  int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
  if (it.Baseline(RIL_TEXTLINE, &x0, &y0, &x1, &y1)) {
    line.baseline_start = {static_cast<double>(x0), static_cast<double>(y0)};
    line.baseline_end = {static_cast<double>(x1), static_cast<double>(y1)};
  } else {
    line.baseline_start = {static_cast<double>(line.box.left),
                           static_cast<double>(line.box.bottom())};
    line.baseline_end = {static_cast<double>(line.box.right()),
                         static_cast<double>(line.box.bottom())};
  }
  return line;
}

void drop_empty(std::vector<Block>& blocks) {
  for (Block& block : blocks)
    std::erase_if(block.lines, [](const Line& line) { return line.words.empty(); });
  std::erase_if(blocks, [](const Block& block) { return block.lines.empty(); });
}

}  // namespace

std::vector<Block> take_recognised_blocks(tesseract::TessBaseAPI& api, bool alternatives) {
  std::vector<Block> blocks;
  const std::unique_ptr<ResultIterator> any_direction(api.GetIterator());
  if (!any_direction) return blocks;
  // Only from left to right: looking for the other direction, the iterator counts the words from
  // the top of the page for each of them, a fifth of the time of a page with 2,000.
  LTRResultIterator it(*any_direction);
  do {
    if (it.Empty(RIL_WORD)) continue;
    if (blocks.empty() || it.IsAtBeginningOf(RIL_BLOCK)) {
      Block block;
      block.kind = kind_of(it.BlockType());
      block.box = box_of(it, RIL_BLOCK);
      blocks.push_back(std::move(block));
    }
    std::vector<Line>& lines = blocks.back().lines;
    if (lines.empty() || it.IsAtBeginningOf(RIL_TEXTLINE)) lines.push_back(start_line(it));
    Word word;
    word.text = to_nfc(text_of(it, RIL_WORD));
    if (word.text.find_first_not_of(' ') == std::string::npos) continue;
    word.box = box_of(it, RIL_WORD);
    word.confidence = confidence_of(it);
    if (alternatives) word.alternatives = other_readings(it, word);
    lines.back().words.push_back(std::move(word));
  } while (it.Next(RIL_WORD));
  drop_empty(blocks);
  return blocks;
}

}  // namespace sohoa
