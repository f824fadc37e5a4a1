// libtiff's file calls on memory, and its messages kept off stderr. Internal to image/.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "image/image_file.h"

struct tiff;  // libtiff's TIFF

namespace sohoa {

struct TiffCloser {
  void operator()(tiff* file) const;
};
using TiffPtr = std::unique_ptr<tiff, TiffCloser>;

// What libtiff reads from or writes to; stays at its address while a TIFF is open.
struct TiffMemory {
  Bytes input;         // read mode
  std::string output;  // write mode
  bool writing = false;
  std::uint64_t at = 0;
  std::string error;       // libtiff's last error message
  bool premature = false;  // libtiff warned that fax data end too early
};

// Null when libtiff refuses; memory.error says why.
[[nodiscard]] TiffPtr open_tiff(TiffMemory& memory);

}  // namespace sohoa
