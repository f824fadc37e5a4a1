#include "image/page_bend.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <string>

#include "image/clean.h"
#include "sample_images.h"

namespace sohoa::test {
namespace {

constexpr int kWidth = 1654;  // A4 at 200 dpi
constexpr int kHeight = 2339;
constexpr int kLetter = kWidth / 100;  // height of the letters of text_page()

// How far below its place a point of the flat page shows; u and v run from -1 to 1.
using Bend = std::function<double(double u, double v)>;

struct Named {
  std::string name;
  Bend bend;
};

// Depths in pixels at 200 dpi.
std::vector<Named> bends(double depth) {
  return {{"bulge", [=](double u, double) { return depth * u * u; }},
          {"hollow", [=](double u, double) { return -depth * u * u; }},
          {"bound volume", [=](double u, double) { return 2 * depth * std::exp(-4 * (u + 1)); }},
          {"wave", [=](double u, double) { return depth * std::sin(std::numbers::pi * u) / 2; }},
          {"cone", [=](double u, double v) { return depth * u * u * (1 + v) / 2; }},
          {"fan", [=](double u, double v) { return depth * u * v; }}};
}

double fall(const Bend& bend, double x, double y) {
  return bend(2 * x / kWidth - 1, 2 * y / kHeight - 1);
}

PageImage bent(const PageImage& flat, const Bend& bend) {
  PageImage page = blank_page(flat.width(), flat.height(), 8);
  for (int y = 0; y < flat.height(); ++y)
    for (int x = 0; x < flat.width(); ++x) {
      const double from = y - fall(bend, x, y);
      const int above = std::clamp(static_cast<int>(std::floor(from)), 0, kHeight - 2);
      const double part = std::clamp(from - above, 0.0, 1.0);
      const double value =
          value_at(flat, x, above) * (1 - part) + value_at(flat, x, above + 1) * part;
      const int grey = static_cast<int>(std::lround(value));
      fill_box(page, {x, y, 1, 1}, grey, grey, grey);
    }
  return page;
}

// The height on the flat page that shows at a point of the cleaned page.
double flat_height(const CleanPage& page, const Bend& bend, PointF cleaned) {
  const PointF given = to_page(page.transform, cleaned);
  return given.y - fall(bend, given.x, given.y);
}

// The most that one straight line of the cleaned page rises and falls on the flat page.
double unevenness(const CleanPage& page, const Bend& bend) {
  double most = 0;
  const double width = page.grey.width();
  for (double y = 0.12; y <= 0.88; y += 0.04) {
    double least = 1e9;
    double largest = -1e9;
    for (double x = 0.14; x <= 0.86; x += 0.02) {
      const double height = flat_height(page, bend, {x * width, y * page.grey.height()});
      least = std::min(least, height);
      largest = std::max(largest, height);
    }
    most = std::max(most, largest - least);
  }
  return most;
}

TEST(PageBend, LinesOfABentPageAreStraightened) {
  const PageImage flat = text_page(kWidth, kHeight, 8);
  for (const double depth : {14.0, 50.0})
    for (const Named& named : bends(depth)) {
      const CleanPage page = clean(bent(flat, named.bend), {});
      EXPECT_FALSE(page.transform.bend.is_flat()) << named.name << ' ' << depth;
      EXPECT_LE(unevenness(page, named.bend), 0.25 * kLetter) << named.name << ' ' << depth;
    }
}

TEST(PageBend, OfATiltedPageIsFoundToo) {
  const PageImage flat = text_page(kWidth, kHeight, 8);
  const Bend bulge = bends(30).front().bend;
  const PageImage given = bent(flat, bulge);
  const CleanPage upright = clean(given, {});
  const CleanPage tilted = clean(rotated(given, 4), {});
  EXPECT_FALSE(tilted.transform.bend.is_flat());
  const PageBend& one = upright.transform.bend;
  const PageBend& other = tilted.transform.bend;
  for (const double x : {-500.0, 0.0, 500.0}) {
    const PointF at{x, 100};
    EXPECT_NEAR(other.at(at) - other.at({0, 100}), one.at(at) - one.at({0, 100}), 3);
  }
}

TEST(PageBend, OfAPageOnItsSideIsFoundAsOnTheUprightPage) {
  CleanOptions as_it_lies;
  as_it_lies.deskew = false;
  const PageImage given = bent(text_page(kWidth, kHeight, 8), bends(14).front().bend);
  const PageBend upright = clean(given, {}).transform.bend;
  ASSERT_FALSE(upright.is_flat());
  const CleanPage on_side = clean(turned(clean(given, as_it_lies), 3).grey, {});
  EXPECT_EQ(on_side.transform.quarter_turns, 1);
  for (const double x : {-500.0, 0.0, 500.0})
    EXPECT_NEAR(on_side.transform.bend.at({x, 100}), upright.at({x, 100}), 1);
}

// As text_page(), but no letter of a line stands over one of the next: seen from the side, the
// regular steps of text_page() are lines too.
PageImage page_of_uneven_letters() {
  PageImage page = blank_page(kWidth, kHeight, 8);
  unsigned state = 11;
  const auto random = [&state](int below) {
    state = state * 1103515245 + 12345;
    return static_cast<int>(state >> 16) % below;
  };
  for (int y = kHeight / 10; y < kHeight * 9 / 10; y += kLetter * 5 / 2)
    for (int x = kWidth / 8 + random(kLetter); x < kWidth * 7 / 8; x += kLetter + random(kLetter)) {
      const int width = kLetter / 2 + random(kLetter / 2);
      const int rise = random(3) == 0 ? kLetter / 2 : 0;
      fill_box(page, {x, y - rise, width / 3, kLetter + rise}, 20, 20, 20);
      fill_box(page, {x, y + kLetter - kLetter / 4, width, kLetter / 4}, 20, 20, 20);
    }
  return page;
}

TEST(PageBend, OfAPageOnItsSideIsFoundHoweverDeepItIs) {
  CleanOptions as_it_lies;
  as_it_lies.deskew = false;
  for (const Named& named : bends(90)) {
    const PageImage given = bent(page_of_uneven_letters(), named.bend);
    const CleanPage on_side = clean(turned(clean(given, as_it_lies), 3).grey, {});
    EXPECT_EQ(on_side.transform.quarter_turns, 1) << named.name;
    EXPECT_FALSE(on_side.transform.bend.is_flat()) << named.name;
  }
}

TEST(PageBend, APointOfTheStraightenedPageIsFoundOnTheGivenPageHoweverThatIsTurned) {
  const PageImage given = bent(text_page(kWidth, kHeight, 8), bends(40).front().bend);
  const CleanPage page = clean(given, {});
  ASSERT_FALSE(page.transform.bend.is_flat());
  for (int turns = 0; turns <= 3; ++turns) {
    const CleanPage other = turned(page, turns);
    double difference = 0;
    int count = 0;
    for (int y = 200; y < other.grey.height() - 200; y += 7)
      for (int x = 200; x < other.grey.width() - 200; x += 11) {
        const PointF there = to_page(other.transform, PointF{x + 0.5, y + 0.5});
        difference +=
            std::abs(value_at(given, static_cast<int>(there.x), static_cast<int>(there.y)) -
                     value_at(other.grey, x, y));
        ++count;
      }
    // Half a pixel of shift would make it 20.
    EXPECT_LE(difference / count, 10) << turns;
  }
}

TEST(PageBend, ABoxOfTheStraightenedPageCoversItsPlaceOnTheGivenPage) {
  PageTransform transform;
  transform.width = 1000;
  transform.height = 1000;
  transform.bend.reach = {500, 500};
  transform.bend.terms[2] = 20;  // 20 (3 u^2 - 1) / 2: ends 30 below the middle
  const PixelBox line = to_page(transform, PixelBox{0, 500, 1000, 10});
  EXPECT_EQ(line, (PixelBox{0, 490, 1000, 40}));
  const PixelBox word = to_page(transform, PixelBox{480, 500, 40, 10});
  EXPECT_EQ(word, (PixelBox{480, 490, 40, 11}));
}

TEST(PageBend, PagesThatAreFlatStayAsTheyAre) {
  PageImage ruled = text_page(kWidth, kHeight, 8);
  for (int y = 400; y <= 1600; y += 80) fill_box(ruled, {200, y, 1250, 3}, 0, 0, 0);
  for (int x = 200; x <= 1450; x += 250) fill_box(ruled, {x, 400, 3, 1203}, 0, 0, 0);
  PageImage few = text_page(kWidth, kHeight, 8);
  fill_box(few, {0, 0, kWidth, 1900}, 255, 255, 255);
  for (const int depth : {1, 8})
    for (const double angle : {0.0, 0.3, -7.0})
      EXPECT_TRUE(
          clean(rotated(text_page(kWidth, kHeight, depth), angle), {}).transform.bend.is_flat())
          << depth << ' ' << angle;
  EXPECT_TRUE(clean(ruled, {}).transform.bend.is_flat());
  EXPECT_TRUE(clean(bent(few, bends(30).front().bend), {}).transform.bend.is_flat());
}

TEST(PageBend, SpecksWithoutLinesBendNothing) {
  for (const int depth : {1, 8}) {
    PageImage page = blank_page(kWidth, kHeight, depth);
    unsigned state = 5;
    for (int i = 0; i < 20000; ++i) {
      state = state * 1103515245 + 12345;
      const int x = static_cast<int>(state >> 8) % kWidth;
      state = state * 1103515245 + 12345;
      const int y = static_cast<int>(state >> 8) % kHeight;
      fill_box(page, {x, y, 8, 8}, 0, 0, 0);
    }
    EXPECT_TRUE(clean(page, {}).transform.bend.is_flat());
  }
}

}  // namespace
}  // namespace sohoa::test
