#include "image/facing_pages.h"

#include <allheaders.h>
#include <gtest/gtest.h>

#include <cmath>

#include "sample_images.h"

namespace sohoa::test {
namespace {

constexpr int kWidth = 1240;  // A5 at 210 dpi, half of a sheet
constexpr int kHeight = 1754;

void put(const PageImage& sheet, const PageImage& page, int left, int top) {
  pixRasterop(sheet.pix(), left, top, page.width(), page.height(), PIX_SRC, page.pix(), 0, 0);
}

// Two pages of text beside one another, the right one set lower.
PageImage open_book(int depth, double left_skew, double right_skew) {
  PageImage sheet = blank_page(2 * kWidth, kHeight, depth);
  put(sheet, rotated(text_page(kWidth, kHeight, depth), left_skew), 0, 0);
  put(sheet, rotated(text_page(kWidth, kHeight, depth), right_skew), kWidth, 13);
  return sheet;
}

int ink_in(const PageImage& page, const PixelBox& box) {
  int ink = 0;
  for (int y = box.top; y < box.bottom(); ++y) {
    for (int x = box.left; x < box.right(); ++x) ink += value_at(page, x, y) < 128 ? 1 : 0;
  }
  return ink;
}

TEST(FacingPages, AreCutBetweenTheirTexts) {
  for (const int depth : {1, 8, 32}) {
    const PageImage sheet = open_book(depth, 0, 0);
    const auto pages = find_facing_pages(sheet);
    ASSERT_TRUE(pages) << "depth " << depth;
    EXPECT_NEAR(pages->fold_top, kWidth, 0.05 * kWidth);
    const CutPages cut = cut_pages(sheet, *pages);
    EXPECT_EQ(cut.left.depth(), depth);
    const int all = ink_in(sheet, {0, 0, sheet.width(), kHeight});
    const int left = ink_in(cut.left, {0, 0, cut.left.width(), kHeight});
    const int right = ink_in(cut.right, {0, 0, cut.right.width(), kHeight});
    EXPECT_EQ(left + right, all);
    EXPECT_NEAR(left, right, 0.02 * all);
  }
}

TEST(FacingPages, MayLieDifferently) {
  EXPECT_TRUE(find_facing_pages(open_book(8, 1.0, -0.8)));
}

TEST(FacingPages, OfATiltedSheetAreCutAlongTheTiltedFold) {
  for (const double angle : {-3.0, 2.5}) {
    const PageImage sheet = rotated(open_book(8, 0, 0), angle);
    const auto pages = find_facing_pages(sheet);
    ASSERT_TRUE(pages);
    const double lean = std::tan(angle * M_PI / 180) * kHeight;
    EXPECT_NEAR(pages->fold_top - pages->fold_bottom, lean, 12);
    const CutPages cut = cut_pages(sheet, *pages);
    const int all = ink_in(sheet, {0, 0, sheet.width(), kHeight});
    EXPECT_EQ(ink_in(cut.left, {0, 0, cut.left.width(), kHeight}) +
                  ink_in(cut.right, {0, 0, cut.right.width(), kHeight}),
              all);
  }
}

TEST(FacingPages, OfABookAreCutInTheDarkGutter) {
  const PageImage sheet = open_book(8, 0, 0);
  for (int y = 0; y < kHeight; ++y) {
    for (int x = kWidth - 110; x < kWidth + 110; ++x) {
      const double light = 1 - 0.85 * std::exp(-std::abs(x - kWidth) / 22.0);
      const int value = static_cast<int>(value_at(sheet, x, y) * light);
      fill_box(sheet, {x, y, 1, 1}, value, value, value);
    }
  }
  const auto pages = find_facing_pages(sheet);
  ASSERT_TRUE(pages);
  EXPECT_NEAR(pages->fold_top, kWidth, 30);
}

TEST(FacingPages, AreNotSeenOnOnePageOfEitherShape) {
  EXPECT_FALSE(find_facing_pages(text_page(kWidth, kHeight, 8)));
  EXPECT_FALSE(find_facing_pages(text_page(2 * kWidth, kHeight, 8)));
  EXPECT_FALSE(find_facing_pages(blank_page(2 * kWidth, kHeight, 8)));
}

TEST(FacingPages, AreNotSeenInAWideTable) {
  for (const bool ruled : {true, false}) {
    const PageImage page = blank_page(2 * kWidth, kHeight, 8);
    for (int y = 200; y < 1600; y += 45) {
      for (int column = 0; column < 6; ++column) {
        const int left = 200 + column * 350;
        for (int x = left; x < left + 220; x += 18) fill_box(page, {x, y, 11, 16}, 20, 20, 20);
      }
      if (ruled) fill_box(page, {150, y + 28, 2150, 3}, 20, 20, 20);
    }
    EXPECT_FALSE(find_facing_pages(page)) << (ruled ? "ruled" : "without rules");
  }
}

TEST(FacingPages, AreNotSeenInASignatureBlockBesideTheRecipients) {
  const PageImage page = blank_page(2 * kWidth, kHeight, 8);
  for (int line = 0; line < 7; ++line) {
    for (int x = 200; x < 1000; x += 18) fill_box(page, {x, 300 + 50 * line, 11, 18}, 9, 9, 9);
    for (int x = 1400; x < 2200; x += 18) fill_box(page, {x, 320 + 60 * line, 11, 18}, 9, 9, 9);
  }
  EXPECT_FALSE(find_facing_pages(page));
}

}  // namespace
}  // namespace sohoa::test
