// What people put on a letter after it was printed: seal, signature, stamps,
// number and day by hand.
#pragma once

#include <string>
#include <vector>

#include "samples/make/page_setting.h"
#include "samples/make/raster.h"

struct _cairo;

namespace sohoa::samples {

struct Seal {
  std::string upper;   // on the circle, above
  std::string lower;   // on the circle, below
  std::string middle;  // under the star
};

// Coordinates in points. All ink is laid over the type as ink is: type stays
// visible through it. What is drawn is added to `words` as it reads.
void draw_seal(_cairo* cairo, const Seal& seal, Point centre, double strength, Random& random);
void draw_signature(_cairo* cairo, Point centre, Random& random);
void draw_handwriting(_cairo* cairo, const SetHandwriting& hand, Random& random);
// A red frame with capitals: "MẬT", "KHẨN", "HỎA TỐC".
void draw_framed_stamp(_cairo* cairo, const std::string& text, Point centre, double slant,
                       std::vector<std::string>& words, Random& random);
// "CÔNG VĂN ĐẾN" with number and day written in; blue or violet ink.
void draw_incoming_stamp(_cairo* cairo, const std::string& body, const std::string& number,
                         const std::string& day, Point centre, double slant,
                         std::vector<std::string>& words, Random& random);

}  // namespace sohoa::samples
