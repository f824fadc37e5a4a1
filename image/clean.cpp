#include "image/clean.h"

#include <allheaders.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "image/borders.h"
#include "image/crowds.h"
#include "image/ink_colour.h"
#include "image/letters.h"
#include "image/page_transform.h"
#include "image/paper.h"
#include "image/raster.h"
#include "image/rules.h"
#include "image/skew.h"
#include "image/stored_image.h"
#include "image/tangles.h"

namespace sohoa {
namespace {

constexpr int kSmallSide = 850;  // pixels: an A4 page at about 100 dpi
constexpr double kA4Inches = 8.27;

struct Inks {
  Raster grey;
  Raster coloured;
  double coloured_share = 0;
};

Inks take_inks(const PageImage& page, const CleanOptions& options) {
  Inks inks;
  if (page.depth() == 1) {
    inks.grey = to_raster(page);
    return inks;
  }
  const PaperMap paper = find_paper(page);
  if (page.depth() == 8) {
    inks.grey = to_raster(page);
    if (options.even_background) inks.grey = even_light(inks.grey, paper);
    return inks;
  }
  SeparatedInk separated = separate_ink(page, paper, options.remove_colour);
  inks.grey = std::move(separated.grey);
  inks.coloured = std::move(separated.coloured);
  inks.coloured_share = separated.share;
  return inks;
}

// N. Otsu's threshold (IEEE Trans. SMC 9, 1979), kept between what is surely ink
// and what may be show-through.
int ink_threshold(const Raster& grey) {
  std::array<double, 256> histogram{};
  for (const unsigned char value : grey.data) ++histogram[value];
  double total = 0;
  double weighted = 0;
  for (int i = 0; i < 256; ++i) {
    total += histogram[static_cast<std::size_t>(i)];
    weighted += i * histogram[static_cast<std::size_t>(i)];
  }
  double below = 0;
  double below_weighted = 0;
  double best = -1;
  int threshold = 0;
  for (int i = 0; i < 255; ++i) {
    below += histogram[static_cast<std::size_t>(i)];
    below_weighted += i * histogram[static_cast<std::size_t>(i)];
    if (below == 0 || below == total) continue;
    const double difference =
        below_weighted / below - (weighted - below_weighted) / (total - below);
    const double between = below * (total - below) * difference * difference;
    if (between > best) {
      best = between;
      threshold = i + 1;
    }
  }
  constexpr int kSurelyInk = 110;
  constexpr int kShowThrough = 185;
  return std::clamp(threshold, kSurelyInk, kShowThrough);
}

// What the file says where that gives a sheet between a postcard and A3, else as
// if the sheet were A4: many files say 72 whatever they were scanned with.
double assumed_dpi(const PageImage& page) {
  const int shorter = std::min(page.width(), page.height());
  const double said = page.dpi().value;
  const double inches = said > 0 ? shorter / said : 0;
  return inches >= 3 && inches <= 12 ? said : shorter / kA4Inches;
}

// Tesseract's lines are read at 36 pixels height; layout wants letters of 20 to
// 40 pixels. Halving and doubling keep strokes sharp; other factors do not.
double choose_scale(double letter_height, double dpi) {
  constexpr double kTooSmall = 13;     // median letter, about 13 point text at 160 dpi
  constexpr double kTooLarge = 52;     // the same at 600 dpi
  constexpr double kFineEnough = 220;  // dpi: what is small here are specks, not letters
  const double height = letter_height > 0 ? letter_height : 0.082 * dpi;
  if (height < kTooSmall && dpi < kFineEnough) return 2;
  return height > kTooLarge ? 0.5 : 1;
}

Raster fit(const Raster& raster, Degrees turn, double scale) {
  if (raster.empty()) return {};
  const bool halve = scale == 0.5;
  const double rest = halve ? 1 : scale;
  if (turn.value == 0 && rest == 1) return halve ? reduce(raster, 2) : raster;
  return level(halve ? reduce(raster, 2) : raster, turn, rest);
}

// Degrees that may stay. Resampling a bilevel page costs more than so small a tilt:
// of ten bilevel pages tilted by 0.08 to 0.17 degrees, levelling made six read worse
// (one word in 17 wrong instead of one in 20).
double level_enough(int depth) {
  return depth == 1 ? 0.2 : 0.08;
}

// What a look at the small page finds out.
struct Look {
  SkewFinding skew;
  Letters letters;
};

Look look_at(Raster& grey, double dpi, bool find_angle) {
  constexpr int kInk = 180;  // reduced strokes are paler than full ones
  const int factor = std::max(
      1, static_cast<int>(std::lround(std::min(grey.width, grey.height) / double{kSmallSide})));
  Raster small = reduce(grey, factor);
  const Raster borders = find_dark_borders(small, 128);
  fill_with_paper(small, borders, 1);
  fill_with_paper(grey, borders, factor);
  Look look;
  if (find_angle) look.skew = find_skew(small, kInk);
  look.letters = measure_letters(small, kInk, dpi / factor);
  look.letters.height *= factor;
  return look;
}

bool is_blank(const Letters& letters, double coloured_share) {
  constexpr int kSpecks = 2;
  constexpr double kStamp = 3e-4;
  return letters.marks <= kSpecks && letters.ink < 0.002 && coloured_share < kStamp;
}

}  // namespace

CleanPage clean(const PageImage& page, const CleanOptions& options) {
  if (page.empty() || page.width() < 1 || page.height() < 1) {
    image_failed(Reason::unreadable_image, "the page image is empty");
  }
  if (page.depth() != 1 && page.depth() != 8 && page.depth() != 32) {
    image_failed(Reason::unreadable_image, "a page image has 1, 8 or 32 bits a pixel");
  }
  CleanPage out;
  out.transform.width = page.width();
  out.transform.height = page.height();

  Inks inks = take_inks(page, options);
  const double dpi = assumed_dpi(page);
  const Look look = look_at(inks.grey, dpi, options.deskew);

  const int turns = look.skew.lines_vertical ? 1 : 0;
  inks.grey = quarter_turned(inks.grey, turns);
  inks.coloured = quarter_turned(inks.coloured, turns);

  const bool tilted = std::abs(look.skew.angle.value) >= level_enough(page.depth());
  out.transform.quarter_turns = turns;
  out.transform.skew.value = tilted ? -look.skew.angle.value : 0;
  out.transform.scale = choose_scale(look.letters.height, dpi);
  Raster grey = fit(inks.grey, out.transform.skew, out.transform.scale);
  // Scanner and JPEG noise; a wider filter would take the marks of Vietnamese letters.
  if (page.depth() != 1) grey = median3(grey);
  const Raster coloured = fit(inks.coloured, out.transform.skew, out.transform.scale);

  const int threshold = ink_threshold(grey);
  out.binary = to_binary_image(grey, threshold);
  remove_tangles(out.binary, grey, threshold, dpi * out.transform.scale, page.depth());
  thin_crowds(out.binary, dpi * out.transform.scale);
  out.tables = take_rules(out.binary, grey, dpi * out.transform.scale);
  out.grey = to_grey_image(grey);
  if (!coloured.empty()) out.coloured = to_grey_image(coloured);
  for (PageImage* image : {&out.grey, &out.binary, &out.coloured}) {
    image->set_dpi({dpi * out.transform.scale});
  }

  out.quality.dpi = page.dpi();
  out.quality.ink = look.letters.ink;
  out.quality.coloured_ink = inks.coloured_share;
  out.quality.skew = look.skew.angle;
  out.quality.blank = is_blank(look.letters, inks.coloured_share);
  return out;
}

CleanPage turned(const CleanPage& page, int quarter_turns) {
  const int turns = ((quarter_turns % 4) + 4) % 4;
  const auto turn = [turns](const PageImage& image) {
    if (image.empty()) return PageImage();
    PageImage out(
        PixPtr(turns == 0 ? pixCopy(nullptr, image.pix()) : pixRotateOrth(image.pix(), turns)));
    out.set_dpi(image.dpi());
    return out;
  };
  CleanPage out;
  out.binary = turn(page.binary);
  out.grey = turn(page.grey);
  out.coloured = turn(page.coloured);
  out.tables = turned(page.tables, turns, page.grey.width(), page.grey.height());
  out.quality = page.quality;
  out.transform = page.transform;
  // Turns about one centre commute, so the skew stays as it is.
  out.transform.quarter_turns = (page.transform.quarter_turns + turns) % 4;
  return out;
}

}  // namespace sohoa
