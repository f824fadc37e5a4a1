// Sets short letters as layouts, as a recogniser would give them at 300 dpi.
#pragma once

#include <string>
#include <string_view>

#include "document/text_layout.h"

namespace sohoa::testing {

// An A4 page of one block; every call sets one row, `row` counted from the top
// margin in steps of 75 pixels.
class LetterPage {
 public:
  LetterPage();

  LetterPage& left(double row, std::string_view text);    // centred in the left column
  LetterPage& right(double row, std::string_view text);   // centred in the right column
  LetterPage& centre(double row, std::string_view text);  // centred in the text
  LetterPage& body(double row, std::string_view text);    // a paragraph's first row
  LetterPage& at(int x, double row, std::string_view text, double confidence = 0.95);

  // Everything turned clockwise about the page's top left corner, boxes upright.
  [[nodiscard]] TextLayout skewed(double degrees) const;
  [[nodiscard]] TextLayout layout() const { return layout_; }
  // Each row a block of its own, last row first: order must not matter.
  [[nodiscard]] TextLayout scattered() const;

 private:
  void centred_on(int x, double row, std::string_view text);

  TextLayout layout_;
};

}  // namespace sohoa::testing
