#include "image/raster.h"

#include <allheaders.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace sohoa {
namespace {

void expand_bits(const PageImage& image, Raster& out) {
  const int words = pixGetWpl(image.pix());
  for (int y = 0; y < out.height; ++y) {
    const l_uint32* line = pixGetData(image.pix()) + static_cast<std::size_t>(y) * words;
    unsigned char* to = out.row(y);
    for (int x = 0; x < out.width; ++x) {
      const bool black = (line[x >> 5] >> (31 - (x & 31)) & 1) != 0;
      to[x] = black ? 0 : kPaper;
    }
  }
}

using Byte = unsigned char;

Byte least(Byte a, Byte b) {
  return a < b ? a : b;
}
Byte most(Byte a, Byte b) {
  return a < b ? b : a;
}
Byte middle(Byte a, Byte b, Byte c) {
  return most(least(a, b), least(most(a, b), c));
}

}  // namespace

Raster to_raster(const PageImage& image) {
  Raster out(image.width(), image.height());
  if (image.depth() == 1) {
    expand_bits(image, out);
    return out;
  }
  const PixPtr swapped(pixEndianByteSwapNew(image.pix()));
  const std::size_t stride = static_cast<std::size_t>(pixGetWpl(swapped.get())) * 4;
  const auto* bytes = reinterpret_cast<const unsigned char*>(pixGetData(swapped.get()));
  for (int y = 0; y < out.height; ++y) {
    std::memcpy(out.row(y), bytes + stride * static_cast<std::size_t>(y),
                static_cast<std::size_t>(out.width));
  }
  return out;
}

PageImage to_grey_image(const Raster& raster) {
  PixPtr pix(pixCreate(raster.width, raster.height, 8));
  const std::size_t stride = static_cast<std::size_t>(pixGetWpl(pix.get())) * 4;
  auto* bytes = reinterpret_cast<unsigned char*>(pixGetData(pix.get()));
  for (int y = 0; y < raster.height; ++y) {
    std::memcpy(bytes + stride * static_cast<std::size_t>(y), raster.row(y),
                static_cast<std::size_t>(raster.width));
  }
  pixEndianByteSwap(pix.get());
  return PageImage(std::move(pix));
}

PageImage to_binary_image(const Raster& raster, int threshold) {
  PixPtr pix(pixCreate(raster.width, raster.height, 1));
  const int words = pixGetWpl(pix.get());
  for (int y = 0; y < raster.height; ++y) {
    l_uint32* line = pixGetData(pix.get()) + static_cast<std::size_t>(y) * words;
    const unsigned char* from = raster.row(y);
    for (int x = 0; x < raster.width; ++x) {
      line[x >> 5] |= static_cast<l_uint32>(from[x] < threshold) << (31 - (x & 31));
    }
  }
  return PageImage(std::move(pix));
}

Raster reduce(const Raster& raster, int factor) {
  if (factor <= 1) return raster;
  Raster out(std::max(1, raster.width / factor), std::max(1, raster.height / factor), kPaper);
  const int used_columns = std::min(out.width * factor, raster.width);
  std::vector<unsigned> sums(static_cast<std::size_t>(out.width));
  const unsigned area = static_cast<unsigned>(factor) * static_cast<unsigned>(factor);
  for (int y = 0; y < out.height && (y + 1) * factor <= raster.height; ++y) {
    std::fill(sums.begin(), sums.end(), 0U);
    for (int inner = 0; inner < factor; ++inner) {
      const unsigned char* from = raster.row(y * factor + inner);
      for (int x = 0, column = 0; x + factor <= used_columns; x += factor, ++column) {
        unsigned sum = 0;
        for (int i = 0; i < factor; ++i) sum += from[x + i];
        sums[static_cast<std::size_t>(column)] += sum;
      }
    }
    unsigned char* to = out.row(y);
    for (int x = 0; x < out.width; ++x) {
      to[x] = static_cast<unsigned char>(sums[static_cast<std::size_t>(x)] / area);
    }
  }
  return out;
}

// The columns of a window are sorted once and shared by three windows; the median
// is then that of the largest low, the middle middle and the smallest high value
// (A. Paeth, "Median finding on a 3 x 3 grid", Graphics Gems, 1990).
Raster median3(const Raster& raster) {
  Raster out = raster;
  const auto width = static_cast<std::size_t>(raster.width);
  std::vector<Byte> low(width);
  std::vector<Byte> mid(width);
  std::vector<Byte> high(width);
  for (int y = 1; y + 1 < raster.height; ++y) {
    const Byte* a = raster.row(y - 1);
    const Byte* b = raster.row(y);
    const Byte* c = raster.row(y + 1);
    for (std::size_t x = 0; x < width; ++x) {
      low[x] = least(least(a[x], b[x]), c[x]);
      mid[x] = middle(a[x], b[x], c[x]);
      high[x] = most(most(a[x], b[x]), c[x]);
    }
    Byte* to = out.row(y);
    for (std::size_t x = 1; x + 1 < width; ++x) {
      to[x] =
          middle(most(most(low[x - 1], low[x]), low[x + 1]), middle(mid[x - 1], mid[x], mid[x + 1]),
                 least(least(high[x - 1], high[x]), high[x + 1]));
    }
  }
  return out;
}

}  // namespace sohoa
