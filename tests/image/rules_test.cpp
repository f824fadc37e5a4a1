// Ruled lines and the tables that they make.
#include "image/rules.h"

#include <gtest/gtest.h>

#include "image/cell_strips.h"
#include "image/clean.h"
#include "sample_images.h"

namespace sohoa::test {
namespace {

constexpr int kWidth = 2480;  // A4 at 300 dpi
constexpr int kHeight = 3508;
constexpr double kDpi = 300;

void ink(const PageImage& page, PixelBox box) {
  fill_box(page, box, 0, 0, 0);
}

PageImage page_with(const std::vector<PixelBox>& boxes) {
  PageImage page = blank_page(kWidth, kHeight, 8);
  page.set_dpi({kDpi});
  for (const PixelBox& box : boxes) ink(page, box);
  return page;
}

struct Ruled {
  PageImage binary;
  Raster grey;
  std::vector<TableGrid> tables;
};

Ruled without_rules(const PageImage& page) {
  Ruled ruled;
  ruled.grey = to_raster(page);
  ruled.binary = to_binary_image(ruled.grey, 128);
  const std::vector<Rule> rules = without_stamp_frames(find_rules(ruled.binary, kDpi), kDpi);
  remove_rules(ruled.binary, ruled.grey, rules, kDpi);
  ruled.tables = find_tables(rules, kDpi, kWidth, kHeight);
  return ruled;
}

int black(const PageImage& page, PixelBox box) {
  int count = 0;
  for (int y = box.top; y < box.bottom(); ++y)
    for (int x = box.left; x < box.right(); ++x) count += value_at(page, x, y) < 128 ? 1 : 0;
  return count;
}

constexpr PixelBox kWhole{0, 0, kWidth, kHeight};

// Lines of a grid of 3 px between the given places.
std::vector<PixelBox> grid(const std::vector<int>& columns, const std::vector<int>& rows) {
  std::vector<PixelBox> boxes;
  for (const int x : columns) boxes.push_back({x, rows.front(), 3, rows.back() - rows.front() + 3});
  for (const int y : rows)
    boxes.push_back({columns.front(), y, columns.back() - columns.front() + 3, 3});
  return boxes;
}

TEST(Rules, ARuleGoesFromBothImagesAndLeavesNoTrace) {
  const Ruled ruled = without_rules(page_with({{300, 500, 900, 4}}));
  EXPECT_EQ(black(ruled.binary, kWhole), 0);
  EXPECT_GE(*std::min_element(ruled.grey.data.begin(), ruled.grey.data.end()), 200);
}

TEST(Rules, ASingleRuleStaysForLayoutAndThoseOfATableGo) {
  std::vector<PixelBox> boxes = grid({300, 1200, 2000}, {1500, 1600, 1700});
  const PixelBox single{300, 500, 900, 4};
  boxes.push_back(single);
  const PageImage page = page_with(boxes);
  Raster grey = to_raster(page);
  PageImage binary = to_binary_image(grey, 128);
  EXPECT_EQ(take_rules(binary, grey, kDpi).size(), 1U);
  EXPECT_EQ(black(binary, kWhole), single.width * single.height);
  EXPECT_EQ(black(to_grey_image(grey), kWhole), 0);
}

TEST(Rules, AStrokeThatCrossesARuleStaysWhole) {
  const PixelBox stem{700, 440, 6, 90};
  const Ruled ruled = without_rules(page_with({{300, 500, 900, 4}, stem}));
  EXPECT_EQ(black(ruled.binary, stem), stem.width * stem.height);
  EXPECT_EQ(black(ruled.binary, kWhole), stem.width * stem.height);
}

TEST(Rules, AStrokeThatEndsAtARuleKeepsWhatStandsOutside) {
  const PixelBox stem{700, 440, 6, 60};
  const Ruled ruled = without_rules(page_with({{300, 500, 900, 4}, stem}));
  EXPECT_EQ(black(ruled.binary, stem), stem.width * stem.height);
  EXPECT_EQ(black(ruled.binary, kWhole), stem.width * stem.height);
}

TEST(Rules, ADotBelowThatARuleHasCutKeepsItsPartOfTheRule) {
  const PixelBox dot{700, 500, 8, 9};  // its upper half lies in the rule
  const Ruled ruled = without_rules(page_with({{300, 500, 900, 4}, dot}));
  EXPECT_EQ(black(ruled.binary, dot), dot.width * dot.height);
}

TEST(Rules, BrokenAndBowedRulesAreFoundAsOne) {
  std::vector<PixelBox> pieces;
  for (int i = 0; i < 12; ++i) pieces.push_back({300 + i * 100, 500 + i / 2, 85, 3});
  const PageImage page = page_with(pieces);
  const PageImage binary = to_binary_image(to_raster(page), 128);
  const std::vector<Rule> rules = find_rules(binary, kDpi);
  ASSERT_EQ(rules.size(), 1U);
  EXPECT_EQ(rules[0].from, 300);
  EXPECT_EQ(rules[0].to, 300 + 11 * 100 + 85);
  EXPECT_EQ(black(without_rules(page).binary, kWhole), 0);
}

// Letters with stems that stand over one another, a bow each, and dashes between words.
std::vector<PixelBox> print() {
  std::vector<PixelBox> boxes;
  for (int y = 300; y < 3200; y += 62)
    for (int x = 300; x < 2200; x += 30) {
      boxes.push_back({x, y, 5, 42});
      boxes.push_back({x + 14, y + 12, 5, 30});
      boxes.push_back({x, y + 20, 18, 4});
      if (x % 400 == 0) boxes.push_back({x + 20, y + 22, 40, 4});
    }
  return boxes;
}

TEST(Rules, PlainTextIsUntouched) {
  const PageImage page = page_with(print());
  const Ruled ruled = without_rules(page);
  EXPECT_EQ(ruled.grey.data, to_raster(page).data);
  EXPECT_EQ(black(ruled.binary, kWhole), black(to_binary_image(to_raster(page), 128), kWhole));
  EXPECT_TRUE(ruled.tables.empty());
}

TEST(Rules, TheFrameOfAStampIsLeftForTheReaderOfStamps) {
  const PageImage page = page_with(grid({300, 700}, {500, 640}));
  EXPECT_EQ(black(without_rules(page).binary, kWhole),
            black(to_binary_image(to_raster(page), 128), kWhole));
}

TEST(Tables, EveryCellOfAGridIsFoundByRowThenByColumn) {
  const Ruled ruled = without_rules(page_with(grid({300, 600, 1200, 2000}, {500, 600, 800})));
  ASSERT_EQ(ruled.tables.size(), 1U);
  const TableGrid& table = ruled.tables[0];
  EXPECT_EQ(table.rows, 2);
  EXPECT_EQ(table.columns, 3);
  ASSERT_EQ(table.cells.size(), 6U);
  EXPECT_EQ(table.cells[4].row, 1);
  EXPECT_EQ(table.cells[4].column, 1);
  EXPECT_NEAR(table.cells[4].box.left, 600, 4);
  EXPECT_NEAR(table.cells[4].box.bottom(), 800, 4);
  EXPECT_EQ(black(ruled.binary, kWhole), 0);
}

TEST(Tables, MergedCellsKnowHowFarTheyReach) {
  // A head whose first cell is two rows high and whose second is two columns wide.
  const Ruled ruled = without_rules(page_with({{300, 500, 1203, 3},
                                               {300, 800, 1203, 3},
                                               {700, 650, 803, 3},
                                               {300, 1000, 1203, 3},
                                               {300, 500, 3, 503},
                                               {700, 500, 3, 503},
                                               {1500, 500, 3, 503},
                                               {1100, 650, 3, 353}}));
  ASSERT_EQ(ruled.tables.size(), 1U);
  const std::vector<GridCell>& cells = ruled.tables[0].cells;
  ASSERT_EQ(cells.size(), 7U);
  EXPECT_EQ(cells[0].rows, 2);
  EXPECT_EQ(cells[0].columns, 1);
  EXPECT_EQ(cells[1].rows, 1);
  EXPECT_EQ(cells[1].columns, 2);
  EXPECT_EQ(cells[2].row, 1);
  EXPECT_EQ(cells[2].column, 1);
}

TEST(Tables, SidesWithoutARuleEndWithTheOtherRules) {
  const Ruled ruled = without_rules(page_with(
      {{300, 500, 1200, 3}, {300, 700, 1200, 3}, {300, 900, 1200, 3}, {800, 500, 3, 403}}));
  ASSERT_EQ(ruled.tables.size(), 1U);
  EXPECT_EQ(ruled.tables[0].columns, 2);
  EXPECT_EQ(ruled.tables[0].cells.size(), 4U);
  EXPECT_NEAR(ruled.tables[0].box.left, 300, 4);
}

TEST(Tables, ATableTurnsWithItsPage) {
  TableGrid table;
  table.box = {100, 200, 300, 400};
  table.rows = 2;
  table.columns = 1;
  table.cells = {{{100, 200, 300, 150}, 0, 0, 1, 1}, {{100, 350, 300, 250}, 1, 0, 1, 1}};
  const std::vector<TableGrid> once = turned({table}, 1, 1000, 2000);
  EXPECT_EQ(once[0].box, (PixelBox{1400, 100, 400, 300}));
  EXPECT_EQ(once[0].columns, 2);
  EXPECT_EQ(once[0].cells[0].box.left, 1400);  // what was below is on the left now
  const std::vector<TableGrid> back = turned(once, 3, 2000, 1000);
  EXPECT_EQ(back[0].box, table.box);
  EXPECT_EQ(back[0].cells[1].box, table.cells[1].box);
}

TEST(Tables, StripsHoldTheInkOfEveryCellOnceAndNothingOfItsNeighbours) {
  std::vector<PixelBox> boxes = grid({300, 800, 1600}, {500, 600, 700});
  const PixelBox first{400, 530, 120, 30};
  const PixelBox over{900, 560, 20, 52};  // mostly in the cell above the rule
  const PixelBox last{900, 640, 100, 30};
  for (const PixelBox& box : {first, over, last}) boxes.push_back(box);
  Ruled ruled = without_rules(page_with(boxes));
  CleanPage page;
  page.binary = std::move(ruled.binary);
  page.grey = to_grey_image(ruled.grey);
  page.grey.set_dpi({kDpi});
  page.tables = ruled.tables;
  const std::vector<CellStrip> strips = cell_strips(page);
  ASSERT_EQ(strips.size(), 1U);
  ASSERT_EQ(strips[0].cells.size(), 3U);
  EXPECT_EQ(strips[0].cells[1].cell, 1U);
  const PageImage& image = strips[0].image;
  const auto ink_of = [&](std::size_t i) { return black(image, strips[0].cells[i].strip); };
  EXPECT_EQ(ink_of(0), first.width * first.height);
  EXPECT_EQ(ink_of(1), over.width * over.height);
  EXPECT_EQ(ink_of(2), last.width * last.height);
  const CleanPage rest = without_tables(page);
  EXPECT_EQ(black(rest.binary, kWhole), 0);
}

}  // namespace
}  // namespace sohoa::test
