// The text of a born-digital page, as pdftotext finds it: `pdftotext
// -bbox-layout` is run, its XHTML read strictly.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document/geometry.h"
#include "document/text_layout.h"

namespace sohoa {

// Points from the top left corner of the displayed page, y downwards.
struct TextBox {
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;
};

struct TextWord {
  std::string text;  // UTF-8, NFC, not empty
  TextBox box;
};

struct TextLine {
  std::vector<TextWord> words;
  TextBox box;
};

struct TextBlock {
  std::vector<TextLine> lines;
};

struct TextPage {
  std::vector<TextBlock> blocks;
};

// The pages of pdftotext's output in order; nullopt when it is not of the form
// that poppler 22 writes.
[[nodiscard]] std::optional<std::vector<TextPage>> parse_bbox_layout(std::string_view xhtml);

// Words of the page in reading order, separated by spaces and line ends.
[[nodiscard]] std::string text_of(const TextPage& page);

// A page of `width` x `height` pixels at `dpi`. Boxes are clipped to the page;
// words outside it are left out. Two blocks of one line each that stand closely
// side by side become one line: a gap left for a number ("Số:      /TB-UBND")
// parts them in poppler's eyes only.
[[nodiscard]] TextLayout to_layout(const TextPage& page, int width, int height, Dpi dpi);

}  // namespace sohoa
