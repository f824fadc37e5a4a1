#include "ocr/table.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "document/turn_layout.h"
#include "image/cell_strips.h"
#include "ocr/page_roles.h"

namespace sohoa {

namespace {

int middle(const PixelBox& box) {
  return box.top + box.height / 2;
}

// The cell in whose part of the strip the word lies, or the nearest one above.
const StripCell* cell_of(const CellStrip& strip, const Word& word) {
  const auto below =
      std::upper_bound(strip.cells.begin(), strip.cells.end(), middle(word.box),
                       [](int y, const StripCell& cell) { return y < cell.strip.top; });
  return below == strip.cells.begin() ? nullptr : &*(below - 1);
}

struct FoundLine {
  const StripCell* cell = nullptr;
  Line line;
};

// A line of the strip, divided where it should run over several cells.
std::vector<FoundLine> divided(const CellStrip& strip, Line line) {
  std::vector<FoundLine> parts;
  for (Word& word : line.words) {
    const StripCell* cell = cell_of(strip, word);
    if (cell == nullptr) continue;
    if (parts.empty() || parts.back().cell != cell) {
      parts.push_back({cell, {}});
      parts.back().line.baseline_start = line.baseline_start;
      parts.back().line.baseline_end = line.baseline_end;
    }
    Line& part = parts.back().line;
    part.box = cover(part.box, word.box);
    part.words.push_back(std::move(word));
  }
  return parts;
}

class FromStrip {
 public:
  FromStrip(const StripCell& cell, const PageTransform& transform)
      : x_(cell.page.left - cell.strip.left),
        y_(cell.page.top - cell.strip.top),
        transform_(transform) {}

  [[nodiscard]] PixelBox operator()(const PixelBox& box) const {
    return to_page(transform_, PixelBox{box.left + x_, box.top + y_, box.width, box.height});
  }
  [[nodiscard]] PointF operator()(PointF point) const {
    return to_page(transform_, PointF{point.x + x_, point.y + y_});
  }

 private:
  int x_;
  int y_;
  const PageTransform& transform_;
};

Line on_page(Line line, const StripCell& cell, const PageTransform& transform) {
  const FromStrip move(cell, transform);
  line.box = move(line.box);
  line.baseline_start = move(line.baseline_start);
  line.baseline_end = move(line.baseline_end);
  for (Word& word : line.words) word.box = move(word.box);
  line.cell = static_cast<int>(cell.cell);
  return line;
}

Block empty_block(const TableGrid& table, const PageTransform& transform) {
  Block block;
  block.kind = BlockKind::table;
  block.box = to_page(transform, table.box);
  for (const GridCell& cell : table.cells)
    block.cells.push_back(
        {to_page(transform, cell.box), cell.row, cell.column, cell.rows, cell.columns});
  return block;
}

void add_part(std::vector<Block>& list, const Block& whole, std::vector<Line> lines) {
  if (lines.empty()) return;
  Block part = whole;
  part.box = {};
  for (const Line& line : lines) part.box = cover(part.box, line.box);
  part.lines = std::move(lines);
  list.push_back(std::move(part));
}

bool overlap_across(const PixelBox& a, const PixelBox& b) {
  return a.left < b.right() && b.left < a.right();
}

}  // namespace

std::vector<Block> read_tables(const CleanPage& page, OcrEngine& engine) {
  std::vector<Block> tables;
  for (const TableGrid& table : page.tables) tables.push_back(empty_block(table, page.transform));
  for (const CellStrip& strip : cell_strips(page)) {
    for (Block& block : engine.recognise_snippet(strip.image).blocks)
      for (Line& line : block.lines)
        for (FoundLine& found : divided(strip, std::move(line)))
          tables[found.cell->table].lines.push_back(
              on_page(std::move(found.line), *found.cell, page.transform));
  }
  for (Block& table : tables)
    std::stable_sort(table.lines.begin(), table.lines.end(),
                     [](const Line& a, const Line& b) { return a.cell < b.cell; });
  std::erase_if(tables, [](const Block& table) { return table.lines.empty(); });
  return tables;
}

void insert_tables(std::vector<Block>& blocks, std::vector<Block> tables) {
  for (Block& table : tables) {
    const int y = middle(table.box);
    std::vector<Block> before, after;
    for (const Block& block : blocks) {
      // A block beside the table, or a table before this one, stays where it is in the order.
      if (!block.cells.empty() || !overlap_across(block.box, table.box)) {
        (middle(block.box) < y && after.empty() ? before : after).push_back(block);
        continue;
      }
      std::vector<Line> above, below;
      for (const Line& line : block.lines) (middle(line.box) < y ? above : below).push_back(line);
      add_part(before, block, std::move(above));
      add_part(after, block, std::move(below));
    }
    before.push_back(std::move(table));
    std::move(after.begin(), after.end(), std::back_inserter(before));
    blocks = std::move(before);
  }
}

TextLayout recognise_with_tables(const CleanPage& page, OcrEngine& engine) {
  const int turns = page.transform.quarter_turns;
  if (page.tables.empty()) {
    TextLayout layout = turned(engine.recognise(page), turns);
    mark_roles(layout);
    return turned(layout, -turns);
  }
  TextLayout layout = engine.recognise(without_tables(page));
  TextLayout tables = layout;
  tables.blocks = read_tables(page, engine);
  layout = turned(layout, turns);
  insert_tables(layout.blocks, std::move(turned(tables, turns).blocks));
  mark_roles(layout);
  return turned(layout, -turns);
}

}  // namespace sohoa
