// What was read on one page: blocks of lines of words, in reading order.
#pragma once

#include <string>
#include <vector>

#include "document/geometry.h"

namespace sohoa {

// Another reading of a word that the recogniser thought possible.
struct Alternative {
  std::string text;       // UTF-8, NFC
  double confidence = 0;  // 0..1
};

struct Word {
  std::string text;       // UTF-8, NFC: the reading that is shown and searched
  std::string raw;        // the recogniser's own reading where correction changed it, else empty
  std::string reason;     // why correction changed it, else empty
  PixelBox box;           // upright box around the word, pixels of the page
  double confidence = 0;  // 0..1
  std::vector<Alternative> alternatives;  // best first, without `text` itself
};

// The baseline runs from the first word's left edge to the last word's right
// edge; on a skewed page it is not level.
struct Line {
  std::vector<Word> words;
  PixelBox box;
  PointF baseline_start;
  PointF baseline_end;
};

enum class BlockKind { text, heading, table, stamp, picture };

struct Block {
  BlockKind kind = BlockKind::text;
  PixelBox box;
  std::vector<Line> lines;
};

// How the text of a page was come by.
enum class TextSource {
  recognised,    // read from the image
  born_digital,  // taken from a trustworthy text layer of the PDF
  none           // blank page, or a page that could not be read
};

struct TextLayout {
  int width = 0;   // of the page image that the boxes refer to, pixels
  int height = 0;  // pixels
  Dpi dpi;
  TextSource source = TextSource::recognised;
  std::vector<Block> blocks;
};

// The page as plain text: words separated by a space, lines by '\n', blocks by
// an empty line. Ends with '\n' unless empty.
[[nodiscard]] std::string plain_text(const TextLayout& layout);

[[nodiscard]] std::string line_text(const Line& line);

// Mean confidence of all words weighted by their length in letters; 0 without words.
[[nodiscard]] double mean_confidence(const TextLayout& layout);

[[nodiscard]] std::size_t count_words(const TextLayout& layout);

}  // namespace sohoa
