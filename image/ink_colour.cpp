#include "image/ink_colour.h"

#include <allheaders.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace sohoa {
namespace {

// Chroma is max(R,G,B) - min(R,G,B) after the paper has been made even.
constexpr int kStrong = 64;      // no fringe of a black letter is that colourful
constexpr int kColourless = 16;  // paper noise and JPEG noise
constexpr int kHues = 12;
constexpr int kSlopes = 64;           // histogram bins of darkening by chroma, 1/16 each
constexpr int kCell = 16;             // pixels: colour is looked for in squares of this side
constexpr double kNegligible = 1e-4;  // of the page: less than 6 mm² of an A4 page
constexpr int kGainRows = 8;

struct Pixel {
  int red;
  int green;
  int blue;
  [[nodiscard]] int luma() const { return (77 * red + 150 * green + 29 * blue) >> 8; }
  [[nodiscard]] int chroma() const {
    return std::max({red, green, blue}) - std::min({red, green, blue});
  }
};

// 0..kHues-1 around the colour circle, red at 0.
int hue_of(const Pixel& p, int chroma) {
  const int most = std::max({p.red, p.green, p.blue});
  int sixtieth = 0;  // 0..6 * chroma
  if (most == p.red) {
    sixtieth = p.green - p.blue;
  } else if (most == p.green) {
    sixtieth = p.blue - p.red + 2 * chroma;
  } else {
    sixtieth = p.red - p.green + 4 * chroma;
  }
  const int bin = static_cast<int>(std::lround(sixtieth * (kHues / 6.0) / chroma));
  return (bin + kHues) % kHues;
}

class EvenRows {
 public:
  EvenRows(const PageImage& page, const PaperMap& paper) : pix_(page.pix()), paper_(paper) {
    for (auto& channel : gains_) channel.resize(static_cast<std::size_t>(page.width()));
  }

  void go_to(int y) {
    line_ = pixGetData(pix_) + static_cast<std::size_t>(y) * pixGetWpl(pix_);
    if (y / kGainRows == gains_row_) return;
    gains_row_ = y / kGainRows;
    for (int c = 0; c < 3; ++c) {
      paper_gains(paper_, c, gains_row_ * kGainRows, gains_[static_cast<std::size_t>(c)]);
    }
  }

  [[nodiscard]] Pixel at(int x) const {
    const l_uint32 word = line_[x];
    const auto i = static_cast<std::size_t>(x);
    const auto even = [](l_uint32 value, unsigned gain) {
      return static_cast<int>(std::min(value * gain >> 8, 255U));
    };
    return {even(word >> 24, gains_[0][i]), even(word >> 16 & 0xff, gains_[1][i]),
            even(word >> 8 & 0xff, gains_[2][i])};
  }

  // Brightness and chroma of the whole row.
  void measure(int width, unsigned char* luma, unsigned char* chroma) const {
    for (int x = 0; x < width; ++x) {
      const Pixel p = at(x);
      luma[x] = static_cast<unsigned char>(p.luma());
      chroma[x] = static_cast<unsigned char>(p.chroma());
    }
  }

 private:
  Pix* pix_;
  const PaperMap& paper_;
  const l_uint32* line_ = nullptr;
  int gains_row_ = -1;
  std::array<std::vector<unsigned>, 3> gains_;
};

// Squares of the page with strongly coloured ink, and their neighbours.
struct Cells {
  int columns = 0;
  int rows = 0;
  std::vector<char> marked;

  [[nodiscard]] bool at(int column, int row) const {
    return marked[static_cast<std::size_t>(row * columns + column)] != 0;
  }
};

struct Measured {
  Raster luma;
  Raster chroma;
  Cells cells;
  long long strong = 0;       // pixels
  long long strong_dark = 0;  // of these, dark enough to be writing
  long long black = 0;
};

void spread(Cells& cells) {
  const Cells before = cells;
  for (int row = 0; row < cells.rows; ++row) {
    for (int column = 0; column < cells.columns; ++column) {
      bool near = false;
      for (int y = std::max(0, row - 1); y <= std::min(cells.rows - 1, row + 1); ++y) {
        for (int x = std::max(0, column - 1); x <= std::min(cells.columns - 1, column + 1); ++x) {
          near = near || before.at(x, y);
        }
      }
      cells.marked[static_cast<std::size_t>(row * cells.columns + column)] = near ? 1 : 0;
    }
  }
}

Measured measure(const PageImage& page, const PaperMap& paper) {
  constexpr int kEnough = 6;  // strongly coloured pixels that mark a cell
  Measured out;
  out.luma = Raster(page.width(), page.height());
  out.chroma = Raster(page.width(), page.height());
  out.cells.columns = (page.width() + kCell - 1) / kCell;
  out.cells.rows = (page.height() + kCell - 1) / kCell;
  std::vector<int> counts(static_cast<std::size_t>(out.cells.columns * out.cells.rows));
  EvenRows rows(page, paper);
  for (int y = 0; y < page.height(); ++y) {
    rows.go_to(y);
    unsigned char* luma = out.luma.row(y);
    unsigned char* chroma = out.chroma.row(y);
    rows.measure(page.width(), luma, chroma);
    for (int column = 0; column < out.cells.columns; ++column) {
      const int end = std::min(page.width(), (column + 1) * kCell);
      int strong = 0;
      int dark = 0;
      int black = 0;
      for (int x = column * kCell; x < end; ++x) {
        const int is_strong = chroma[x] >= kStrong ? 1 : 0;
        const int is_dark = luma[x] < 160 ? 1 : 0;
        strong += is_strong;
        dark += is_strong & is_dark;
        black += (1 - is_strong) & is_dark;
      }
      counts[static_cast<std::size_t>(y / kCell * out.cells.columns + column)] += strong;
      out.strong += strong;
      out.strong_dark += dark;
      out.black += black;
    }
  }
  out.cells.marked.reserve(counts.size());
  for (const int count : counts) out.cells.marked.push_back(count >= kEnough ? 1 : 0);
  spread(out.cells);
  return out;
}

// Calls visit(x, y) for each pixel of marked cells, row by row.
template <typename Visit>
void for_marked(const Measured& measured, Visit visit) {
  const Cells& cells = measured.cells;
  for (int y = 0; y < measured.luma.height; ++y) {
    for (int column = 0; column < cells.columns; ++column) {
      if (!cells.at(column, y / kCell)) continue;
      const int end = std::min(measured.luma.width, (column + 1) * kCell);
      for (int x = column * kCell; x < end; ++x) visit(x, y);
    }
  }
}

// The hue of each pixel of the marked cells that is not colourless.
Raster find_hues(const PageImage& page, const PaperMap& paper, const Measured& measured) {
  Raster hues(page.width(), page.height());
  EvenRows rows(page, paper);
  for_marked(measured, [&](int x, int y) {
    const int chroma = measured.chroma.row(y)[x];
    if (chroma < kColourless) return;
    rows.go_to(y);
    hues.row(y)[x] = static_cast<unsigned char>(hue_of(rows.at(x), chroma));
  });
  return hues;
}

// By how much each hue of ink darkens the paper for each step of chroma, in 1/16.
using Darkening = std::array<int, kHues>;

Darkening find_darkening(const Measured& measured, const Raster& hues) {
  std::array<std::array<int, kSlopes>, kHues> histogram{};
  for_marked(measured, [&](int x, int y) {
    const int chroma = measured.chroma.row(y)[x];
    if (chroma < kStrong) return;
    const int slope = std::clamp((kPaper - measured.luma.row(y)[x]) * 16 / chroma, 0, kSlopes - 1);
    ++histogram[hues.row(y)[x]][static_cast<std::size_t>(slope)];
  });
  Darkening darkening{};
  for (std::size_t hue = 0; hue < kHues; ++hue) {
    // With its neighbours, so that ink on the border of two hues is not split.
    std::array<int, kSlopes> joined{};
    int total = 0;
    for (const std::size_t near : {(hue + kHues - 1) % kHues, hue, (hue + 1) % kHues}) {
      for (std::size_t slope = 0; slope < kSlopes; ++slope) {
        const int count = histogram[near][slope] * (near == hue ? 2 : 1);
        joined[slope] += count;
        total += count;
      }
    }
    int seen = 0;
    std::size_t slope = 0;
    while (slope + 1 < kSlopes && seen + joined[slope] <= total / 2) seen += joined[slope++];
    darkening[hue] = total == 0 ? 0 : static_cast<int>(slope) + 1;
  }
  return darkening;
}

// How bright the paper is under coloured ink alone. Chroma is stored more coarsely
// than brightness, so the most colourful neighbour tells how much ink there is.
int ink_level(const Measured& measured, const Raster& hues, const Darkening& darkening, int x,
              int y) {
  int most = 0;
  int hue = 0;
  for (int row = std::max(0, y - 1); row <= std::min(hues.height - 1, y + 1); ++row) {
    const unsigned char* chroma = measured.chroma.row(row);
    for (int column = std::max(0, x - 1); column <= std::min(hues.width - 1, x + 1); ++column) {
      if (chroma[column] <= most) continue;
      most = chroma[column];
      hue = hues.row(row)[column];
    }
  }
  if (most < kColourless) return kPaper;
  constexpr int kDarkestInk = 48;
  return std::max(kPaper - darkening[static_cast<std::size_t>(hue)] * most / 16, kDarkestInk);
}

unsigned char only_colour(int chroma) {
  const int over = std::max(0, chroma - kColourless * 3 / 2);
  return static_cast<unsigned char>(std::max(0, kPaper - over * 2));
}

}  // namespace

SeparatedInk separate_ink(const PageImage& page, const PaperMap& paper, bool remove) {
  Measured measured = measure(page, paper);
  SeparatedInk out;
  const double pixels = static_cast<double>(page.width()) * page.height();
  out.share = static_cast<double>(measured.strong) / pixels;
  if (out.share < kNegligible) {
    out.grey = std::move(measured.luma);
    return out;
  }
  out.coloured = Raster(page.width(), page.height(), kPaper);
  for_marked(measured, [&](int x, int y) {
    out.coloured.row(y)[x] = only_colour(measured.chroma.row(y)[x]);
  });
  out.grey = measured.luma;
  const bool written_in_colour = measured.strong_dark > 4 * measured.black;
  if (!remove || written_in_colour) return out;
  const Raster hues = find_hues(page, paper, measured);
  const Darkening darkening = find_darkening(measured, hues);
  for_marked(measured, [&](int x, int y) {
    const int level = ink_level(measured, hues, darkening, x, y);
    const int value = measured.luma.row(y)[x] * kPaper / level;
    out.grey.row(y)[x] = static_cast<unsigned char>(std::min(value, kPaper));
  });
  return out;
}

}  // namespace sohoa
