// Seals and signatures over print, on grey and on black and white pages.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "image/cell_strips.h"
#include "image/clean.h"
#include "image/framed_stamps.h"
#include "image/tangles.h"
#include "sample_images.h"

namespace sohoa::test {
namespace {

constexpr int kWidth = 1654;  // A4 at 200 dpi
constexpr int kHeight = 2339;
constexpr double kMillimetre = 200 / 25.4;

// The seal's middle and radius; the signer's title crosses it above, the name below.
constexpr double kSealX = 1000;
constexpr double kSealY = 1700;
constexpr double kRadius = 18 * kMillimetre;
constexpr PixelBox kTitle{900, 1562, 400, 26};
constexpr PixelBox kName{940, 1816, 360, 26};

void dot(const PageImage& page, double x, double y, int size, int level) {
  fill_box(page, {static_cast<int>(x) - size / 2, static_cast<int>(y) - size / 2, size, size},
           level, level, level);
}

void draw_ring(const PageImage& page, double radius, int stroke, int level) {
  for (double angle = 0; angle < 2 * std::numbers::pi; angle += 0.004) {
    dot(page, kSealX + radius * std::cos(angle), kSealY + radius * std::sin(angle), stroke, level);
  }
}

void draw_seal(const PageImage& page, int level) {
  draw_ring(page, kRadius, 6, level);
  draw_ring(page, kRadius - 9, 2, level);
  for (double angle = 0.1; angle < 6; angle += 0.25) {
    dot(page, kSealX + (kRadius - 28) * std::cos(angle), kSealY + (kRadius - 28) * std::sin(angle),
        12, level);
  }
}

// A wave from the title down to the name, and on to the right.
void draw_signature(const PageImage& page, int level) {
  for (double t = 0; t < 1; t += 0.0004) {
    dot(page, 1060 + 220 * t, 1700 + 130 * std::sin(t * 22) * (1 - 0.4 * t), 4, level);
  }
}

// Letters with a bow each, so that no stroke of them runs far in any direction.
void draw_letters(const PageImage& page, PixelBox box, int level) {
  for (int x = box.left; x + 16 <= box.right(); x += 24) {
    fill_box(page, {x, box.top, 4, box.height}, level, level, level);
    fill_box(page, {x + 12, box.top, 4, box.height}, level, level, level);
    fill_box(page, {x, box.top + box.height / 2, 16, 4}, level, level, level);
  }
}

PageImage letter(int depth) {
  PageImage page = blank_page(kWidth, kHeight, depth);
  page.set_dpi({200});
  for (int y = 200; y < 1500; y += 50) draw_letters(page, {200, y, 1250, 26}, 20);
  draw_letters(page, kTitle, 20);
  draw_letters(page, kName, 20);
  return page;
}

int black(const PageImage& page, PixelBox box) {
  int count = 0;
  for (int y = box.top; y < box.bottom(); ++y) {
    for (int x = box.left; x < box.right(); ++x) count += value_at(page, x, y) < 128 ? 1 : 0;
  }
  return count;
}

// Of the black pixels of `before`, the share that is still black.
double kept(const PageImage& before, const PageImage& after, PixelBox box) {
  int kept_count = 0;
  for (int y = box.top; y < box.bottom(); ++y) {
    for (int x = box.left; x < box.right(); ++x) {
      if (value_at(before, x, y) < 128 && value_at(after, x, y) < 128) ++kept_count;
    }
  }
  return static_cast<double>(kept_count) / std::max(1, black(before, box));
}

constexpr PixelBox kBetween{820, 1600, 480, 205};  // seal and signature, between the lines

TEST(Tangles, APaleSealIsGoneFromBothImagesAndThePrintUnderItStays) {
  const CleanPage plain = clean(letter(8), {});
  PageImage page = blank_page(kWidth, kHeight, 8);
  page.set_dpi({200});
  draw_seal(page, 120);
  for (int y = 200; y < 1500; y += 50) draw_letters(page, {200, y, 1250, 26}, 20);
  draw_letters(page, kTitle, 20);
  draw_letters(page, kName, 20);
  const CleanPage sealed = clean(page, {});
  for (const PixelBox& line : {kTitle, kName}) {
    EXPECT_GT(kept(plain.grey, sealed.grey, line), 0.95);
    EXPECT_GT(kept(plain.binary, sealed.binary, line), 0.95);
  }
  EXPECT_EQ(black(sealed.grey, kBetween), 0);
  EXPECT_EQ(black(sealed.binary, kBetween), 0);
}

TEST(Tangles, ABlackSealAndASignatureLeaveTheLinesOfPrintForLayout) {
  for (const int depth : {1, 8}) {
    const CleanPage plain = clean(letter(depth), {});
    const PageImage page = letter(depth);
    draw_seal(page, 20);
    draw_signature(page, 20);
    const CleanPage signed_page = clean(page, {});
    for (const PixelBox& line : {kTitle, kName}) {
      EXPECT_GT(kept(plain.binary, signed_page.binary, line), 0.75) << "depth " << depth;
    }
    EXPECT_LT(black(signed_page.binary, kBetween), black(page, kBetween) / 20) << "depth " << depth;
  }
}

// Given with the cleaned page, since print under them is hurt.
TEST(Tangles, APageSaysWhereItsGreyAndBlackSealsAreHoweverItIsTurned) {
  for (const int level : {20, 120}) {
    const PageImage page = letter(8);
    EXPECT_TRUE(clean(page, {}).seals.empty());
    draw_seal(page, level);
    const CleanPage sealed = clean(page, {});
    ASSERT_EQ(sealed.seals.size(), 1U);
    const PixelBox seal = sealed.seals[0];
    const double scale = sealed.transform.scale;
    EXPECT_NEAR(seal.left + seal.width / 2.0, kSealX * scale, 10);
    EXPECT_NEAR(seal.top + seal.height / 2.0, kSealY * scale, 10);
    EXPECT_NEAR(seal.width, 2 * kRadius * scale, 20);
    const PixelBox on_its_head = turned(sealed, 2).seals.at(0);
    EXPECT_EQ(on_its_head.left, sealed.grey.width() - seal.right());
    EXPECT_EQ(on_its_head.top, sealed.grey.height() - seal.bottom());
    EXPECT_EQ(turned(sealed, 1).seals.at(0).top, seal.left);
    EXPECT_EQ(without_tables(sealed).seals, sealed.seals);
    EXPECT_EQ(without_framed_stamps(sealed).seals, sealed.seals);
  }
}

TEST(Tangles, ASignatureStaysInTheImageThatIsRead) {
  const PageImage page = letter(8);
  draw_signature(page, 20);
  const CleanPage cleaned = clean(page, {});
  EXPECT_GT(kept(page, cleaned.grey, kBetween), 0.9);
  EXPECT_EQ(black(cleaned.binary, kBetween), 0);
}

TEST(Tangles, TablesAndPicturesAreNotTouched) {
  for (const int depth : {1, 8}) {
    const PageImage page = letter(depth);
    for (int y = 1550; y <= 1950; y += 80) fill_box(page, {200, y, 1250, 3}, 20, 20, 20);
    for (int x = 200; x <= 1450; x += 250) fill_box(page, {x, 1550, 3, 403}, 20, 20, 20);
    fill_box(page, {300, 2000, 300, 250}, 20, 20, 20);
    Raster grey = to_raster(page);
    PageImage binary = to_binary_image(grey, 128);
    EXPECT_TRUE(remove_tangles(binary, grey, 128, 200, depth).empty());
    EXPECT_GT(kept(page, binary, {190, 1540, 1270, 420}), 0.97) << "depth " << depth;
    EXPECT_GT(kept(page, binary, {300, 2000, 300, 250}), 0.97) << "depth " << depth;
  }
}

TEST(Tangles, AFormWithoutSealOrSignatureReadsAsItLies) {
  const PageImage page = letter(1);
  const CleanPage cleaned = clean(page, {});
  EXPECT_EQ(black(cleaned.binary, {0, 0, kWidth, kHeight}), black(page, {0, 0, kWidth, kHeight}));
}

}  // namespace
}  // namespace sohoa::test
