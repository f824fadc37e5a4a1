#include "ocr/table.h"

#include <allheaders.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "document/layout_json.h"
#include "document/vietnamese_text.h"
#include "ocr/read_page.h"
#include "tests/ocr/drawn_page.h"

namespace sohoa {
namespace {

void rule(const PageImage& page, int x, int y, int width, int height) {
  pixRasterop(page.pix(), x, y, width, height, PIX_CLR, nullptr, 0, 0);
}

// A table of two columns under a heading whose first cell reaches over both.
PageImage drawn_table() {
  PageImage page = draw_page(1700, 1300,
                             {{"Danh mục tài liệu đã nộp lưu trữ", 300, 120},
                              {"Hồ sơ các đơn vị nộp", 560, 320},
                              {"Tên hồ sơ và\nsố trang", 220, 430},
                              {"Phòng Nội vụ", 920, 460},
                              {"Báo cáo quý", 220, 600},
                              {"Văn phòng", 920, 600},
                              {"Danh mục này gồm hai mươi hồ sơ", 200, 900}});
  for (const int y : {300, 400, 570, 690}) rule(page, 200, y, 1300, 4);
  rule(page, 200, 300, 4, 394);
  rule(page, 1497, 300, 4, 394);
  rule(page, 880, 400, 4, 294);
  return page;
}

TEST(Table, ARuledTableIsReadCellByCellBetweenTheTextAroundIt) {
  const std::unique_ptr<OcrEngine> engine = make_tesseract_engine({});
  const PageReading reading = read_page(drawn_table(), *engine, {});
  const auto& blocks = reading.layout.blocks;
  const auto table = std::find_if(blocks.begin(), blocks.end(),
                                  [](const Block& b) { return b.kind == BlockKind::table; });
  ASSERT_NE(table, blocks.end());
  ASSERT_EQ(table->cells.size(), 5U);
  EXPECT_EQ(table->cells[0].columns, 2);
  EXPECT_EQ(table->cells[4].row, 2);
  EXPECT_EQ(table->cells[4].column, 1);
  EXPECT_EQ(fold(plain_text(reading.layout)),
            "danh muc tai lieu da nop luu tru\n\n"
            "ho so cac don vi nop\nten ho so va so trang\tphong noi vu\nbao cao quy\tvan phong\n\n"
            "danh muc nay gom hai muoi ho so\n");
  for (const Line& line : table->lines) {
    const PixelBox& cell = table->cells[static_cast<std::size_t>(line.cell)].box;
    EXPECT_GE(line.box.left, cell.left - 5);
    EXPECT_LE(line.box.right(), cell.right() + 5);
    EXPECT_GE(line.box.top, cell.top - 5);
    EXPECT_LE(line.box.bottom(), cell.bottom() + 5);
  }
}

Line line_at(int left, int top, const std::string& text) {
  Word word;
  word.text = text;
  word.box = {left, top, 300, 40};
  Line line;
  line.words = {word};
  line.box = word.box;
  return line;
}

Block block_of(std::vector<Line> lines) {
  Block block;
  for (const Line& line : lines) block.box = cover(block.box, line.box);
  block.lines = std::move(lines);
  return block;
}

TEST(Table, ATextOnBothSidesOfATableIsDivided) {
  std::vector<Block> blocks{block_of({line_at(100, 100, "above"), line_at(100, 900, "below")})};
  Block table = block_of({line_at(100, 400, "cell")});
  table.kind = BlockKind::table;
  table.cells = {{table.box, 0, 0, 1, 1}};
  table.lines[0].cell = 0;
  insert_tables(blocks, {table});
  TextLayout layout;
  layout.blocks = blocks;
  EXPECT_EQ(plain_text(layout), "above\n\ncell\n\nbelow\n");
}

TEST(Table, ATextBesideATableStaysWhole) {
  std::vector<Block> blocks{block_of({line_at(900, 300, "beside"), line_at(900, 600, "beside2")})};
  Block table = block_of({line_at(100, 400, "cell")});
  insert_tables(blocks, {table});
  ASSERT_EQ(blocks.size(), 2U);
}

TEST(Table, CellsAndRolesSurviveTheWayThroughJson) {
  TextLayout page;
  Block table = block_of({line_at(1, 2, "a"), line_at(400, 2, "b")});
  table.kind = BlockKind::table;
  table.cells = {{{0, 0, 300, 50}, 0, 0, 1, 1}, {{300, 0, 300, 50}, 0, 1, 2, 3}};
  table.lines[0].cell = 0;
  table.lines[1].cell = 1;
  Block number = block_of({line_at(1, 90, "2")});
  number.role = BlockRole::page_number;
  page.blocks = {table, number};
  const TextLayout read = layout_from_json(layout_to_json(page));
  ASSERT_EQ(read.blocks.size(), 2U);
  EXPECT_EQ(read.blocks[0].cells[1].columns, 3);
  EXPECT_EQ(read.blocks[0].lines[1].cell, 1);
  EXPECT_EQ(read.blocks[1].role, BlockRole::page_number);
  EXPECT_EQ(plain_text(read), "a\tb\n\n2\n");
}

}  // namespace
}  // namespace sohoa
