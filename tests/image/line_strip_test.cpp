#include "image/line_strip.h"

#include <allheaders.h>
#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace sohoa {
namespace {

// 8 bits, white, with black boxes.
PageImage page_with(const std::vector<PixelBox>& boxes) {
  PixPtr pix(pixCreate(200, 100, 8));
  pixSetAll(pix.get());
  for (const PixelBox& box : boxes)
    pixRasterop(pix.get(), box.left, box.top, box.width, box.height, PIX_CLR, nullptr, 0, 0);
  return PageImage(std::move(pix));
}

unsigned grey_at(const PageImage& image, int x, int y) {
  l_uint32 value = 0;
  pixGetPixel(image.pix(), x, y, &value);
  return value;
}

const PixelBox kDescender = {60, 20, 6, 20}, kMark = {80, 32, 8, 8}, kLetter = {60, 45, 40, 30};

TEST(LineStrip, HoldsTheLineAndItsMarksAndNothingElseAboveIt) {
  const PageImage page = page_with({kDescender, kMark, kLetter});
  const PixelBox area = {50, 25, 60, 55};
  const PageImage strip = line_strip(page, area, 42, {kMark});
  ASSERT_EQ(strip.width(), 60);
  ASSERT_EQ(strip.height(), 55);
  EXPECT_EQ(grey_at(strip, kDescender.left - area.left, 10), 255U);
  EXPECT_EQ(grey_at(strip, kMark.left + 4 - area.left, kMark.top + 4 - area.top), 0U);
  EXPECT_EQ(grey_at(strip, kLetter.left + 4 - area.left, kLetter.top + 4 - area.top), 0U);
  EXPECT_EQ(grey_at(page, kDescender.left, 35), 0U) << "the page itself stays as it is";
}

TEST(LineStrip, IsCutAtTheEdgesOfThePage) {
  const PageImage page = page_with({kLetter});
  const PageImage strip = line_strip(page, {-10, 40, 400, 400}, 40, {});
  EXPECT_EQ(strip.width(), 200);
  EXPECT_EQ(strip.height(), 60);
  EXPECT_TRUE(line_strip(page, {300, 10, 20, 20}, 0, {}).empty());
  EXPECT_TRUE(line_strip({}, {0, 0, 20, 20}, 0, {}).empty());
}

TEST(LineStrip, OfABilevelPageIsWhiteWhereItIsEmpty) {
  const PageImage page = page_with({kDescender, kLetter});
  const PageImage binary(PixPtr(pixThresholdToBinary(page.pix(), 128)));
  const PageImage strip = line_strip(binary, {50, 25, 60, 55}, 42, {});
  EXPECT_EQ(grey_at(strip, kDescender.left - 50, 5), 0U);
  EXPECT_EQ(grey_at(strip, kLetter.left + 4 - 50, kLetter.top + 4 - 25), 1U);
}

}  // namespace
}  // namespace sohoa
