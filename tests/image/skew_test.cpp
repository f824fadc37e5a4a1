#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "image/clean.h"
#include "sample_images.h"

namespace sohoa::test {
namespace {

constexpr int kWidth = 1240;  // A4 at 150 dpi
constexpr int kHeight = 1754;
constexpr double kAngles[] = {-15, -6.05, -0.9, -0.15, 0, 0.07, 0.455, 8.8, 15};

void expect_found(const PageImage& level, const std::string& what) {
  for (const double angle : kAngles) {
    const CleanPage page = clean(rotated(level, angle), {});
    EXPECT_EQ(page.transform.quarter_turns, 0) << what << " at " << angle;
    EXPECT_NEAR(page.quality.skew.value, angle, 0.1) << what << " at " << angle;
  }
}

void white_out(const PageImage& page, int top, int bottom) {
  fill_box(page, {0, top, kWidth, bottom - top}, 255, 255, 255);
}

TEST(Skew, OfAPageOfTextIsFoundToATenthOfADegree) {
  expect_found(text_page(kWidth, kHeight, 8), "grey");
  expect_found(text_page(kWidth, kHeight, 1), "bilevel");
}

TEST(Skew, OfAPageWithThreeLinesIsFoundToATenthOfADegree) {
  const PageImage page = text_page(kWidth, kHeight, 8);
  white_out(page, 0, 540);
  white_out(page, 625, kHeight);
  expect_found(page, "three lines");
}

TEST(Skew, OfATableIsFoundToATenthOfADegree) {
  const PageImage page = text_page(kWidth, kHeight, 8);
  for (int y = 300; y <= 1200; y += 60) fill_box(page, {150, y, 940, 3}, 0, 0, 0);
  for (int x = 150; x <= 1090; x += 188) fill_box(page, {x, 300, 3, 903}, 0, 0, 0);
  expect_found(page, "table");
}

TEST(Skew, OfASpeckledPageIsFoundToATenthOfADegree) {
  const PageImage page = text_page(kWidth, kHeight, 1);
  unsigned state = 5;
  for (int i = 0; i < 6000; ++i) {
    state = state * 1103515245 + 12345;
    const int x = static_cast<int>(state >> 8) % kWidth;
    state = state * 1103515245 + 12345;
    const int y = static_cast<int>(state >> 8) % kHeight;
    const int side = 1 + static_cast<int>(state >> 4 & 3);
    fill_box(page, {std::abs(x), std::abs(y), side, side}, 0, 0, 0);
  }
  expect_found(page, "speckled");
}

TEST(Skew, UnderASealIsFoundToATenthOfADegree) {
  const PageImage page = text_page(kWidth, kHeight, 8);
  for (int y = 900; y < 1200; ++y) {
    for (int x = 700; x < 1000; ++x) {
      const double radius = std::hypot(x - 850.0, y - 1050.0);
      if ((radius > 120 && radius < 140) || radius < 30) fill_box(page, {x, y, 1, 1}, 90, 90, 90);
    }
  }
  expect_found(page, "seal");
}

TEST(Skew, OfABilevelPageDoesNotSnapToTheRowsOfPixels) {
  const PageImage level = text_page(1654, 2339, 1);
  const double at_zero = clean(level, {}).quality.skew.value;
  for (const double angle : {-0.2, -0.12, 0.12, 0.2}) {
    const CleanPage page = clean(rotated(level, angle), {});
    EXPECT_NEAR(page.quality.skew.value - at_zero, angle, 0.06);
  }
}

TEST(Skew, OfABlankPageIsNone) {
  EXPECT_EQ(clean(blank_page(kWidth, kHeight, 8), {}).quality.skew.value, 0);
}

}  // namespace
}  // namespace sohoa::test
