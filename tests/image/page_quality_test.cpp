#include "image/page_quality.h"

#include <allheaders.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "image/clean.h"
#include "sample_images.h"

namespace sohoa::test {
namespace {

constexpr int kWidth = 2480;  // A4 at 300 dpi
constexpr int kHeight = 3508;

PageQuality quality_of(const PageImage& page) {
  return clean(page, {}).quality;
}

bool blames(const PageQuality& quality, ScanFault fault) {
  const ScanJudgement judgement = judge(quality);
  return std::find(judgement.faults.begin(), judgement.faults.end(), fault) !=
         judgement.faults.end();
}

PageImage blurred(const PageImage& page, int radius) {
  PageImage out(PixPtr(pixBlockconvGray(page.pix(), nullptr, radius, radius)));
  PageImage twice(PixPtr(pixBlockconvGray(out.pix(), nullptr, radius, radius)));
  twice.set_dpi(page.dpi());
  return twice;
}

// Ink at `ink`, paper at 235, with a sensor's noise.
PageImage faded(const PageImage& page, int ink) {
  const PageImage out(PixPtr(pixCopy(nullptr, page.pix())));
  unsigned state = 3;
  for (int y = 0; y < page.height(); ++y) {
    for (int x = 0; x < page.width(); ++x) {
      state = state * 1103515245 + 12345;
      const int noise = static_cast<int>(state >> 16 & 7) - 4;
      const int value = (value_at(page, x, y) < 128 ? ink : 235) + noise;
      fill_box(out, {x, y, 1, 1}, value, value, value);
    }
  }
  return PageImage(PixPtr(pixClone(out.pix())));
}

PageImage part_of(const PageImage& page, const PixelBox& box) {
  PageImage out = blank_page(box.width, box.height, page.depth());
  pixRasterop(out.pix(), 0, 0, box.width, box.height, PIX_SRC, page.pix(), box.left, box.top);
  return out;
}

TEST(PageQuality, AGoodScanHasNoFaultAtAnyDepth) {
  for (const int depth : {1, 8, 32}) {
    const PageQuality quality = quality_of(text_page(kWidth, kHeight, depth));
    EXPECT_EQ(judge(quality).verdict, ScanVerdict::good) << "depth " << depth;
    EXPECT_TRUE(judge(quality).faults.empty());
    EXPECT_GT(quality.contrast, 0.9);
    EXPECT_LT(quality.blank_confidence, 0.01);
  }
}

TEST(PageQuality, MoreBlurGivesWiderEdgesAndInTheEndTheVerdict) {
  const PageImage sharp = text_page(kWidth, kHeight, 8);
  double before = quality_of(sharp).edge_width;
  EXPECT_LT(before, 1.6);
  for (const int radius : {1, 2, 4, 6}) {
    const PageQuality quality = quality_of(blurred(sharp, radius));
    EXPECT_GT(quality.edge_width, before + 0.3) << "radius " << radius;
    before = quality.edge_width;
    if (radius != 2) {  // near the limit
      EXPECT_EQ(blames(quality, ScanFault::blurred), radius > 2) << radius;
    }
  }
}

TEST(PageQuality, ContrastIsMeasuredAndPaleInkIsBlamed) {
  const PageImage page = text_page(1240, 1754, 8);
  for (const int ink : {30, 90, 150, 180}) {
    const PageQuality quality = quality_of(faded(page, ink));
    EXPECT_NEAR(quality.contrast, (235.0 - ink) / 235, 0.06) << "ink " << ink;
    EXPECT_EQ(blames(quality, ScanFault::pale), ink >= 150) << "ink " << ink;
    EXPECT_FALSE(quality.blank) << "ink " << ink;
  }
  EXPECT_EQ(judge(quality_of(faded(page, 180))).verdict, ScanVerdict::rescan);
}

TEST(PageQuality, TextThatRunsIntoAnEdgeIsCut) {
  const PageImage page = text_page(kWidth, kHeight, 8);
  const PixelBox parts[] = {{325, 0, kWidth - 325, kHeight},
                            {0, 0, kWidth - 420, kHeight},
                            {0, 362, kWidth, kHeight - 362},
                            {0, 0, kWidth, kHeight - 388}};
  for (const PixelBox& box : parts) {
    const PageQuality quality = quality_of(part_of(page, box));
    EXPECT_TRUE(blames(quality, ScanFault::cut_edges))
        << box.left << ' ' << box.top << ' ' << box.width << ' ' << box.height;
  }
  EXPECT_EQ(quality_of(page).cut_letters, 0);
  EXPECT_EQ(quality_of(part_of(page, {250, 300, 1990, 2900})).cut_letters, 0);
}

TEST(PageQuality, LettersOfAFewPixelsAskForAnotherScan) {
  EXPECT_FALSE(blames(quality_of(text_page(1240, 1754, 8)), ScanFault::low_resolution));
  const PageQuality small = quality_of(text_page(496, 702, 8));
  EXPECT_TRUE(blames(small, ScanFault::low_resolution));
  EXPECT_EQ(judge(small).verdict, ScanVerdict::rescan);
}

TEST(PageQuality, ResolutionIsJudgedByLettersWhereTheFileLies) {
  PageImage page = text_page(kWidth, kHeight, 8);
  for (const double said : {0.0, 72.0, 1200.0}) {
    page.set_dpi({said});
    EXPECT_NEAR(quality_of(page).likely_dpi.value, 300, 90) << "said " << said;
  }
  page.set_dpi({300});
  EXPECT_EQ(quality_of(page).likely_dpi.value, 300);
}

TEST(PageQuality, LettersUnderAStampAreCounted) {
  const PageImage page = text_page(kWidth, kHeight, 32);
  EXPECT_EQ(quality_of(page).stamped, 0);
  for (int y = 400; y < 2600; ++y) {
    for (int x = 200; x < 2300; ++x) {
      if ((x + y) / 14 % 3 == 0 && value_at(page, x, y) > 128) {
        fill_box(page, {x, y, 1, 1}, 215, 60, 70);
      }
    }
  }
  const PageQuality quality = quality_of(page);
  EXPECT_GT(quality.stamped, 0.5);
  EXPECT_TRUE(blames(quality, ScanFault::under_stamp));
}

TEST(PageQuality, ABlankPageIsToBeLookedAtWithItsConfidence) {
  const PageQuality quality = quality_of(blank_page(1240, 1754, 8));
  EXPECT_TRUE(quality.blank);
  EXPECT_GT(quality.blank_confidence, 0.95);
  EXPECT_EQ(judge(quality).verdict, ScanVerdict::look);
  const PageImage specked = blank_page(1240, 1754, 8);
  fill_box(specked, {600, 700, 12, 12}, 0, 0, 0);
  const PageQuality doubtful = quality_of(specked);
  EXPECT_TRUE(doubtful.blank);
  EXPECT_LT(doubtful.blank_confidence, quality.blank_confidence);
}

TEST(PageQuality, OfTwoFacingPagesIsThatOfTheWorse) {
  PageQuality good;
  good.letter_height = 30;
  good.contrast = 1;
  good.edge_width = 1.3;
  PageQuality bad = good;
  bad.contrast = 0.2;
  bad.cut_letters = 9;
  EXPECT_EQ(judge(good).verdict, ScanVerdict::good);
  EXPECT_EQ(judge(quality_of_both(good, bad)).verdict, ScanVerdict::rescan);
  PageQuality blank;
  blank.blank = true;
  EXPECT_FALSE(quality_of_both(good, blank).blank);
  EXPECT_EQ(quality_of_both(blank, good).contrast, 1);
}

}  // namespace
}  // namespace sohoa::test
