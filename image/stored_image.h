// What a file's header says of one image, before any pixel is decoded.
// Internal to image/.
#pragma once

#include <string>

#include "document/error.h"
#include "document/geometry.h"
#include "image/image_file.h"

namespace sohoa {

struct StoredImage {
  int width = 0;  // as stored, before orientation
  int height = 0;
  int bits = 0;        // a pixel
  int components = 0;  // 1 grey, bilevel or palette; 2 grey and alpha; 3; 4
  Dpi dpi;
  int orientation = 1;   // EXIF and TIFF numbering, 1..8
  bool complete = true;  // false: the file ends before the image does
};

[[noreturn]] inline void image_failed(Reason reason, const std::string& message) {
  throw Error(ErrorKind::document_failed, reason, "pages", message);
}

// Throws Error{image_too_large | truncated | unreadable_image}. Size goes
// first: a bomb is called a bomb even where it is cut short.
void check_stored(const StoredImage& image, const ImageLimits& limits);

// Width and height of the upright image.
[[nodiscard]] ImagePageInfo upright_info(const StoredImage& image);

}  // namespace sohoa
