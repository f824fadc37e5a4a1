// A CCITT fax stream in a TIFF file of its own, for readers that know TIFF only.
#pragma once

#include <string>

#include "document/geometry.h"

namespace sohoa {

enum class FaxCode { g4, g3_one_dimension, g3_two_dimensions, rows_on_bytes };

struct FaxImage {
  FaxCode code{};
  int width = 0;
  int height = 0;
  bool black_is_zero = false;  // false: as fax codes it, black runs are black
  Dpi dpi;                     // 0: not said
};

// TIFF 6.0, little endian, one strip that holds `data` unchanged. Width and
// height must be positive; `data` must be smaller than 4 GB.
[[nodiscard]] std::string wrap_fax_in_tiff(const FaxImage& image, const std::string& data);

}  // namespace sohoa
