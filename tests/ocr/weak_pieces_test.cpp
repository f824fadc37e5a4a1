#include "ocr/weak_pieces.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sohoa {
namespace {

// Words 40 pixels high; their bottoms lie at 140.
Word word_at(int left, const std::string& text, double confidence) {
  Word word;
  word.text = text;
  word.box = {left, 100, 20 * static_cast<int>(text.size()), 40};
  word.confidence = confidence;
  return word;
}

Line line_of(std::vector<Word> words, double baseline) {
  Line line;
  for (const Word& word : words) line.box = cover(line.box, word.box);
  line.baseline_start = {static_cast<double>(line.box.left), baseline};
  line.baseline_end = {static_cast<double>(line.box.right()), baseline};
  line.words = std::move(words);
  return line;
}

std::vector<Block> page_of(const Line& line) {
  Block block;
  block.box = line.box;
  block.lines.push_back(line);
  return {block};
}

// The number of a letter and its date, taken for one line along the date's baseline.
Line head_line() {
  return line_of({word_at(100, "Nam", 0.96), word_at(180, "NGA", 0.2), word_at(700, "ngay", 0.97),
                  word_at(800, "thang", 0.97)},
                 165);
}

TEST(WeakPieces, WordsOffTheirBaselineAreReadAgainHoweverSureTheyAre) {
  const Line sure = line_of({word_at(100, "Nam", 0.96), word_at(180, "nay", 0.96)}, 165);
  const auto pieces = weak_pieces(page_of(sure));
  ASSERT_EQ(pieces.size(), 1U);
  EXPECT_TRUE(pieces[0].off_baseline);
  EXPECT_TRUE(
      weak_pieces(page_of(line_of({word_at(100, "Nam", 0.96), word_at(180, "nay", 0.96)}, 139)))
          .empty());
}

TEST(WeakPieces, DoubtfulWordsAreReadAgainWithoutTheColumnBesideThem) {
  Line line = head_line();
  line.baseline_start.y = line.baseline_end.y = 139;
  const auto pieces = weak_pieces(page_of(line));
  ASSERT_EQ(pieces.size(), 1U);
  EXPECT_EQ(pieces[0].place.first, 0U);
  EXPECT_EQ(pieces[0].place.last, 2U);
  EXPECT_FALSE(pieces[0].off_baseline);
}

// Marks of the lower line touch letters of the upper one.
TEST(WeakPieces, LinesThatReachIntoEachOtherAreReadAgainAlongTheirBaselines) {
  Line upper = line_of({word_at(100, "Uy", 0.96), word_at(150, "ban", 0.96),
                        word_at(230, "tinh", 0.97), word_at(900, "cong", 0.97)},
                       139);
  upper.words[1].box.height = 90;
  upper.box.height = 90;
  Line lower = upper;
  for (Word& word : lower.words) word.box.top += 50;
  lower.box.top += 50;
  lower.baseline_start.y = lower.baseline_end.y = 189;
  std::vector<Block> blocks = page_of(upper);
  blocks[0].lines.push_back(lower);
  const auto pieces = weak_pieces(blocks);
  ASSERT_EQ(pieces.size(), 4U);
  for (const WeakPiece& piece : pieces) {
    const double baseline = piece.place.line == 0 ? 139 : 189;
    EXPECT_TRUE(piece.tangled);
    EXPECT_GT(piece.area.top, baseline - 60);
    EXPECT_LT(piece.area.bottom(), baseline + 30);
  }
  EXPECT_EQ(pieces[1].area.right(), (310 + 900) / 2) << "lost words may stand there";
  upper.words[1].box.height = 40;
  upper.box.height = 40;
  EXPECT_TRUE(weak_pieces(page_of(upper)).empty());
}

TEST(WeakPieces, SpecksAreNotWorthReadingAgain) {
  Word speck = word_at(100, "^", 0.1);
  speck.box.height = 8;
  std::vector<Block> blocks =
      page_of(line_of({word_at(100, "Nam", 0.96), word_at(180, "nay", 0.96)}, 139));
  blocks[0].lines.push_back(line_of({speck}, 108));
  EXPECT_TRUE(weak_pieces(blocks).empty());
}

TEST(WeakPieces, TheSurerReadingTakesThePlaceOfItsPieceOnly) {
  Line line = head_line();
  const WeakPiece piece{{0, 0, 0, 2}, false, false, {}, {}};
  replace_if_surer(line, piece, line_of({word_at(100, "So:", 0.2)}, 139));
  EXPECT_EQ(line_text(line), "Nam NGA ngay thang");
  replace_if_surer(line, piece, line_of({word_at(100, "So:", 0.97), word_at(180, "12", 0.9)}, 139));
  EXPECT_EQ(line_text(line), "So: 12 ngay thang");
  EXPECT_DOUBLE_EQ(line.baseline_start.y, 165);
}

TEST(WeakPieces, OfTangledLinesOnlyWhatIsReadWellIsTaken) {
  Line line = head_line();
  const WeakPiece piece{{0, 0, 0, 2}, false, true, {}, {}};
  replace_if_surer(line, piece, line_of({word_at(100, "Sol", 0.7)}, 139));
  EXPECT_EQ(line_text(line), "Nam NGA ngay thang");
  replace_if_surer(line, piece, line_of({word_at(100, "So:", 0.9)}, 139));
  EXPECT_EQ(line_text(line), "So: ngay thang");
}

TEST(WeakPieces, ANumberDoesNotGiveWayToAReadingWithoutIt) {
  const Line line = line_of(
      {word_at(100, "Số", 0.9), word_at(180, "356", 0.2), word_at(300, "-TB/VPTU", 0.6)}, 139);
  const auto pieces = weak_pieces(page_of(line));
  ASSERT_EQ(pieces.size(), 1U);
  Line kept = line;
  replace_if_surer(
      kept, pieces[0],
      line_of({word_at(100, "Số", 0.95), word_at(180, "3%", 0.9), word_at(300, "-TB/VPTU", 0.95)},
              139));
  EXPECT_EQ(kept.words[1].text, "356");
  Line replaced = line;
  replace_if_surer(
      replaced, pieces[0],
      line_of({word_at(100, "Số", 0.95), word_at(180, "358", 0.9), word_at(300, "-TB/VPTU", 0.95)},
              139));
  EXPECT_EQ(replaced.words[1].text, "358");
}

TEST(WeakPieces, AWholeLineGetsTheBaselineItWasReadOn) {
  Line line = line_of({word_at(100, "NGA", 0.5)}, 165);
  replace_if_surer(line, {{0, 0, 0, 1}, true, false, {}, {}},
                   line_of({word_at(100, "/SYT", 0.45)}, 139));
  EXPECT_EQ(line_text(line), "/SYT");
  EXPECT_DOUBLE_EQ(line.baseline_start.y, 139);
}

// The upper row is "Noi nhan:", whose line was found between it and the first recipient.
TEST(WeakPieces, OfTwoRowsTheOneIsTakenThatNoOtherLineHolds) {
  Line high = line_of(
      {word_at(100, "Ai", 0.2), word_at(700, "CHU", 0.97), word_at(800, "TICH", 0.97)}, 139);
  high.words.front().box.height = 70;
  std::vector<Block> blocks = page_of(high);
  Line recipient = line_of({word_at(100, "tren;", 0.95)}, 189);
  recipient.box.top = recipient.words.front().box.top = 150;
  blocks[0].lines.push_back(recipient);
  const auto pieces = weak_pieces(blocks);
  ASSERT_EQ(pieces.size(), 1U);
  EXPECT_GT(pieces[0].rows.height, 70);
  const std::vector<Line> rows = {line_of({word_at(100, "nhan:", 0.96)}, 139), recipient};
  EXPECT_EQ(row_of_its_own(pieces[0], blocks, rows), &rows[0]);
  EXPECT_EQ(row_of_its_own(pieces[0], blocks, {recipient}), nullptr);
  EXPECT_EQ(row_of_its_own(pieces[0], blocks, {rows[0], rows[0]}), nullptr);
  EXPECT_TRUE(replace_if_surer(blocks[0].lines[0], pieces[0], rows[0]));
  EXPECT_EQ(blocks[0].lines[0].words.front().text, "nhan:");
}

}  // namespace
}  // namespace sohoa
