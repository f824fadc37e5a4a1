#include "pipeline/pace.h"

#include <gtest/gtest.h>

namespace sohoa {

TEST(Pace, CountsOnHalfOfTheSpeedThatItSaw) {
  Pace pace;
  for (int i = 0; i < 5; ++i) pace.add(100'000, 2, 4);
  EXPECT_EQ(pace.largest_within(60), 60 * 25'000 / 2U);
  EXPECT_EQ(pace.pages_within(60), 15);
}

TEST(Pace, BeforeAnythingWasTakenAPageTakesThreeSeconds) {
  const Pace pace;
  EXPECT_EQ(pace.pages_within(600), 200);
  EXPECT_EQ(pace.pages_within(0), 0);
  EXPECT_EQ(pace.pages_within(-5), 0);
}

TEST(Pace, DocumentsWithoutPagesTellNothingOfPages) {
  Pace pace;
  for (int i = 0; i < 9; ++i) pace.add(1000, 0, 0.1);
  EXPECT_EQ(pace.pages_within(600), 200);
}

TEST(Pace, BeginsNothingInTheLastMoments) {
  Pace pace;
  EXPECT_EQ(pace.largest_within(3), 0U);
  for (int i = 0; i < 5; ++i) pace.add(100'000, 1, 20);
  EXPECT_EQ(pace.largest_within(39), 0U);
  EXPECT_GT(pace.largest_within(41), 0U);
}

}  // namespace sohoa
