// Images that the tests of image/ make for themselves.
#pragma once

#include <string>
#include <vector>

#include "document/geometry.h"
#include "image/image_file.h"
#include "image/page_image.h"

struct Pix;

namespace sohoa::test {

[[nodiscard]] inline Bytes bytes_of(const std::string& text) {
  return {reinterpret_cast<const unsigned char*>(text.data()), text.size()};
}

// A white page with lines of black letter-like blocks, `depth` 1, 8 or 32.
[[nodiscard]] PageImage text_page(int width, int height, int depth);
// A smooth picture with colour in it (32 bits) or without (8).
[[nodiscard]] PageImage picture(int width, int height, int depth);
[[nodiscard]] PageImage blank_page(int width, int height, int depth);
// Turned clockwise about its centre, corners white.
[[nodiscard]] PageImage rotated(const PageImage& page, double degrees);
void fill_box(const PageImage& page, PixelBox box, int red, int green, int blue);
// Grey value, or brightness of a 32-bit pixel; 0 or 255 for 1 bit.
[[nodiscard]] int value_at(const PageImage& page, int x, int y);

enum class Saved { jpeg, png, webp, jp2, bmp, pnm };
[[nodiscard]] std::string save(const PageImage& page, Saved as);

struct TiffWay {
  int compression = 1;        // TIFF tag 259
  int rows_a_strip = 0;       // 0: all in one
  int tile = 0;               // > 0: tiles of this side
  bool white_is_zero = true;  // of 1-bit and 8-bit pages
  bool low_bit_first = false;
  int orientation = 1;
};
[[nodiscard]] std::string save_tiff(const std::vector<const PageImage*>& pages, const TiffWay& way);

// An EXIF block with this orientation put into a JPEG file.
[[nodiscard]] std::string with_orientation(const std::string& jpeg, int orientation);

// The largest difference of any channel of any pixel; 999 where sizes or depths differ.
[[nodiscard]] int largest_difference(const PageImage& a, const PageImage& b);
// The mean difference of a channel.
[[nodiscard]] double mean_difference(const PageImage& a, const PageImage& b);

// What a PDF viewer shows for an access image, before its quarter turns.
[[nodiscard]] PageImage show(const EncodedImage& image);

}  // namespace sohoa::test
