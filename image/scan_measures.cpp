#include "image/scan_measures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <utility>
#include <vector>

#include "document/median.h"

namespace sohoa {
namespace {

constexpr std::size_t kSamples = 400;  // letters looked at
constexpr int kStrokeInk = 60;         // darker than paper by that: surely a stroke

PixelBox enlarged(const PixelBox& box, int factor, const Raster& page) {
  const int left = std::max(0, (box.left - 1) * factor);
  const int top = std::max(0, (box.top - 1) * factor);
  const int right = std::min(page.width, (box.right() + 1) * factor);
  const int bottom = std::min(page.height, (box.bottom() + 1) * factor);
  return {left, top, right - left, bottom - top};
}

struct Strokes {
  double edge_width = 0;  // pixels; 0 where there is no clear stroke
  double contrast = 0;
};

// The steepest step of each row that crosses a stroke: a stroke's depth over it is
// how many pixels its edge takes.
Strokes strokes_in(const Raster& grey, const PixelBox& box) {
  Strokes strokes;
  int darkest = kPaper;
  double widths = 0;
  int rows = 0;
  for (int y = box.top; y < box.bottom(); ++y) {
    const unsigned char* row = grey.row(y);
    int least = kPaper;
    int steepest = 0;
    for (int x = box.left; x + 1 < box.right(); ++x) {
      least = std::min<int>(least, row[x]);
      steepest = std::max(steepest, std::abs(row[x + 1] - row[x]));
    }
    darkest = std::min(darkest, least);
    if (kPaper - least < kStrokeInk || steepest == 0) continue;
    widths += static_cast<double>(kPaper - least) / steepest;
    ++rows;
  }
  strokes.contrast = static_cast<double>(kPaper - darkest) / kPaper;
  if (rows > 0) strokes.edge_width = widths / rows;
  return strokes;
}

void measure_strokes(const ScanLook& look, PageQuality& quality) {
  if (look.depth == 1) {
    quality.contrast = 1;
    return;
  }
  const std::vector<PixelBox>& boxes = look.letters->boxes;
  const std::size_t step = std::max<std::size_t>(1, boxes.size() / kSamples);
  std::vector<double> widths;
  std::vector<double> contrasts;
  for (std::size_t i = 0; i < boxes.size(); i += step) {
    const Strokes strokes = strokes_in(*look.grey, enlarged(boxes[i], look.factor, *look.grey));
    contrasts.push_back(strokes.contrast);
    if (strokes.edge_width > 0) widths.push_back(strokes.edge_width);
  }
  quality.edge_width = median(std::move(widths));
  quality.contrast = median(std::move(contrasts));
}

// Letters that touch each edge of the image; the most of the four. Along the edge a
// cut letter has its size still, which tells it from dirt and from the rest of a border.
int count_cut_letters(const ScanLook& look) {
  constexpr int kReach = 1;       // small pixels: a quarter of a millimetre
  constexpr double kLeft = 0.15;  // of the letter's height, that is left of it
  const double letter = look.letters->height / look.factor;
  std::array<int, 4> cut{};
  for (const PixelBox& box : look.letters->boxes) {
    if (std::min(box.width, box.height) < kLeft * letter) continue;
    const bool tall = box.height >= 0.6 * letter && box.height <= 2 * letter;
    const bool wide = box.width >= 0.4 * letter && box.width <= 3 * letter;
    cut[0] += tall && box.left < kReach ? 1 : 0;
    cut[1] += tall && box.right() > look.small_width - kReach ? 1 : 0;
    cut[2] += wide && box.top < kReach ? 1 : 0;
    cut[3] += wide && box.bottom() > look.small_height - kReach ? 1 : 0;
  }
  return *std::max_element(cut.begin(), cut.end());
}

double share_under_stamps(const ScanLook& look) {
  constexpr double kCovered = 0.15;  // of a letter's box
  constexpr int kInk = 200;
  if (look.coloured->empty() || look.letters->boxes.empty()) return 0;
  const Raster coloured = reduce(*look.coloured, look.factor);
  int covered = 0;
  for (const PixelBox& box : look.letters->boxes) {
    int ink = 0;
    for (int y = box.top; y < std::min(box.bottom(), coloured.height); ++y) {
      const unsigned char* row = coloured.row(y);
      for (int x = box.left; x < std::min(box.right(), coloured.width); ++x) {
        ink += row[x] < kInk ? 1 : 0;
      }
    }
    covered += ink > kCovered * box.width * box.height ? 1 : 0;
  }
  return static_cast<double>(covered) / static_cast<double>(look.letters->boxes.size());
}

// The letters of an official page are set in 13 or 14 points. Where file and letters
// contradict each other by more than type sizes do, a sheet of A4 decides if it
// agrees with the letters, else the letters alone.
double likely_dpi(double said, double letter_height, int shorter_side) {
  constexpr double kHeightInches = 0.108;  // median of 85 real pages: 0.08 to 0.14
  constexpr double kA4Inches = 8.27;
  constexpr double kTypeSizes = 1.7;
  const double sheet = shorter_side / kA4Inches;
  if (letter_height <= 0) return said > 0 ? said : sheet;
  const double letters = letter_height / kHeightInches;
  const auto agrees = [letters](double dpi) {
    return dpi > letters / kTypeSizes && dpi < letters * kTypeSizes;
  };
  if (agrees(said)) return said;
  return agrees(sheet) ? sheet : letters;
}

}  // namespace

void measure_scan(const ScanLook& look, PageQuality& quality) {
  quality.letter_height = look.letters->height;
  quality.likely_dpi.value = likely_dpi(quality.dpi.value, quality.letter_height,
                                        std::min(look.grey->width, look.grey->height));
  if (quality.letter_height <= 0) return;
  measure_strokes(look, quality);
  quality.cut_letters = count_cut_letters(look);
  quality.stamped = share_under_stamps(look);
}

double blank_confidence(double evidence) {
  constexpr double kSteepness = 4;
  return 1 / (1 + std::exp(kSteepness * (evidence - 1)));
}

}  // namespace sohoa
