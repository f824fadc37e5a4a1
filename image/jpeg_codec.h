// JPEG pixels in and out, by libjpeg. Internal to image/. Thread-safe.
#pragma once

#include <string>

#include "image/page_image.h"
#include "image/stored_image.h"

namespace sohoa {

// 8 bits for grey, else 32. CMYK becomes RGB. Throws Error{truncated} where the
// scan data end before the image does, Error{unreadable_image} else.
[[nodiscard]] PageImage decode_jpeg(Bytes file);

struct JpegOptions {
  int quality = 90;
  bool full_colour = false;  // chroma at full resolution (4:4:4), else 4:2:0
};

// `image` has 8 or 32 bits.
[[nodiscard]] std::string encode_jpeg(const PageImage& image, const JpegOptions& options);

}  // namespace sohoa
