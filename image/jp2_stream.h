// The boxes of a JP2 file and the main header of a JPEG 2000 code stream
// (ITU-T T.800, annexes A and I). Internal to image/.
#pragma once

#include <string>

#include "image/stored_image.h"

namespace sohoa {

struct Jp2Stream {
  StoredImage image;
  bool boxed = false;  // a JP2 file, not a bare code stream
  bool plain = false;  // 8 bit, no subsampling, no palette, grey or sRGB or an ICC profile
};

[[nodiscard]] bool looks_like_jp2(Bytes file);

// Throws Error{truncated | unreadable_image}.
[[nodiscard]] Jp2Stream read_jp2_stream(Bytes file);

// The file itself where it has boxes; else the code stream in the smallest JP2 file.
[[nodiscard]] std::string as_jp2_file(Bytes file, const Jp2Stream& stream);

}  // namespace sohoa
