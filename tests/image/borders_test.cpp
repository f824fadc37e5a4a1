#include <gtest/gtest.h>

#include <cmath>

#include "image/clean.h"
#include "sample_images.h"

namespace sohoa::test {
namespace {

constexpr int kWidth = 1654;  // A4 at 200 dpi
constexpr int kHeight = 2339;

int darker_than(const PageImage& page, const PixelBox& box, int value) {
  int count = 0;
  for (int y = box.top; y < box.bottom(); ++y) {
    for (int x = box.left; x < box.right(); ++x) count += value_at(page, x, y) < value ? 1 : 0;
  }
  return count;
}

void draw_disc(const PageImage& page, int x, int y, int radius, int grey) {
  for (int dy = -radius; dy <= radius; ++dy) {
    for (int dx = -radius; dx <= radius; ++dx) {
      if (std::hypot(dx, dy) <= radius) fill_box(page, {x + dx, y + dy, 1, 1}, grey, grey, grey);
    }
  }
}

TEST(Borders, PunchHolesAwayFromTheEdgeGoAndTextStays) {
  for (const int depth : {1, 8, 32}) {
    const PageImage plain = text_page(kWidth, kHeight, depth);
    const PageImage punched = text_page(kWidth, kHeight, depth);
    for (const int y : {850, 1490}) draw_disc(punched, 100, y, 24, 30);  // 6 mm, 12 mm in
    const CleanPage page = clean(punched, {});
    for (const int y : {850, 1490}) {
      EXPECT_EQ(darker_than(page.grey, {60, y - 40, 80, 80}, 200), 0) << "depth " << depth;
      EXPECT_EQ(darker_than(page.binary, {60, y - 40, 80, 80}, 128), 0) << "depth " << depth;
    }
    const PixelBox text{190, 200, 1280, 1900};
    EXPECT_EQ(darker_than(clean(plain, {}).binary, text, 128), darker_than(page.binary, text, 128));
  }
}

TEST(Borders, RoundInkThatBelongsToTheTextStays) {
  const PageImage page = text_page(kWidth, kHeight, 8);
  draw_disc(page, 800, 1170, 24, 20);  // in the middle of the page
  for (int y = 90; y < 140; ++y) {     // a ring, as the letter O of a heading
    for (int x = 300; x < 350; ++x) {
      const double radius = std::hypot(x - 325, y - 115);
      if (radius > 16 && radius < 24) fill_box(page, {x, y, 1, 1}, 20, 20, 20);
    }
  }
  const CleanPage cleaned = clean(page, {});
  EXPECT_GT(darker_than(cleaned.binary, {770, 1140, 60, 60}, 128), 1500);
  EXPECT_GT(darker_than(cleaned.binary, {290, 80, 70, 70}, 128), 800);
}

// A black edge from which a shadow reaches into the page, as beside a book's fold.
PageImage with_shadow(int reach) {
  PageImage page = text_page(kWidth, kHeight, 8);
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < 40 + reach; ++x) {
      const double light = x < 40 ? 0.03 : 1 - 0.97 * std::exp(-(x - 40.0) / (reach / 4.0));
      const int value = static_cast<int>(value_at(page, x, y) * light);
      fill_box(page, {x, y, 1, 1}, value, value, value);
    }
  }
  return page;
}

TEST(Borders, TheShadowBesideABlackEdgeGoesToo) {
  const CleanPage page = clean(with_shadow(90), {});
  EXPECT_EQ(darker_than(page.binary, {0, 0, 185, kHeight}, 128), 0);
  EXPECT_LT(darker_than(page.grey, {0, 0, 185, kHeight}, 170), 185 * kHeight / 500);
}

TEST(Borders, LettersInTheShadowStay) {
  const PageImage page = with_shadow(90);
  for (int y = 300; y < 2000; y += 40) fill_box(page, {110, y, 5, 18}, 15, 15, 15);
  const CleanPage cleaned = clean(page, {});
  int kept = 0;
  for (int y = 300; y < 2000; y += 40) {
    kept += darker_than(cleaned.binary, {105, y, 15, 18}, 128) > 40 ? 1 : 0;
  }
  EXPECT_EQ(kept, 43);
}

TEST(Borders, TheBlackAroundATiltedSheetGoes) {
  const PageImage level = text_page(kWidth, kHeight, 8);
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      const double edge = std::min(0.035 * y + 4, kHeight * 0.035 - 0.035 * y + 4);
      if (x < edge || x > kWidth - 90 + 0.035 * y) fill_box(level, {x, y, 1, 1}, 12, 12, 12);
    }
  }
  const CleanPage page = clean(level, {});
  EXPECT_NEAR(page.quality.skew.value, 0, 0.1);
  EXPECT_EQ(darker_than(page.binary, {0, 0, 60, kHeight}, 128), 0);
  EXPECT_EQ(darker_than(page.binary, {kWidth - 90, 0, 90, kHeight / 2}, 128), 0);
}

}  // namespace
}  // namespace sohoa::test
