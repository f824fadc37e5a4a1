// Lines of type through Pango: the only part that knows fonts and line breaking.
#pragma once

#include <string>
#include <vector>

#include "samples/make/page_setting.h"

namespace sohoa::samples {

enum class Align { left, centre, right, justify };

struct Type {
  std::string family;
  double points = 14;
  bool bold = false;
  bool italic = false;
  Align align = Align::left;
  double indent = 0;  // points, first line
};

struct Block {
  std::vector<SetLine> lines;               // x from the block's left edge, baseline not yet set
  std::vector<double> widths;               // points, of each line's ink and spaces
  std::vector<SetHandwriting> handwriting;  // at.y is the line's index
};

// Breaks `text` (with **, __ and {} as in letter.h) into lines of `width` points.
[[nodiscard]] Block set_type(const std::string& text, const Type& type, double width);

// Throws std::runtime_error naming the Debian package when fontconfig has no such family.
void require_font(const std::string& family);

}  // namespace sohoa::samples
