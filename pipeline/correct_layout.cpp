#include "pipeline/correct_layout.h"

#include <algorithm>
#include <cstdint>
#include <sstream>
#include <vector>

#include "document/vietnamese_text.h"

namespace sohoa {

namespace {

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(to_nfc(text));
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

struct Read {
  Word word;
  Line* line = nullptr;
};

std::vector<Read> read_words(TextLayout& layout) {
  std::vector<Read> words;
  for (Block& block : layout.blocks)
    for (Line& line : block.lines)
      for (Word& word : line.words) words.push_back({word, &line});
  return words;
}

// Costs in tenths: a word left out or put in costs 10, one for another 0 to 15.
constexpr std::uint32_t kGap = 10;

std::uint32_t cost(const std::string& read, const std::string& typed) {
  if (read == typed) return 0;
  const std::string a = fold(read);
  const std::string b = fold(typed);
  if (a == b) return 3;
  const std::size_t shorter = std::min(a.size(), b.size());
  const std::size_t longer = std::max(a.size(), b.size());
  std::size_t same = 0;
  while (same < shorter && a[same] == b[same]) ++same;
  std::size_t tail = 0;
  while (tail < shorter - same && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;
  return longer == 0 ? 0 : static_cast<std::uint32_t>(15 - 10 * (same + tail) / longer);
}

// For each typed word the read word that it stands for, or -1.
std::vector<int> align(const std::vector<Read>& read, const std::vector<std::string>& typed) {
  const std::size_t columns = typed.size() + 1;
  std::vector<std::uint32_t> best((read.size() + 1) * columns);
  for (std::size_t i = 0; i <= read.size(); ++i)
    for (std::size_t j = 0; j <= typed.size(); ++j) {
      std::uint32_t& here = best[i * columns + j];
      here = static_cast<std::uint32_t>(i + j) * kGap;
      if (i > 0 && j > 0) {
        here = best[(i - 1) * columns + j - 1] + cost(read[i - 1].word.text, typed[j - 1]);
        here = std::min(here, best[(i - 1) * columns + j] + kGap);
        here = std::min(here, best[i * columns + j - 1] + kGap);
      }
    }
  std::vector<int> stands_for(typed.size(), -1);
  std::size_t i = read.size();
  std::size_t j = typed.size();
  while (i > 0 && j > 0) {
    const std::uint32_t here = best[i * columns + j];
    if (here == best[(i - 1) * columns + j - 1] + cost(read[i - 1].word.text, typed[j - 1])) {
      stands_for[--j] = static_cast<int>(--i);
    } else if (here == best[(i - 1) * columns + j] + kGap) {
      --i;
    } else {
      --j;
    }
  }
  return stands_for;
}

Word sure(const Word& place, const std::string& text) {
  Word word = place;
  word.confidence = 1;
  word.alternatives.clear();
  if (text == place.text) return word;
  word.raw = place.raw.empty() ? place.text : place.raw;
  word.reason = "review";
  word.text = text;
  return word;
}

// Cuts the last word's box in two by the letters of the two words.
Word beside(Word& neighbour, const std::string& text) {
  Word word;
  word.text = text;
  word.reason = "review";
  word.confidence = 1;
  word.box = neighbour.box;
  const auto left = static_cast<long>(neighbour.text.size()) + 1;
  const auto all = left + static_cast<long>(text.size());
  const int cut = static_cast<int>(neighbour.box.width * left / all);
  neighbour.box.width = cut;
  word.box.left += cut;
  word.box.width -= cut;
  return word;
}

TextLayout one_line(TextLayout layout, const std::vector<std::string>& typed) {
  if (typed.empty()) return layout;
  const PixelBox page{0, 0, layout.width, layout.height};
  Line line;
  line.box = page;
  Word first;
  first.box = page;
  for (const std::string& text : typed)
    line.words.push_back(line.words.empty() ? sure(first, text) : beside(line.words.back(), text));
  Block block;
  block.box = page;
  block.lines.push_back(line);
  layout.blocks = {block};
  return layout;
}

}  // namespace

TextLayout with_text(TextLayout layout, const std::string& text) {
  const std::vector<std::string> typed = words_of(text);
  const std::vector<Read> read = read_words(layout);
  if (read.empty()) return one_line(std::move(layout), typed);
  const std::vector<int> stands_for = align(read, typed);
  for (const Read& each : read) each.line->words.clear();
  // Words typed before the first that was read share that one's place.
  std::vector<std::string> waiting;
  Line* line = nullptr;
  for (std::size_t i = 0; i < typed.size(); ++i) {
    if (stands_for[i] >= 0) {
      const Read& place = read[static_cast<std::size_t>(stands_for[i])];
      line = place.line;
      std::vector<std::string> texts = std::move(waiting);
      waiting.clear();
      texts.push_back(typed[i]);
      line->words.push_back(sure(place.word, texts.front()));
      for (std::size_t k = 1; k < texts.size(); ++k)
        line->words.push_back(beside(line->words.back(), texts[k]));
    } else if (line != nullptr) {
      line->words.push_back(beside(line->words.back(), typed[i]));
    } else {
      waiting.push_back(typed[i]);
    }
  }
  if (!waiting.empty()) return one_line(std::move(layout), typed);
  for (Block& block : layout.blocks)
    std::erase_if(block.lines, [](const Line& each) { return each.words.empty(); });
  return layout;
}

}  // namespace sohoa
