#include "image/find_bend.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <numbers>
#include <numeric>
#include <utility>
#include <vector>

#include "document/median.h"
#include "image/lower_edges.h"

namespace sohoa {
namespace {

constexpr std::size_t kOneOf = 2;          // edge points taken: all of them say no more
constexpr std::size_t kFewest = 1500;      // taken of about ten full lines
constexpr std::size_t kFewestInTile = 30;  // of about one line across a tile
constexpr double kLeastSide = 200;         // pixels: print of two inches
constexpr int kColumns = 6;                // of tiles
constexpr int kRows = 8;

using Terms = std::array<double, PageBend::kTerms>;

// Lower edges of ink on the level page, relative to its centre.
struct LevelEdges {
  std::vector<float> x;
  std::vector<float> y;
};

LevelEdges level_edges(const Raster& page, int threshold, const SkewFinding& skew) {
  const EdgePoints points = lower_edges(page, threshold, skew.lines_vertical);
  const double radians = skew.angle.value * std::numbers::pi / 180;
  const auto cosine = static_cast<float>(std::cos(radians));
  const auto sine = static_cast<float>(std::sin(radians));
  const float middle_x = static_cast<float>(points.along_size) / 2;
  const float middle_y = static_cast<float>(points.across_size) / 2;
  LevelEdges edges;
  for (std::size_t i = 0; i < points.along.size(); i += kOneOf) {
    const float along = points.along[i] + 0.5F - middle_x;
    const float x = skew.lines_vertical ? -along : along;
    const float y = points.across[i] + 0.5F - middle_y;
    edges.x.push_back(cosine * x + sine * y);
    edges.y.push_back(-sine * x + cosine * y);
  }
  return edges;
}

// From the first to the last but one in a hundred: specks in the margins hold no print.
std::pair<double, double> span_of(std::vector<float> values) {
  const auto few = static_cast<std::ptrdiff_t>(values.size() / 100);
  std::nth_element(values.begin(), values.begin() + few, values.end());
  const double first = values[static_cast<std::size_t>(few)];
  std::nth_element(values.begin(), values.end() - 1 - few, values.end());
  return {first, *(values.end() - 1 - few)};
}

struct Tile {
  double u = 0;  // its middle, -1..1 over the part with print
  double v = 0;
  double slope = 0;   // of its lines
  double weight = 0;  // how sure that is
};

// The slope at which the edges of a tile, relative to its middle, agree best.
void find_slope(Tile& tile, const LevelEdges& edges, double width, double height) {
  constexpr double kSteepest = 0.15;
  constexpr double kStep = 2;     // pixels from one end of a line to the other
  constexpr double kFine = 0.25;  // the same
  constexpr double kSure = 1.3;   // contrast of lines; specks have 1.0 to 1.1
  const auto margin = static_cast<float>(height / 2 + kSteepest * width + 3);
  EdgeProfile profile;
  const auto score = [&](double slope) {
    profile.clear(2 * margin);
    for (std::size_t i = 0; i < edges.x.size(); ++i)
      profile.add(edges.y[i] - static_cast<float>(slope) * edges.x[i] + margin);
    return profile.sharpness();
  };
  std::vector<double> scores;
  double best = 0;
  for (double slope = -kSteepest; slope <= kSteepest; slope += kStep / width) {
    scores.push_back(score(slope));
    if (scores.back() > best) {
      best = scores.back();
      tile.slope = slope;
    }
  }
  for (double step = kStep / 2; step >= kFine; step /= 2)
    for (const double slope : {tile.slope - step / width, tile.slope + step / width})
      if (const double here = score(slope); here > best) {
        best = here;
        tile.slope = slope;
      }
  const double contrast = best / median(std::move(scores));
  if (contrast > kSure) tile.weight = std::min(contrast - 1, 1.0);
}

std::vector<Tile> find_slopes(const LevelEdges& edges, const PageBend& frame) {
  const double width = 2 * frame.reach.x / kColumns;
  const double height = 2 * frame.reach.y / kRows;
  std::vector<LevelEdges> inside(std::size_t{kColumns} * kRows);
  for (std::size_t i = 0; i < edges.x.size(); ++i) {
    const double x = edges.x[i] - (frame.centre.x - frame.reach.x);
    const double y = edges.y[i] - (frame.centre.y - frame.reach.y);
    const int column = static_cast<int>(std::floor(x / width));
    const int row = static_cast<int>(std::floor(y / height));
    if (column < 0 || row < 0 || column >= kColumns || row >= kRows) continue;
    LevelEdges& tile = inside[static_cast<std::size_t>(row * kColumns + column)];
    tile.x.push_back(static_cast<float>(x - (column + 0.5) * width));
    tile.y.push_back(static_cast<float>(y - (row + 0.5) * height));
  }
  std::vector<Tile> tiles;
  for (int row = 0; row < kRows; ++row)
    for (int column = 0; column < kColumns; ++column) {
      const LevelEdges& here = inside[static_cast<std::size_t>(row * kColumns + column)];
      if (here.x.size() < kFewestInTile) continue;
      Tile tile;
      tile.u = (column + 0.5) * 2 / kColumns - 1;
      tile.v = (row + 0.5) * 2 / kRows - 1;
      find_slope(tile, here, width, height);
      if (tile.weight > 0) tiles.push_back(tile);
    }
  return tiles;
}

// What a term adds to the slope at a point.
Terms slopes_of_terms(double u, double v, double reach) {
  constexpr double kSmall = 1e-3;
  const Terms after = bend_terms(u + kSmall, v);
  const Terms before = bend_terms(u - kSmall, v);
  Terms slopes{};
  for (std::size_t i = 0; i < slopes.size(); ++i)
    slopes[i] = (after[i] - before[i]) / (2 * kSmall * reach);
  return slopes;
}

// Least squares, each term in turn; slopes far from what the others say count less and less.
void fit_slopes(PageBend& bend, const std::vector<Tile>& tiles) {
  constexpr int kRounds = 60;
  constexpr double kFar = 0.01;   // slope: twice what a tile may be wrong by
  constexpr double kReserve = 1;  // keeps terms small of which the tiles say little
  std::vector<Terms> slopes;
  for (const Tile& tile : tiles) slopes.push_back(slopes_of_terms(tile.u, tile.v, bend.reach.x));
  const auto rest_at = [&](std::size_t i) {
    double rest = tiles[i].slope;
    for (std::size_t k = 0; k < bend.terms.size(); ++k) rest -= bend.terms[k] * slopes[i][k];
    return rest;
  };
  for (int round = 0; round < kRounds; ++round) {
    for (std::size_t k = 0; k < bend.terms.size(); ++k) {
      double above = 0;
      double below = kReserve / (bend.reach.x * bend.reach.x);
      for (std::size_t i = 0; i < tiles.size(); ++i) {
        const double rest = rest_at(i);
        const double weight = tiles[i].weight / (1 + rest * rest / (kFar * kFar));
        above += weight * rest * slopes[i][k];
        below += weight * slopes[i][k] * slopes[i][k];
      }
      bend.terms[k] += above / below;
    }
  }
}

// Edges of the part with print, and what each term says of them.
struct PrintEdges {
  std::vector<float> y;
  std::array<std::vector<float>, PageBend::kTerms> terms;
  std::vector<int> rows;  // of tiles
  double reach = 0;       // heights of edges lie between -reach and reach
};

PrintEdges print_edges(const LevelEdges& edges, const PageBend& frame) {
  PrintEdges print;
  for (std::size_t i = 0; i < edges.x.size(); ++i) {
    const double u = (edges.x[i] - frame.centre.x) / frame.reach.x;
    const double v = (edges.y[i] - frame.centre.y) / frame.reach.y;
    if (std::abs(u) > 1 || std::abs(v) > 1) continue;
    print.y.push_back(edges.y[i]);
    print.rows.push_back(std::min(kRows - 1, static_cast<int>((v + 1) / 2 * kRows)));
    const Terms terms = bend_terms(u, v);
    for (std::size_t k = 0; k < terms.size(); ++k)
      print.terms[k].push_back(static_cast<float>(terms[k]));
  }
  print.reach = std::abs(frame.centre.y) + frame.reach.y;
  return print;
}

std::vector<float> straightened(const PrintEdges& print, const PageBend& bend) {
  std::vector<float> heights = print.y;
  for (std::size_t k = 0; k < bend.terms.size(); ++k)
    for (std::size_t i = 0; i < heights.size(); ++i)
      heights[i] -= static_cast<float>(bend.terms[k]) * print.terms[k][i];
  return heights;
}

double most_at_once(const PageBend& bend) {
  double sum = 0;
  for (const double term : bend.terms) sum += std::abs(term);
  return sum;
}

// Moves each term in turn as long as that makes the lines straighter.
void sharpen(PageBend& bend, const PrintEdges& print) {
  constexpr double kSteps[] = {1, 0.5, 0.25, 0.5, 0.25, 0.125};  // pixels
  constexpr int kMoves = 8;
  const double room =
      kMoves * std::accumulate(std::begin(kSteps), std::end(kSteps), 0.0) * PageBend::kTerms + 3;
  std::vector<float> heights = straightened(print, bend);
  const auto margin = static_cast<float>(print.reach + most_at_once(bend) + room);
  EdgeProfile profile;
  const auto score = [&](std::size_t term, double by) {
    profile.clear(2 * margin);
    for (std::size_t i = 0; i < heights.size(); ++i)
      profile.add(heights[i] - static_cast<float>(by) * print.terms[term][i] + margin);
    return profile.sharpness();
  };
  double best = score(0, 0);
  for (const double step : kSteps)
    for (std::size_t k = 0; k < bend.terms.size(); ++k) {
      double moved = 0;
      for (const double by : {step, -step})
        for (int move = 0; move < kMoves; ++move) {
          const double here = score(k, moved + by);
          if (here <= best) break;
          best = here;
          moved += by;
        }
      if (moved == 0) continue;
      bend.terms[k] += moved;
      for (std::size_t i = 0; i < heights.size(); ++i)
        heights[i] -= static_cast<float>(moved) * print.terms[k][i];
    }
}

// Of each row of tiles, how well its edges agree on lines.
std::array<double, kRows> sharpness_of_rows(const PrintEdges& print,
                                            const std::vector<float>& heights, double margin) {
  std::array<double, kRows> scores{};
  EdgeProfile profile;
  for (int row = 0; row < kRows; ++row) {
    profile.clear(static_cast<float>(2 * margin));
    for (std::size_t i = 0; i < heights.size(); ++i)
      if (print.rows[i] == row) profile.add(heights[i] + static_cast<float>(margin));
    scores[static_cast<std::size_t>(row)] = profile.sharpness();
  }
  return scores;
}

// Whether lines everywhere on the page become straighter.
bool lines_agree(const PageBend& bend, const PrintEdges& print) {
  constexpr double kGain = 1.05;
  constexpr double kLoss = 0.97;
  constexpr int kMostRows = 5;  // of the eight must gain
  const double margin = print.reach + most_at_once(bend) + 3;
  const auto before = sharpness_of_rows(print, print.y, margin);
  const auto after = sharpness_of_rows(print, straightened(print, bend), margin);
  int gained = 0;
  for (std::size_t row = 0; row < kRows; ++row) {
    if (after[row] < kLoss * before[row]) return false;
    if (after[row] > kGain * before[row]) ++gained;
  }
  return gained >= kMostRows;
}

// The largest difference of heights along a line, beyond a tilt that all lines share.
double depth_of(const PageBend& bend) {
  constexpr int kSteps = 10;
  double deepest = 0;
  PageBend untilted = bend;
  untilted.terms[0] = 0;
  for (int row = -kSteps; row <= kSteps; ++row) {
    double least = 0;
    double most = 0;
    for (int column = -kSteps; column <= kSteps; ++column) {
      const double here = untilted.at({bend.centre.x + bend.reach.x * column / kSteps,
                                       bend.centre.y + bend.reach.y * row / kSteps});
      least = column == -kSteps ? here : std::min(least, here);
      most = column == -kSteps ? here : std::max(most, here);
    }
    deepest = std::max(deepest, most - least);
  }
  return deepest;
}

// Tiles with lines in most columns of the page.
bool covers_the_page(const std::vector<Tile>& tiles) {
  constexpr int kFewestTiles = 20;
  constexpr int kFewestInColumn = 3;
  std::array<int, kColumns> columns{};
  for (const Tile& tile : tiles) ++columns[static_cast<std::size_t>((tile.u + 1) / 2 * kColumns)];
  return static_cast<int>(tiles.size()) >= kFewestTiles &&
         std::count_if(columns.begin(), columns.end(),
                       [](int count) { return count >= kFewestInColumn; }) >= kColumns - 1;
}

struct TiledPage {
  LevelEdges edges;
  PageBend frame;  // flat, over the part with print
  std::vector<Tile> tiles;
};

// Without tiles where the page has too little print.
TiledPage tiled(const Raster& page, int threshold, const SkewFinding& skew) {
  TiledPage tiled;
  tiled.edges = level_edges(page, threshold, skew);
  if (tiled.edges.x.size() < kFewest) return tiled;
  const auto [left, right] = span_of(tiled.edges.x);
  const auto [top, bottom] = span_of(tiled.edges.y);
  if (right - left < kLeastSide || bottom - top < kLeastSide) return tiled;
  tiled.frame.centre = {(left + right) / 2, (top + bottom) / 2};
  tiled.frame.reach = {(right - left) / 2, (bottom - top) / 2};
  tiled.tiles = find_slopes(tiled.edges, tiled.frame);
  return tiled;
}

double evidence_of_lines(const std::vector<Tile>& tiles) {
  return std::accumulate(tiles.begin(), tiles.end(), 0.0,
                         [](double sum, const Tile& tile) { return sum + tile.weight; });
}

}  // namespace

PageBend find_bend(const Raster& page, int threshold, const SkewFinding& skew, double least) {
  const TiledPage tiles = tiled(page, threshold, skew);
  if (!covers_the_page(tiles.tiles)) return {};
  PageBend bend = tiles.frame;
  fit_slopes(bend, tiles.tiles);
  if (depth_of(bend) < least) return {};
  const PrintEdges print = print_edges(tiles.edges, bend);
  sharpen(bend, print);
  return depth_of(bend) >= least && lines_agree(bend, print) ? bend : PageBend{};
}

bool curves_run_down(const Raster& page, int threshold) {
  constexpr double kClearer = 1.5;
  const std::vector<Tile> down = tiled(page, threshold, {{}, true, false}).tiles;
  return covers_the_page(down) &&
         evidence_of_lines(down) >
             kClearer * evidence_of_lines(tiled(page, threshold, {{}, false, false}).tiles);
}

}  // namespace sohoa
