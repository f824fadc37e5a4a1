// An 8-bit image in plain byte order, for loops that the compiler can
// vectorise (a PIX keeps bytes swapped within words). Internal to image/.
#pragma once

#include <cstddef>
#include <vector>

#include "image/page_image.h"

namespace sohoa {

struct Raster {
  Raster() = default;
  Raster(int w, int h, unsigned char value = 0)
      : width(w),
        height(h),
        data(static_cast<std::size_t>(w) * static_cast<std::size_t>(h), value) {}

  [[nodiscard]] unsigned char* row(int y) {
    return data.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
  }
  [[nodiscard]] const unsigned char* row(int y) const {
    return data.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
  }
  [[nodiscard]] bool empty() const { return data.empty(); }

  int width = 0;
  int height = 0;
  std::vector<unsigned char> data;
};

// The even brightness that cleaning gives to paper; ink is darker.
inline constexpr int kPaper = 250;

// From 1 bit (paper at kPaper) or 8 bits.
[[nodiscard]] Raster to_raster(const PageImage& image);
[[nodiscard]] PageImage to_grey_image(const Raster& raster);
// Pixels darker than `threshold` become black.
[[nodiscard]] PageImage to_binary_image(const Raster& raster, int threshold);
// Mean of blocks of factor x factor pixels; a rest at the right and below is dropped.
[[nodiscard]] Raster reduce(const Raster& raster, int factor);
// Each pixel the median of its 3 x 3 neighbours; the outermost pixels stay.
[[nodiscard]] Raster median3(const Raster& raster);

}  // namespace sohoa
