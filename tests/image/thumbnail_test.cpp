#include "image/thumbnail.h"

#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

namespace sohoa {
namespace {

PageImage page(int width, int height, int depth) {
  PixPtr pix(pixCreate(width, height, depth));
  if (depth != 1) pixSetAll(pix.get());
  pixRasterop(pix.get(), width / 4, height / 4, width / 2, height / 2, PIX_NOT(PIX_DST), nullptr, 0,
              0);
  return PageImage(std::move(pix));
}

PixPtr decoded(const std::string& jpeg) {
  return PixPtr(pixReadMem(reinterpret_cast<const l_uint8*>(jpeg.data()), jpeg.size()));
}

class ThumbnailOf : public testing::TestWithParam<int> {};

TEST_P(ThumbnailOf, APageIsSmallAndShowsIt) {
  const std::string jpeg = thumbnail_jpeg(page(2480, 3508, GetParam()), 240);
  EXPECT_LT(jpeg.size(), 20'000U);
  const PixPtr small = decoded(jpeg);
  ASSERT_TRUE(small);
  EXPECT_NEAR(pixGetWidth(small.get()), 240, 1);
  EXPECT_NEAR(pixGetHeight(small.get()), 340, 2);
  const PixPtr grey(pixConvertTo8(small.get(), 0));
  l_uint32 middle = 0;
  l_uint32 corner = 0;
  pixGetPixel(grey.get(), 120, 170, &middle);
  pixGetPixel(grey.get(), 10, 10, &corner);
  EXPECT_LT(middle, 60U);
  EXPECT_GT(corner, 200U);
}

INSTANTIATE_TEST_SUITE_P(Depths, ThumbnailOf, testing::Values(1, 8, 32));

TEST(Thumbnail, OfASmallPageIsNotLargerThanThePage) {
  EXPECT_EQ(pixGetWidth(decoded(thumbnail_jpeg(page(100, 50, 8), 240)).get()), 100);
}

}  // namespace
}  // namespace sohoa
