#include "image/paper.h"

#include <allheaders.h>

#include <algorithm>
#include <cmath>

namespace sohoa {
namespace {

constexpr int kStep = 2;             // sample every second pixel of every second row
constexpr double kPaperShare = 0.8;  // this share of a tile's pixels is not brighter than its paper
constexpr float kDarkest = 0.45F;    // darker than this part of the page's paper is no paper
constexpr int kGainRows = 8;         // gains change so slowly that rows share them

struct Sample {
  int red;
  int green;
  int blue;
  [[nodiscard]] int luma() const { return (77 * red + 150 * green + 29 * blue) >> 8; }
};

Sample sample_at(Pix* pix, int x, int y) {
  const l_uint32* line = pixGetData(pix) + static_cast<std::size_t>(y) * pixGetWpl(pix);
  if (pixGetDepth(pix) == 8) {
    const int value = static_cast<int>(line[x >> 2] >> (24 - 8 * (x & 3)) & 0xff);
    return {value, value, value};
  }
  return {static_cast<int>(line[x] >> 24), static_cast<int>(line[x] >> 16 & 0xff),
          static_cast<int>(line[x] >> 8 & 0xff)};
}

// The mean colour of the pixels about as bright as the tile's brightest fifth begins.
PaperMap::Colour tile_colour(Pix* pix, const PixelBox& box) {
  std::array<int, 256> histogram{};
  std::vector<Sample> samples;
  samples.reserve(static_cast<std::size_t>(box.width * box.height / (kStep * kStep)) + 64);
  for (int y = box.top; y < box.bottom(); y += kStep) {
    for (int x = box.left; x < box.right(); x += kStep) {
      samples.push_back(sample_at(pix, x, y));
      ++histogram[static_cast<std::size_t>(samples.back().luma())];
    }
  }
  const double wanted = kPaperShare * static_cast<double>(samples.size());
  int level = 0;
  for (double seen = histogram[0]; seen < wanted && level < 255;) {
    seen += histogram[static_cast<std::size_t>(++level)];
  }
  PaperMap::Colour sum{};
  float count = 0;
  for (const Sample& sample : samples) {
    if (std::abs(sample.luma() - level) > 6) continue;
    sum[0] += static_cast<float>(sample.red);
    sum[1] += static_cast<float>(sample.green);
    sum[2] += static_cast<float>(sample.blue);
    ++count;
  }
  for (float& channel : sum) channel /= std::max(count, 1.0F);
  return sum;
}

float brightness(const PaperMap::Colour& colour) {
  return 0.3F * colour[0] + 0.59F * colour[1] + 0.11F * colour[2];
}

float bright_level(const PaperMap& paper) {
  std::vector<float> levels;
  levels.reserve(paper.colours.size());
  for (const auto& colour : paper.colours) levels.push_back(brightness(colour));
  const auto middle = levels.begin() + static_cast<std::ptrdiff_t>(levels.size() * 3 / 4);
  std::nth_element(levels.begin(), middle, levels.end());
  return *middle;
}

// Tiles that are no paper take the mean of neighbours that are, ring by ring.
void fill_dark_tiles(PaperMap& paper) {
  const float least = kDarkest * bright_level(paper);
  std::vector<char> known;
  known.reserve(paper.colours.size());
  for (const auto& colour : paper.colours) known.push_back(brightness(colour) >= least ? 1 : 0);
  if (std::find(known.begin(), known.end(), 1) == known.end()) return;
  for (bool missing = true; missing;) {
    missing = false;
    const std::vector<char> before = known;
    for (int row = 0; row < paper.rows; ++row) {
      for (int column = 0; column < paper.columns; ++column) {
        const auto index = static_cast<std::size_t>(row * paper.columns + column);
        if (before[index] != 0) continue;
        PaperMap::Colour sum{};
        float count = 0;
        for (int y = std::max(0, row - 1); y <= std::min(paper.rows - 1, row + 1); ++y) {
          for (int x = std::max(0, column - 1); x <= std::min(paper.columns - 1, column + 1); ++x) {
            if (before[static_cast<std::size_t>(y * paper.columns + x)] == 0) continue;
            for (std::size_t c = 0; c < 3; ++c) sum[c] += paper.at(x, y)[c];
            ++count;
          }
        }
        if (count == 0) {
          missing = true;
          continue;
        }
        for (std::size_t c = 0; c < 3; ++c) paper.colours[index][c] = sum[c] / count;
        known[index] = 1;
      }
    }
  }
}

float median_around(const PaperMap& paper, int column, int row, std::size_t channel) {
  std::array<float, 9> values{};
  std::size_t count = 0;
  for (int y = std::max(0, row - 1); y <= std::min(paper.rows - 1, row + 1); ++y) {
    for (int x = std::max(0, column - 1); x <= std::min(paper.columns - 1, column + 1); ++x) {
      values[count++] = paper.at(x, y)[channel];
    }
  }
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(count / 2);
  std::nth_element(values.begin(), middle, values.begin() + static_cast<std::ptrdiff_t>(count));
  return *middle;
}

void smooth(PaperMap& paper) {
  PaperMap out = paper;
  for (int row = 0; row < paper.rows; ++row) {
    for (int column = 0; column < paper.columns; ++column) {
      auto& colour = out.colours[static_cast<std::size_t>(row * paper.columns + column)];
      for (std::size_t c = 0; c < 3; ++c) colour[c] = median_around(paper, column, row, c);
    }
  }
  paper = std::move(out);
}

}  // namespace

PaperMap find_paper(const PageImage& image) {
  PaperMap paper;
  paper.tile = std::clamp(image.width() / 80, 16, 64);
  paper.columns = (image.width() + paper.tile - 1) / paper.tile;
  paper.rows = (image.height() + paper.tile - 1) / paper.tile;
  paper.colours.reserve(static_cast<std::size_t>(paper.columns * paper.rows));
  for (int row = 0; row < paper.rows; ++row) {
    for (int column = 0; column < paper.columns; ++column) {
      const int left = column * paper.tile;
      const int top = row * paper.tile;
      paper.colours.push_back(
          tile_colour(image.pix(), {left, top, std::min(paper.tile, image.width() - left),
                                    std::min(paper.tile, image.height() - top)}));
    }
  }
  fill_dark_tiles(paper);
  smooth(paper);
  return paper;
}

void paper_gains(const PaperMap& paper, int channel, int y, std::vector<unsigned>& gains) {
  const auto c = static_cast<std::size_t>(channel);
  const float tile = static_cast<float>(paper.tile);
  const auto place = [&](float pixel, int count) {
    return std::clamp((pixel + 0.5F) / tile - 0.5F, 0.0F, static_cast<float>(count - 1));
  };
  const float at_row = place(static_cast<float>(y), paper.rows);
  const int row = static_cast<int>(at_row);
  const int next_row = std::min(row + 1, paper.rows - 1);
  const float down = at_row - static_cast<float>(row);
  std::vector<float> levels(static_cast<std::size_t>(paper.columns));
  for (int column = 0; column < paper.columns; ++column) {
    levels[static_cast<std::size_t>(column)] =
        paper.at(column, row)[c] * (1 - down) + paper.at(column, next_row)[c] * down;
  }
  for (std::size_t x = 0; x < gains.size(); ++x) {
    const float at_column = place(static_cast<float>(x), paper.columns);
    const auto column = static_cast<std::size_t>(at_column);
    const std::size_t next = std::min(column + 1, levels.size() - 1);
    const float across = at_column - static_cast<float>(column);
    const float level = levels[column] * (1 - across) + levels[next] * across;
    gains[x] = static_cast<unsigned>(256.0F * kPaper / std::max(level, 20.0F) + 0.5F);
  }
}

Raster even_light(const Raster& page, const PaperMap& paper) {
  Raster out(page.width, page.height);
  std::vector<unsigned> gains(static_cast<std::size_t>(page.width));
  for (int y = 0; y < page.height; ++y) {
    if (y % kGainRows == 0) paper_gains(paper, 0, y, gains);
    const unsigned char* from = page.row(y);
    unsigned char* to = out.row(y);
    for (int x = 0; x < page.width; ++x) {
      const unsigned value = from[x] * gains[static_cast<std::size_t>(x)] >> 8;
      to[x] = static_cast<unsigned char>(std::min(value, 255U));
    }
  }
  return out;
}

}  // namespace sohoa
