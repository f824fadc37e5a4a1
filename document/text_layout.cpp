#include "document/text_layout.h"

namespace sohoa {

std::string line_text(const Line& line) {
  std::string text;
  for (const Word& word : line.words) {
    if (!text.empty()) text += ' ';
    text += word.text;
  }
  return text;
}

namespace {

std::string table_text(const Block& table) {
  std::string text;
  int row = 0;
  std::size_t line = 0;
  for (std::size_t i = 0; i < table.cells.size(); ++i) {
    if (i > 0) text += table.cells[i].row != row ? '\n' : '\t';
    row = table.cells[i].row;
    bool first = true;
    for (; line < table.lines.size() && table.lines[line].cell <= static_cast<int>(i); ++line) {
      if (!first) text += ' ';
      text += line_text(table.lines[line]);
      first = false;
    }
  }
  text += '\n';
  for (; line < table.lines.size(); ++line) text += line_text(table.lines[line]) + '\n';
  return text;
}

std::string block_text(const Block& block) {
  if (!block.cells.empty()) return table_text(block);
  std::string text;
  for (const Line& line : block.lines) text += line_text(line) + '\n';
  return text;
}

}  // namespace

std::string plain_text(const TextLayout& layout) {
  std::string text;
  for (const Block& block : layout.blocks) {
    if (block.lines.empty()) continue;
    if (!text.empty()) text += '\n';
    text += block_text(block);
  }
  return text;
}

namespace {

template <typename Visit>
void for_each_word(const TextLayout& layout, Visit visit) {
  for (const Block& block : layout.blocks)
    for (const Line& line : block.lines)
      for (const Word& word : line.words) visit(word);
}

}  // namespace

double mean_confidence(const TextLayout& layout) {
  double sum = 0;
  double weight = 0;
  for_each_word(layout, [&](const Word& word) {
    const auto length = static_cast<double>(word.text.size());
    sum += word.confidence * length;
    weight += length;
  });
  return weight > 0 ? sum / weight : 0;
}

std::size_t count_words(const TextLayout& layout) {
  std::size_t count = 0;
  for_each_word(layout, [&](const Word&) { ++count; });
  return count;
}

}  // namespace sohoa
