#include "cli/page_ranges.h"

#include <gtest/gtest.h>

namespace sohoa {

using Pages = std::vector<int>;

TEST(PageRanges, NothingAskedForMeansEveryPage) {
  EXPECT_EQ(parse_page_ranges("", 3), (Pages{1, 2, 3}));
}

TEST(PageRanges, RangesAndSinglePagesComeInOrderWithoutRepeats) {
  EXPECT_EQ(parse_page_ranges("7,1-3,2", 9), (Pages{1, 2, 3, 7}));
}

TEST(PageRanges, WhatLiesBeyondTheLastPageIsLeftOut) {
  EXPECT_EQ(parse_page_ranges("2-9", 3), (Pages{2, 3}));
  EXPECT_EQ(parse_page_ranges("3-", 4), (Pages{3, 4}));
  EXPECT_EQ(parse_page_ranges("1-2000000000", 2), (Pages{1, 2}));
}

TEST(PageRanges, AnythingElseIsNoList) {
  for (const char* text : {"0", "-1", "3-1", "a", "1,,2x", "1-2-3", "99999999999"})
    EXPECT_FALSE(parse_page_ranges(text, 9)) << text;
}

}  // namespace sohoa
