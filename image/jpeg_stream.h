// The markers of a JPEG file (ITU-T T.81, annex B). Internal to image/.
#pragma once

#include <cstddef>
#include <string>

#include "image/stored_image.h"

namespace sohoa {

struct JpegStream {
  StoredImage image;
  int process = 0;  // SOF marker's number: 0 baseline, 1 extended, 2 progressive…
  int bits_a_sample = 8;
  bool says_colour = true;  // false: three components with neither JFIF, Adobe nor ids 1, 2, 3
  std::size_t end = 0;      // one past EOI; the file's size where EOI is missing
};

[[nodiscard]] bool looks_like_jpeg(Bytes file);

// Throws Error{truncated | unreadable_image} when no frame header is found.
[[nodiscard]] JpegStream read_jpeg_stream(Bytes file);

// A JPEG file made of the abbreviated streams that a TIFF keeps (TIFF Technical
// Note 2): shared tables, one strip, and a marker that tells the colour space.
[[nodiscard]] std::string join_tiff_jpeg(Bytes tables, Bytes strip, bool is_rgb);

}  // namespace sohoa
