// The chunks of a PNG file (ISO/IEC 15948). Internal to image/.
#pragma once

#include <string>

#include "image/stored_image.h"

namespace sohoa {

struct PngStream {
  StoredImage image;
  int bits_a_sample = 8;
  bool palette = false;
  bool alpha = false;  // an alpha channel or a transparent colour
  bool interlaced = false;
  std::string pixels;  // all IDAT chunks joined: one zlib stream
};

[[nodiscard]] bool looks_like_png(Bytes file);

// `with_pixels`: also join the IDAT chunks. Throws Error{truncated | unreadable_image}.
[[nodiscard]] PngStream read_png_stream(Bytes file, bool with_pixels);

}  // namespace sohoa
