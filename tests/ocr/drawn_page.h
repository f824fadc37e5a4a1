// Pages drawn for the tests of this folder with Pango and Cairo.
#pragma once

#include <string>
#include <vector>

#include "image/page_image.h"

namespace sohoa {

struct DrawnText {
  std::string text;     // UTF-8; '\n' begins a line
  double left = 0;      // pixels
  double top = 0;       // pixels
  double size = 50;     // of the letters, pixels
  unsigned rgb = 0;     // 0xRRGGBB
  bool framed = false;  // a line of 5 pixels around it
  double degrees = 0;   // clockwise about its left top corner
  int frames = 1;       // lines around it when framed, one in the other
};

// White page of the given size, 32 bits a pixel, 300 dpi.
[[nodiscard]] PageImage draw_page(int width, int height, const std::vector<DrawnText>& texts);

}  // namespace sohoa
