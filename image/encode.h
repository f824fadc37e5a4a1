// Encodings for images that PDF cannot take as they are. Internal to image/.
#pragma once

#include <cstddef>

#include "image/image_file.h"

namespace sohoa {

// 1 bit as G4, else flate with PNG predictors.
[[nodiscard]] EncodedImage encode_lossless(const PageImage& image);

// As encode_lossless; where that takes more than `budget` bytes, a JPEG of high quality
// if that is smaller.
[[nodiscard]] EncodedImage encode_within(const PageImage& image, std::size_t budget);

// The first of a few falling qualities whose JPEG takes at most `budget` bytes, or the last.
[[nodiscard]] EncodedImage encode_as_jpeg(const PageImage& image, std::size_t budget);

// A 32-bit image without any colour as 8 bits, an 8-bit one of black and white as 1 bit.
[[nodiscard]] PageImage drop_unused_depth(const PageImage& image);

// What the project allows an access copy above the original image data.
[[nodiscard]] std::size_t access_budget(std::size_t original_bytes);

}  // namespace sohoa
