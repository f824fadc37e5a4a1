// The colour spaces in which scans are stored, and samples brought from them to
// grey or RGB.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pdf/reader_objects.h"

namespace sohoa {

struct ColourSpace {
  int components = 0;  // of a colour: 1 grey, 3 RGB
  bool indexed = false;
  std::string palette;  // indexed: `components` bytes a colour
};

// Device, calibrated and ICC-based grey and RGB, and palettes of them; nullopt
// for anything else (CMYK, Lab, Separation…).
[[nodiscard]] std::optional<ColourSpace> colour_space(QPDFObjectHandle object);

// /Decode as [min max] a component; nullopt when it is malformed. Without one,
// the default of ISO 32000-1, table 90.
[[nodiscard]] std::optional<std::vector<double>> decode_array(QPDFObjectHandle image,
                                                              const ColourSpace& space, int bits);
[[nodiscard]] bool is_default_decode(const std::vector<double>& decode, const ColourSpace& space,
                                     int bits);

// For a 1-bit image: +1 when a 0 sample shows black and a 1 white, -1 the other
// way round, 0 when it shows other colours.
[[nodiscard]] int bilevel_sense(const ColourSpace& space, const std::vector<double>& decode);

struct SampleLayout {
  int width = 0;
  int height = 0;
  int bits = 8;  // 1, 2, 4 or 8 a sample; rows begin on a byte
};

// 8-bit samples, space.components a pixel. `samples` must hold all rows.
[[nodiscard]] std::string to_eight_bits(const std::string& samples, const SampleLayout& layout,
                                        const ColourSpace& space,
                                        const std::vector<double>& decode);

}  // namespace sohoa
