#include "image/clean.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "document/error.h"
#include "sample_images.h"

namespace sohoa::test {
namespace {

constexpr int kWidth = 1654;  // A4 at 200 dpi
constexpr int kHeight = 2339;

double ink_share(const PageImage& page, PixelBox box, int darker_than) {
  int dark = 0;
  for (int y = box.top; y < box.bottom(); ++y) {
    for (int x = box.left; x < box.right(); ++x) {
      dark += value_at(page, x, y) < darker_than ? 1 : 0;
    }
  }
  return static_cast<double>(dark) / (static_cast<double>(box.width) * box.height);
}

// The middle of the dark pixels in a box.
PointF middle_of_ink(const PageImage& page, PixelBox box) {
  double x_sum = 0;
  double y_sum = 0;
  double count = 0;
  for (int y = box.top; y < box.bottom(); ++y) {
    for (int x = box.left; x < box.right(); ++x) {
      if (value_at(page, x, y) >= 128) continue;
      x_sum += x + 0.5;
      y_sum += y + 0.5;
      ++count;
    }
  }
  return {x_sum / count, y_sum / count};
}

TEST(Clean, AnEmptyImageIsRefused) {
  EXPECT_THROW(static_cast<void>(clean(PageImage(), {})), Error);
}

TEST(Clean, TheTwoImagesHaveTheSameSizeAndTheDepthsPromised) {
  for (const int depth : {1, 8, 32}) {
    const CleanPage page = clean(text_page(kWidth, kHeight, depth), {});
    EXPECT_EQ(page.grey.depth(), 8);
    EXPECT_EQ(page.binary.depth(), 1);
    EXPECT_EQ(page.grey.width(), page.binary.width());
    EXPECT_EQ(page.grey.height(), page.binary.height());
    EXPECT_TRUE(page.coloured.empty());
    EXPECT_FALSE(page.quality.blank);
  }
}

TEST(Clean, SkewIsFoundAndTakenAwayToAFewHundredthsOfADegree) {
  for (const int depth : {1, 8}) {
    const PageImage level = text_page(kWidth, kHeight, depth);
    for (const double angle : {-14.0, -7.3, -2.0, -0.6, 0.0, 0.35, 1.25, 4.9, 12.0}) {
      const PageImage tilted = rotated(level, angle);
      const CleanPage page = clean(tilted, {});
      EXPECT_NEAR(page.quality.skew.value, angle, 0.15) << "depth " << depth;
      const CleanPage again = clean(page.grey, {});
      EXPECT_NEAR(again.quality.skew.value, 0, 0.15) << "depth " << depth << " angle " << angle;
    }
  }
}

TEST(Clean, WithoutDeskewThePageStaysAsItLies) {
  CleanOptions options;
  options.deskew = false;
  const CleanPage page = clean(rotated(text_page(kWidth, kHeight, 8), 3), options);
  EXPECT_EQ(page.transform.skew.value, 0);
}

TEST(Clean, APointOfTheCleanedPageIsFoundOnTheGivenPage) {
  for (const double angle : {0.0, 2.5, -6.0}) {
    for (const int width : {kWidth, 800}) {
      const int height = width * 7 / 5;
      PageImage level = text_page(width, height, 8);
      const int side = width / 40;
      fill_box(level, {width / 3, height * 15 / 16, side, side}, 0, 0, 0);
      const PageImage given = rotated(level, angle);
      const CleanPage page = clean(given, {});
      const double scale = page.transform.scale;
      const auto at = [&](double value) { return static_cast<int>(value * scale); };
      const PointF cleaned = middle_of_ink(
          page.grey,
          {at(width / 3.0 - side), at(height * 15 / 16.0 - side), at(3 * side), at(3 * side)});
      const PointF mapped = to_page(page.transform, cleaned);
      const PixelBox near{static_cast<int>(mapped.x) - side, static_cast<int>(mapped.y) - side,
                          2 * side, 2 * side};
      const PointF real = middle_of_ink(given, near);
      EXPECT_NEAR(mapped.x, real.x, 2) << "angle " << angle << " width " << width;
      EXPECT_NEAR(mapped.y, real.y, 2) << "angle " << angle << " width " << width;
    }
  }
}

TEST(Clean, TurningAPageKeepsEveryPointWhereItWas) {
  const PageImage given = rotated(text_page(kWidth, kHeight, 8), 2);
  const CleanPage page = clean(given, {});
  const PointF on_page = to_page(page.transform, PointF{100, 300});
  const double width = page.grey.width();
  const double height = page.grey.height();
  const PointF after[] = {
      {100, 300}, {height - 300, 100}, {width - 100, height - 300}, {300, width - 100}};
  for (int turns = 1; turns <= 3; ++turns) {
    const CleanPage turned_page = turned(page, turns);
    EXPECT_EQ(turned_page.grey.width(), turns % 2 == 1 ? page.grey.height() : page.grey.width());
    const PointF mapped = to_page(turned_page.transform, after[turns]);
    EXPECT_NEAR(mapped.x, on_page.x, 1.5);
    EXPECT_NEAR(mapped.y, on_page.y, 1.5);
    EXPECT_EQ(value_at(turned_page.binary, static_cast<int>(after[turns].x),
                       static_cast<int>(after[turns].y)) < 128,
              value_at(turned_page.grey, static_cast<int>(after[turns].x),
                       static_cast<int>(after[turns].y)) < 128);
  }
}

TEST(Clean, ACleanedBoxCoversItsPlaceOnThePageAndStaysInside) {
  PageTransform transform;
  transform.width = 1000;
  transform.height = 2000;
  transform.scale = 2;
  EXPECT_EQ(to_page(transform, PixelBox{100, 200, 50, 60}), (PixelBox{50, 100, 25, 30}));
  transform.quarter_turns = 1;
  EXPECT_EQ(to_page(transform, PixelBox{0, 0, 200, 100}), (PixelBox{0, 1900, 50, 100}));
  transform.skew = {5};
  const PixelBox corner = to_page(transform, PixelBox{0, 0, 400, 100});
  EXPECT_GE(corner.left, 0);
  EXPECT_LE(corner.bottom(), 2000);
}

TEST(Clean, LinesThatRunUpThePageAreTurnedLevel) {
  const PageImage sideways = text_page(kWidth, kHeight, 8);
  CleanPage upright = clean(sideways, {});
  EXPECT_EQ(upright.transform.quarter_turns, 0);
  const CleanPage turned_back = clean(turned(upright, 3).grey, {});
  EXPECT_EQ(turned_back.transform.quarter_turns, 1);
  EXPECT_EQ(turned_back.grey.width(), upright.grey.width());
}

TEST(Clean, ARedSealVanishesAndTheTextUnderItStays) {
  const PageImage page = text_page(kWidth, kHeight, 32);
  const PageImage clear = clean(page, {}).grey;
  PageImage sealed = text_page(kWidth, kHeight, 32);
  const PixelBox seal{700, 1200, 360, 360};
  for (int y = seal.top; y < seal.bottom(); ++y) {
    for (int x = seal.left; x < seal.right(); ++x) {
      const double radius = std::hypot(x - 880.0, y - 1380.0);
      const bool ring = (radius > 150 && radius < 180) || radius < 70;
      if (ring && value_at(page, x, y) > 128) fill_box(sealed, {x, y, 1, 1}, 205, 60, 70);
    }
  }
  // Through JPEG, whose chroma is coarser than its brightness.
  const PageImage scanned = decode_image(bytes_of(save(sealed, Saved::jpeg)), 1, {});
  const CleanPage cleaned = clean(scanned, {});
  ASSERT_FALSE(cleaned.coloured.empty());
  EXPECT_GT(cleaned.quality.coloured_ink, 0.005);
  EXPECT_NEAR(ink_share(cleaned.grey, seal, 128), ink_share(clear, seal, 128), 0.02);
  EXPECT_LT(ink_share(cleaned.grey, seal, 200) - ink_share(clear, seal, 200), 0.05);
  const PixelBox disc{850, 1350, 60, 60};
  EXPECT_GT(ink_share(cleaned.coloured, disc, 128), 0.4);
  CleanOptions keep;
  keep.remove_colour = false;
  EXPECT_GT(ink_share(clean(scanned, keep).grey, disc, 150), 0.9);
}

TEST(Clean, APageWrittenInBlueKeepsItsText) {
  PageImage page = blank_page(kWidth, kHeight, 32);
  for (int y = 300; y < 2000; y += 40) {
    for (int x = 200; x < 1400; x += 24) fill_box(page, {x, y, 12, 16}, 40, 60, 150);
  }
  const CleanPage cleaned = clean(page, {});
  EXPECT_GT(ink_share(cleaned.grey, {200, 300, 1200, 1600}, 128), 0.15);
}

TEST(Clean, ShadowsAndYellowPaperBecomeEvenAndTextStays) {
  PageImage page = text_page(kWidth, kHeight, 32);
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      const double light = 0.55 + 0.45 * x / kWidth;
      const int value = value_at(page, x, y);
      fill_box(page, {x, y, 1, 1}, static_cast<int>(value * light),
               static_cast<int>(value * light * 0.93), static_cast<int>(value * light * 0.75));
    }
  }
  const CleanPage cleaned = clean(page, {});
  const CleanPage plain = clean(text_page(kWidth, kHeight, 32), {});
  EXPECT_LT(ink_share(cleaned.grey, {10, 10, kWidth - 20, 150}, 225), 0.01);
  const PixelBox left{210, 300, 300, 1500};
  EXPECT_NEAR(ink_share(cleaned.binary, left, 128), ink_share(plain.binary, left, 128), 0.01);
  EXPECT_TRUE(cleaned.coloured.empty());
}

TEST(Clean, BlackScannerBordersGoAndTextNearThemStays) {
  PageImage page = text_page(kWidth, kHeight, 8);
  fill_box(page, {0, 0, 60, kHeight}, 5, 5, 5);
  fill_box(page, {0, kHeight - 50, kWidth, 50}, 5, 5, 5);
  fill_box(page, {kWidth - 12, 500, 12, 20}, 5, 5, 5);  // a letter cut by the edge
  const CleanPage cleaned = clean(page, {});
  const CleanPage plain = clean(text_page(kWidth, kHeight, 8), {});
  EXPECT_EQ(ink_share(cleaned.binary, {0, 0, 70, kHeight}, 128), 0);
  EXPECT_EQ(ink_share(cleaned.binary, {0, kHeight - 60, kWidth, 60}, 128), 0);
  const PixelBox text{190, 200, 1280, 1900};
  EXPECT_NEAR(ink_share(cleaned.binary, text, 128), ink_share(plain.binary, text, 128), 0.001);
}

TEST(Clean, SmallLettersAreEnlargedAndHugeOnesReduced) {
  EXPECT_EQ(clean(text_page(827, 1169, 8), {}).transform.scale, 2);
  EXPECT_EQ(clean(text_page(2480, 3508, 8), {}).transform.scale, 1);
}

// A slash in small print; in large print only dirt is so thin.
TEST(Clean, StrokesOfOnePixelStayInSmallPrintAndGoFromLargePrint) {
  const auto darkest_of_stroke = [](int width, int height) {
    const PageImage page = text_page(width, height, 8);
    const PixelBox stroke{width / 2, height * 19 / 20, 1, 20};
    fill_box(page, stroke, 20, 20, 20);
    const CleanPage cleaned = clean(page, {});
    EXPECT_EQ(cleaned.transform.scale, 1);
    int darkest = 255;
    for (int y = stroke.top; y < stroke.bottom(); ++y)
      darkest = std::min(darkest, value_at(cleaned.grey, stroke.left, y));
    return darkest;
  };
  EXPECT_LT(darkest_of_stroke(kWidth, kHeight), 60);
  EXPECT_GT(darkest_of_stroke(2 * kWidth, 2 * kHeight), 200);
}

TEST(Clean, TheResolutionIsGuessedFromTheSheetWhereTheFileIsWrong) {
  PageImage page = text_page(kWidth, kHeight, 8);
  page.set_dpi({72});
  EXPECT_NEAR(clean(page, {}).grey.dpi().value, 200, 2);
}

TEST(Clean, TheSmallestImagesAreCleanedToo) {
  for (const int depth : {1, 8, 32}) {
    for (const int side : {1, 2, 5, 40}) {
      const CleanPage page = clean(blank_page(side, side + 1, depth), {});
      EXPECT_TRUE(page.quality.blank);
      EXPECT_EQ(page.grey.width(), page.binary.width());
    }
  }
}

TEST(Clean, ABlankPageWithSpecksAndShowThroughIsBlank) {
  PageImage page = blank_page(kWidth, kHeight, 8);
  for (int i = 0; i < 200; ++i) {
    fill_box(page, {(i * 733) % kWidth, (i * 1291) % kHeight, 2, 2}, 60, 60, 60);
  }
  for (int x = 200; x < 1400; x += 24) fill_box(page, {x, 900, 12, 16}, 222, 222, 222);
  EXPECT_TRUE(clean(page, {}).quality.blank);
}

TEST(Clean, APageWithOneShortLineIsNotBlank) {
  for (const int depth : {1, 8, 32}) {
    PageImage page = blank_page(kWidth, kHeight, depth);
    for (int i = 0; i < 4; ++i) fill_box(page, {800 + i * 20, 1100, 12, 18}, 90, 90, 90);
    EXPECT_FALSE(clean(page, {}).quality.blank) << "depth " << depth;
  }
}

TEST(Clean, APageWithOnlyAStampIsNotBlank) {
  PageImage page = blank_page(kWidth, kHeight, 32);
  for (int i = 0; i < 4; ++i) fill_box(page, {200 + i * 50, 300, 36, 44}, 210, 40, 50);
  const CleanPage cleaned = clean(page, {});
  EXPECT_FALSE(cleaned.quality.blank);
  EXPECT_FALSE(cleaned.coloured.empty());
}

}  // namespace
}  // namespace sohoa::test
