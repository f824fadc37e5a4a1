// Rows of a page rebuilt from the words and their boxes, whatever blocks the
// recogniser put them in: the two columns of a letter's head may arrive as two
// blocks, as one, or interleaved. Internal to records/.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "document/text_layout.h"

namespace sohoa {

struct Row {
  std::vector<Word> words;  // left to right, never empty
  PixelBox box;
  std::string text;    // words joined by a space
  std::string folded;  // fold(text)
  double confidence = 0;

  [[nodiscard]] int centre_x() const { return box.left + box.width / 2; }
  [[nodiscard]] int centre_y() const { return box.top + box.height / 2; }
};

[[nodiscard]] Row make_row(std::vector<Word> words);

enum class Stamps { left_out, kept, alone };

// The rows of the words whose centres lie inside `region`, top to bottom.
[[nodiscard]] std::vector<Row> rows_in(const TextLayout& page, const PixelBox& region,
                                       Stamps stamps = Stamps::left_out);
[[nodiscard]] std::vector<Row> rows_of(const TextLayout& page);

// The words [first, last) of a row as a row of their own.
[[nodiscard]] Row part_of(const Row& row, std::size_t first, std::size_t last);

// The row without words that hold neither letter nor digit (remains of rules,
// frames and seals); no words are left when it held nothing else.
[[nodiscard]] Row without_marks(const Row& row);

// The row cut where a gap is wider than text ever sets between words.
[[nodiscard]] std::vector<Row> split_at_gaps(const Row& row);

// The height of the row's middle word, pixels; 0 without words.
[[nodiscard]] int letter_height(const Row& row);

}  // namespace sohoa
