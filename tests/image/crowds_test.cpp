// The image for layout holds no more strokes than layout can bear.
#include "image/crowds.h"

#include <allheaders.h>
#include <gtest/gtest.h>

#include <random>

#include "sample_images.h"

namespace sohoa::test {
namespace {

constexpr int kWidth = 2480;  // A4 at 300 dpi
constexpr int kHeight = 3508;
constexpr double kDpi = 300;

// The same numbers every time.
class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  int below(int count) { return static_cast<int>(engine_() % static_cast<unsigned>(count)); }

 private:
  std::minstd_rand engine_;
};

int strokes(const PageImage& page) {
  l_int32 count = 0;
  pixCountConnComp(page.pix(), 8, &count);
  return count;
}

int black(const PageImage& page) {
  l_int32 count = 0;
  pixCountPixels(page.pix(), &count, nullptr);
  return count;
}

PageImage empty_page() {
  return PageImage(PixPtr(pixCreate(kWidth, kHeight, 1)));
}

void ink(const PageImage& page, int x, int y, int width, int height) {
  pixRasterop(page.pix(), x, y, width, height, PIX_SET, nullptr, 0, 0);
}

// Lines of letters of three sizes with dots, as many as a full page has.
void print(const PageImage& page, int height, int leading) {
  int letter = 0;
  for (int y = 300; y < 3200; y += leading)
    for (int x = 300; x < 2200; x += height * 3 / 4, ++letter) {
      const int tall = letter % 3 == 0 ? height * 4 / 3 : height;
      ink(page, x, y + height - tall, letter % 4 == 0 ? height / 6 : height / 2, tall);
      if (letter % 5 == 0) ink(page, x, y + height + 4, 7, 7);
    }
}

TEST(Crowds, APageOfPrintStaysAsItIs) {
  PageImage page = empty_page();
  print(page, 30, 70);
  const int before = black(page);
  thin_crowds(page, kDpi);
  EXPECT_EQ(black(page), before);
}

TEST(Crowds, PrintSurvivesTensOfThousandsOfSpecks) {
  PageImage clean = empty_page();
  print(clean, 30, 70);
  PageImage page(PixPtr(pixCopy(nullptr, clean.pix())));
  Dice random(3);
  for (int i = 0; i < 60000; ++i)
    ink(page, random.below(kWidth), random.below(kHeight), 1 + random.below(3),
        1 + random.below(3));
  thin_crowds(page, kDpi);
  EXPECT_LE(strokes(page), kMostStrokes);
  const PixPtr kept(pixAnd(nullptr, page.pix(), clean.pix()));
  l_int32 count = 0;
  pixCountPixels(kept.get(), &count, nullptr);
  EXPECT_GT(count, black(clean) * 95 / 100);
}

TEST(Crowds, TheScreenOfAPrintedPictureGoesAndPrintBesideItStays) {
  PageImage page = empty_page();
  print(page, 30, 70);
  pixRasterop(page.pix(), 280, 980, 1960, 1450, PIX_CLR, nullptr, 0, 0);
  for (int y = 1000; y < 2400; y += 14)
    for (int x = 300; x < 2200; x += 14) ink(page, x, y, 9, 9);
  thin_crowds(page, kDpi);
  int in_picture = 0;
  for (int y = 1100; y < 2300; ++y)
    for (int x = 400; x < 2100; x += 3) in_picture += value_at(page, x, y) < 128 ? 1 : 0;
  EXPECT_LT(in_picture, 2000);
  EXPECT_EQ(value_at(page, 302, 315), 0);
}

TEST(Crowds, NoPageKeepsMoreStrokesThanTheMost) {
  Dice random(5);
  for (const int most : {2, 6, 12, 24}) {
    PageImage page = empty_page();
    for (int i = 0; i < 100000; ++i)
      ink(page, random.below(kWidth), random.below(kHeight), 1 + random.below(most),
          1 + random.below(most));
    thin_crowds(page, kDpi);
    EXPECT_LE(strokes(page), kMostStrokes) << "strokes of up to " << most << " pixels";
  }
}

TEST(Crowds, ALargeDarkPictureGoes) {
  PageImage page = empty_page();
  print(page, 30, 70);
  const int print_only = black(page);
  for (int y = 1000; y < 2400; ++y)
    for (int x = 300; x < 2200; ++x)
      if ((x * 7 + y * 13) % 5 != 0) ink(page, x, y, 1, 1);
  thin_crowds(page, kDpi);
  EXPECT_LT(black(page), print_only);
}

}  // namespace
}  // namespace sohoa::test
