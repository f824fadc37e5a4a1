#include "ocr/fill_ins.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sohoa {
namespace {

Word word_at(PixelBox box, const std::string& text, double confidence = 0.9) {
  Word word;
  word.text = text;
  word.box = box;
  word.confidence = confidence;
  return word;
}

TextLayout layout_of(std::vector<std::vector<Word>> lines, BlockKind kind = BlockKind::text) {
  TextLayout layout{2480, 3508, Dpi{300}, TextSource::recognised, {}};
  for (std::vector<Word>& words : lines) {
    Line line;
    for (const Word& word : words) line.box = cover(line.box, word.box);
    line.words = std::move(words);
    layout.blocks.push_back({kind, line.box, {line}});
  }
  return layout;
}

// "Số:      /HD-UBND" with room for three digits, and the place and date below it.
TextLayout head() {
  return layout_of({{word_at({370, 430, 70, 48}, "Số:"), word_at({600, 430, 280, 48}, "/HD-UBND")},
                    {word_at({1150, 445, 110, 50}, "ngày"), word_at({1400, 445, 130, 50}, "tháng"),
                     word_at({1550, 445, 30, 50}, "8")}});
}

TextLayout ink(PixelBox box, const std::string& text, double confidence = 0.8) {
  return layout_of({{word_at(box, text, confidence)}}, BlockKind::stamp);
}

std::string first_line(const TextLayout& page) {
  return line_text(page.blocks.front().lines.front());
}

TEST(FillIns, ANumberInAGapStandsInItsLine) {
  TextLayout page = head();
  put_fill_ins_in_lines(page, ink({460, 415, 120, 70}, "688"));
  EXPECT_EQ(first_line(page), "Số: 688 /HD-UBND");
  EXPECT_EQ(line_text(page.blocks[1].lines[0]), "ngày tháng 8");
  const Line& line = page.blocks.front().lines.front();
  EXPECT_EQ(line.box.top, 415);
  EXPECT_EQ(line.words[1].confidence, 0.8);
}

TEST(FillIns, ANumberBehindTheLastWordIsPutThereWhenItIsNear) {
  TextLayout page = layout_of({{word_at({370, 430, 70, 48}, "Số:")}});
  put_fill_ins_in_lines(page, ink({480, 430, 90, 50}, "12"));
  EXPECT_EQ(first_line(page), "Số: 12");
  page = layout_of({{word_at({370, 430, 70, 48}, "Số:")}});
  put_fill_ins_in_lines(page, ink({1480, 430, 90, 50}, "12"));
  EXPECT_EQ(first_line(page), "Số:");
}

TEST(FillIns, WhatLiesOverWordsOrBetweenLinesStaysApart) {
  for (const PixelBox& box :
       {PixelBox{650, 430, 120, 50}, PixelBox{460, 520, 120, 60}, PixelBox{300, 430, 60, 50}}) {
    TextLayout page = head();
    put_fill_ins_in_lines(page, ink(box, "688"));
    EXPECT_EQ(first_line(page), "Số: /HD-UBND");
  }
}

TEST(FillIns, ScribblesAndWordsOfStampsAreNoNumbers) {
  for (const char* text : {"TÂN", "66z4xy", "`", "ĐẾN"}) {
    TextLayout page = head();
    put_fill_ins_in_lines(page, ink({460, 425, 120, 60}, text));
    EXPECT_EQ(first_line(page), "Số: /HD-UBND") << text;
  }
  TextLayout page = head();
  put_fill_ins_in_lines(page, ink({460, 425, 120, 60}, "688", 0.3));
  EXPECT_EQ(first_line(page), "Số: /HD-UBND");
}

TEST(FillIns, ADayInThePenOfTheSignerStandsBetweenDayAndMonth) {
  TextLayout page = head();
  put_fill_ins_in_lines(page, ink({1285, 440, 90, 60}, "l5"));
  EXPECT_EQ(line_text(page.blocks[1].lines[0]), "ngày l5 tháng 8");
}

}  // namespace
}  // namespace sohoa
