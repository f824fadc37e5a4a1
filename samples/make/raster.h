// A page's pixels while it is made, and the random numbers that age it.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

namespace sohoa::samples {

// RGB, 8 bits a channel, rows from the top.
struct Raster {
  int width = 0;
  int height = 0;
  double dpi = 0;
  std::vector<unsigned char> rgb;

  Raster() = default;
  Raster(int w, int h, double dots_per_inch)
      : width(w),
        height(h),
        dpi(dots_per_inch),
        rgb(static_cast<std::size_t>(w) * static_cast<std::size_t>(h) * 3, 255) {}

  [[nodiscard]] std::size_t offset(int x, int y) const {
    return (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
            static_cast<std::size_t>(x)) *
           3;
  }
  [[nodiscard]] double pixels_per_mm() const { return dpi / 25.4; }
};

// xorshift64* (Vigna, 2016). Not <random>: its distributions differ between
// standard libraries, and the samples must come out alike everywhere.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15ULL + 1) {
    for (int i = 0; i < 8; ++i) next();
  }
  std::uint64_t next() {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return state_ * 0x2545F4914F6CDD1DULL;
  }
  // 0 <= value < 1
  double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
  double between(double low, double high) { return low + (high - low) * unit(); }
  int below(int count) { return static_cast<int>(unit() * count); }
  // Mean 0, deviation 1: Irwin-Hall sum of four, near enough to a bell for noise.
  double bell() { return (unit() + unit() + unit() + unit() - 2.0) * 1.7320508; }

 private:
  std::uint64_t state_;
};

}  // namespace sohoa::samples
