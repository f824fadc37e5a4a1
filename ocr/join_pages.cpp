#include "ocr/join_pages.h"

#include <iterator>
#include <utility>

namespace sohoa {
namespace {

void shift(TextLayout& layout, int right) {
  for (Block& block : layout.blocks) {
    block.box.left += right;
    for (Line& line : block.lines) {
      line.box.left += right;
      line.baseline_start.x += right;
      line.baseline_end.x += right;
      for (Word& word : line.words) word.box.left += right;
    }
  }
}

TextLayout join(TextLayout first, TextLayout second, int width, int height) {
  if (first.source == TextSource::none) first.source = second.source;
  first.width = width;
  first.height = height;
  first.blocks.insert(first.blocks.end(), std::make_move_iterator(second.blocks.begin()),
                      std::make_move_iterator(second.blocks.end()));
  return first;
}

}  // namespace

PageReading join_pages(PageReading left, PageReading right, const FacingPages& pages, int width,
                       int height) {
  for (TextLayout* layout : {&left.layout, &left.coloured}) shift(*layout, pages.left.left);
  for (TextLayout* layout : {&right.layout, &right.coloured}) shift(*layout, pages.right.left);
  const bool left_says_more = count_words(left.layout) >= count_words(right.layout);
  const int turns = left_says_more ? left.quarter_turns : right.quarter_turns;
  if (turns == 2) std::swap(left, right);

  PageReading sheet;
  sheet.layout = join(std::move(left.layout), std::move(right.layout), width, height);
  sheet.coloured = join(std::move(left.coloured), std::move(right.coloured), width, height);
  sheet.quality = quality_of_both(left.quality, right.quality);
  sheet.quarter_turns = turns;
  sheet.clean_seconds = left.clean_seconds + right.clean_seconds;
  sheet.layout_seconds = left.layout_seconds + right.layout_seconds;
  sheet.recognise_seconds = left.recognise_seconds + right.recognise_seconds;
  return sheet;
}

}  // namespace sohoa
