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

// What a second recogniser made of a word; it is asked about doubtful lines only.
enum class SecondReading { none, same, other };

struct Word {
  std::string text;       // UTF-8, NFC: the reading that is shown and searched
  std::string raw;        // the recogniser's own reading where correction changed it, else empty
  std::string reason;     // why correction changed it, else empty
  PixelBox box;           // upright box around the word, pixels of the page
  double confidence = 0;  // 0..1
  std::vector<Alternative> alternatives;  // best first, without `text` itself
  // `other`: its reading is the first of `alternatives`, until correction.
  SecondReading second = SecondReading::none;
};

// The baseline runs from the first word's left edge to the last word's right
// edge; on a skewed page it is not level.
struct Line {
  std::vector<Word> words;
  PixelBox box;
  PointF baseline_start;
  PointF baseline_end;
  int cell = -1;  // in a table: the place of its cell in Block::cells, else -1
};

enum class BlockKind { text, heading, table, stamp, picture };

// What a block is for. What is not `body` repeats or comments the text of the
// document and may be left out where only that text matters.
enum class BlockRole { body, page_number, running_head, footnote };

// One cell of a table; rows and columns count from 0.
struct TableCell {
  PixelBox box;
  int row = 0;
  int column = 0;
  int rows = 1;     // it reaches over so many
  int columns = 1;  // it reaches over so many
};

struct Block {
  BlockKind kind = BlockKind::text;
  PixelBox box;
  // Of a table whose cells are known: cell by cell in the order of `cells`.
  std::vector<Line> lines;
  BlockRole role = BlockRole::body;
  // Of a table, by row, then by column, empty cells too; empty where only its place is known.
  std::vector<TableCell> cells = {};
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
// an empty line. In a table with cells a row is a line, its cells separated by
// tabs and the lines of a cell by spaces. Ends with '\n' unless empty.
[[nodiscard]] std::string plain_text(const TextLayout& layout);

[[nodiscard]] std::string line_text(const Line& line);

// Mean confidence of all words weighted by their length in letters; 0 without words.
[[nodiscard]] double mean_confidence(const TextLayout& layout);

[[nodiscard]] std::size_t count_words(const TextLayout& layout);

}  // namespace sohoa
