// The exponents of m² and m³, which the recogniser's models do not know.
//
// They are read as whatever looks like them (m?, mˆ, m°) or not at all. On the page they are small
// pieces of ink that stand higher than the m before them; read alone, such a piece is a plain
// digit.
#pragma once

#include <cstddef>
#include <vector>

#include "document/geometry.h"
#include "document/text_layout.h"
#include "image/page_image.h"

namespace sohoa {

struct RaisedDigit {
  std::size_t block = 0;
  std::size_t line = 0;
  std::size_t word = 0;
  PixelBox box;           // of the digit alone
  bool followed = false;  // by a sign of punctuation
};

// Behind "m", or "km" and the like; where something like a letter was read for the digit, only if
// the unit follows a number or a stroke (đồng/m²) or stands alone in its cell or line. Boxes are
// pixels of `binary`, a page image of 1 bit. Thread-safe.
[[nodiscard]] std::vector<RaisedDigit> find_raised_digits(const std::vector<Block>& blocks,
                                                          const PageImage& binary);

// Writes the unit in `word` with ² or ³, as `again`, what was read of the digit alone, says; what
// else it says changes nothing. Thread-safe for different words.
void raise_digit(Word& word, const RaisedDigit& digit, const std::vector<Line>& again);

}  // namespace sohoa
