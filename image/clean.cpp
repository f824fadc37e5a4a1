#include "image/clean.h"

#include <allheaders.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "image/borders.h"
#include "image/crowds.h"
#include "image/find_bend.h"
#include "image/ink_colour.h"
#include "image/letters.h"
#include "image/page_transform.h"
#include "image/paper.h"
#include "image/raster.h"
#include "image/rules.h"
#include "image/scan_measures.h"
#include "image/skew.h"
#include "image/stored_image.h"
#include "image/tangles.h"
#include "image/turn.h"

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
// and what may be show-through. On a `pale` page there is nothing darker than that.
int ink_threshold(const Raster& grey, bool pale) {
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
  constexpr int kPale = 220;
  return std::clamp(threshold, kSurelyInk, pale ? kPale : kShowThrough);
}

// What the file says where that gives a sheet between a postcard and A3, else as
// if the sheet were A4: many files say 72 whatever they were scanned with.
double assumed_dpi(const PageImage& page) {
  const int shorter = std::min(page.width(), page.height());
  const double said = page.dpi().value;
  const double inches = said > 0 ? shorter / said : 0;
  return inches >= 3 && inches <= 12 ? said : shorter / kA4Inches;
}

// Of the median letter, in pixels; of the usual one where there are too few to tell.
double letter_height(const Letters& letters, double dpi) {
  return letters.height > 0 ? letters.height : 0.082 * dpi;
}

// A median of 3 x 3 takes scanner and JPEG noise (a wider one would take the marks of Vietnamese
// letters), and with it every stroke of one pixel: the slashes and thin stems of small print. Of
// 24 letters in 10 to 14 point print at 150 to 300 dpi, grey, 249 words were wrong with it and 156
// without, however much noise was added (8,169 words); on 16 made letters at 300 dpi that were
// worn out most, 1.6 % of words with it and 1.9 % without.
bool wants_smoothing(const PageImage& page, double height, double scale) {
  constexpr double kSturdy = 25;  // pixels, median letter
  constexpr double kDoubled = 2;  // there no stroke is left that has one pixel only
  return page.depth() != 1 && (height * scale >= kSturdy || scale >= kDoubled);
}

// By letters, not by dpi. Made letters read at 1, 1.5 and 2 times their size (percent of
// characters wrong, clean and stained): 130 dpi, letters of 13 pixels: 4.6 0.6 0.6, 2.2 0.8
// 0.7; 150 dpi, 14 pixels: 0.9 0.5 0.5, 1.1 0.6 0.7; 200 dpi, 20 pixels: 0.8 1.6 0.8, 0.7
// 0.8 0.7. Larger costs time: 1.5 times 20 %, 2 times 40 %.
double choose_scale(double height, double dpi) {
  constexpr double kTiny = 13;         // pixels, median letter
  constexpr double kSmall = 17;        // about 13 point text at 170 dpi
  constexpr double kTooLarge = 52;     // the same at 500 dpi
  constexpr double kFineEnough = 220;  // dpi: what is tiny here are specks, not letters
  constexpr double kFine = 185;        // dpi: what is small here is a page in small type
  if (height < kTiny && dpi < kFineEnough) return 2;
  if (height < kSmall && dpi < kFine) return 1.5;
  return height > kTooLarge ? 0.5 : 1;
}

Raster fit(const Raster& raster, const PageTransform& t) {
  if (raster.empty()) return {};
  const bool halve = t.scale == 0.5;
  const bool keep = t.skew.value == 0 && t.bend.is_flat();
  if (halve) {
    const Raster half = reduce(raster, 2);
    return keep ? half : level(half, t.skew, scaled(t.bend, 0.5), 1);
  }
  return keep && t.scale == 1 ? raster : level(raster, t.skew, t.bend, t.scale);
}

// Degrees that may stay. Resampling a bilevel page costs more than so small a tilt:
// of ten bilevel pages tilted by 0.08 to 0.17 degrees, levelling made six read worse
// (one word in 17 wrong instead of one in 20).
double level_enough(int depth) {
  return depth == 1 ? 0.2 : 0.08;
}

// Of the same kind, as a share of a letter's height: how far the middle of a line may hang. With
// 0.5 bilevel pages bent by about as much lost words (0.80 % of 120 pages, with 0.33 0.45 %, with
// 0.22 0.41 %).
constexpr double kStraightEnough = 0.33;

// What a look at the small page finds out.
struct Look {
  SkewFinding skew;
  PageBend bend;      // in pixels of the page, levelled
  Letters letters;    // boxes in pixels of the small page, height in those of the page
  bool pale = false;  // all writing is hardly darker than paper
  int factor = 1;
  int small_width = 0;
  int small_height = 0;
};

Look look_at(Raster& grey, double dpi, int depth, bool find_angle) {
  constexpr int kInk = 180;      // reduced strokes are paler than full ones
  constexpr int kPaleInk = 205;  // darker than all show-through but of thin paper
  constexpr int kFewMarks = 10;
  constexpr int kManyLetters = 150;  // some lines of them
  const int factor = std::max(
      1, static_cast<int>(std::lround(std::min(grey.width, grey.height) / double{kSmallSide})));
  Raster small = reduce(grey, factor);
  const Raster borders = find_dark_borders(small, 128);
  fill_with_paper(small, borders, 1);
  fill_with_paper(grey, borders, factor);
  Look look;
  look.factor = factor;
  look.small_width = small.width;
  look.small_height = small.height;
  look.letters = measure_letters(small, kInk, dpi / factor);
  if (look.letters.marks < kFewMarks) {
    Letters pale = measure_letters(small, kPaleInk, dpi / factor);
    look.pale = pale.count >= kManyLetters;
    if (look.pale) look.letters = std::move(pale);
  }
  if (find_angle) {
    const int threshold = look.pale ? kPaleInk : kInk;
    look.skew = find_skew(small, threshold);
    if (!look.skew.sure) look.skew.lines_vertical = curves_run_down(small, threshold);
    SkewFinding levelled = look.skew;
    if (std::abs(levelled.angle.value) < level_enough(depth)) levelled.angle.value = 0;
    look.bend = scaled(find_bend(small, threshold, levelled, kStraightEnough * look.letters.height),
                       factor);
  }
  look.letters.height *= factor;
  return look;
}

// At 1 and more there is more on the page than specks.
double evidence_of_content(const Letters& letters, double coloured_share) {
  constexpr double kMarks = 3;
  constexpr double kInk = 0.002;
  constexpr double kStamp = 3e-4;
  return std::max({letters.marks / kMarks, letters.ink / kInk, coloured_share / kStamp});
}

PageQuality quality_of(const PageImage& page, const Inks& inks, const Look& look) {
  PageQuality quality;
  quality.dpi = page.dpi();
  quality.ink = look.letters.ink;
  quality.coloured_ink = inks.coloured_share;
  quality.skew = look.skew.angle;
  const double evidence = evidence_of_content(look.letters, inks.coloured_share);
  quality.blank = evidence < 1;
  quality.blank_confidence = blank_confidence(evidence);
  measure_scan({&inks.grey, &inks.coloured, &look.letters, look.small_width, look.small_height,
                look.factor, page.depth()},
               quality);
  return quality;
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
  const Look look = look_at(inks.grey, dpi, page.depth(), options.deskew);
  out.quality = quality_of(page, inks, look);

  const int turns = look.skew.lines_vertical ? 1 : 0;
  inks.grey = quarter_turned(inks.grey, turns);
  inks.coloured = quarter_turned(inks.coloured, turns);

  const bool tilted = std::abs(look.skew.angle.value) >= level_enough(page.depth());
  out.transform.quarter_turns = turns;
  out.transform.skew.value = tilted ? -look.skew.angle.value : 0;
  out.transform.bend = look.bend;
  out.transform.bend_turns = turns;
  const double height = letter_height(look.letters, dpi);
  out.transform.scale = choose_scale(height, dpi);
  Raster grey = fit(inks.grey, out.transform);
  if (wants_smoothing(page, height, out.transform.scale)) grey = median3(grey);
  const Raster coloured = fit(inks.coloured, out.transform);

  const int threshold = ink_threshold(grey, look.pale);
  out.binary = to_binary_image(grey, threshold);
  out.seals = remove_tangles(out.binary, grey, threshold, dpi * out.transform.scale, page.depth());
  thin_crowds(out.binary, dpi * out.transform.scale);
  out.tables = take_rules(out.binary, grey, dpi * out.transform.scale);
  if (!options.tables) out.tables.clear();
  out.grey = to_grey_image(grey);
  if (!coloured.empty()) out.coloured = to_grey_image(coloured);
  for (PageImage* image : {&out.grey, &out.binary, &out.coloured}) {
    image->set_dpi({dpi * out.transform.scale});
  }
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
  for (const PixelBox& seal : page.seals)
    out.seals.push_back(quarter_turned(seal, turns, page.grey.width(), page.grey.height()));
  out.quality = page.quality;
  out.transform = page.transform;
  // Turns about one centre commute, so the skew stays as it is.
  out.transform.quarter_turns = (page.transform.quarter_turns + turns) % 4;
  return out;
}

}  // namespace sohoa
