#include "document/turn_layout.h"

#include <utility>

namespace sohoa {

namespace {

// One quarter turn clockwise of a page `height` pixels high.
PixelBox turn_once(const PixelBox& box, int height) {
  return {height - box.bottom(), box.left, box.height, box.width};
}

PointF turn_once(PointF point, int height) {
  return {height - point.y, point.x};
}

void turn_once(TextLayout& layout) {
  const int height = layout.height;
  for (Block& block : layout.blocks) {
    block.box = turn_once(block.box, height);
    for (TableCell& cell : block.cells) cell.box = turn_once(cell.box, height);
    for (Line& line : block.lines) {
      line.box = turn_once(line.box, height);
      line.baseline_start = turn_once(line.baseline_start, height);
      line.baseline_end = turn_once(line.baseline_end, height);
      for (Word& word : line.words) word.box = turn_once(word.box, height);
    }
  }
  std::swap(layout.width, layout.height);
}

}  // namespace

TextLayout turned(const TextLayout& layout, int quarter_turns) {
  TextLayout result = layout;
  const int turns = ((quarter_turns % 4) + 4) % 4;
  for (int i = 0; i < turns; ++i) turn_once(result);
  return result;
}

}  // namespace sohoa
