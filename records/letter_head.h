// The head of a letter: where its two columns part and where it ends.
// NĐ 30/2020/NĐ-CP Phụ lục I and HD 36-HD/VPTW agree on it: issuing body and
// number at the left, national header (or the Party's) and date at the right.
// Internal to records/.
#pragma once

#include <optional>
#include <vector>

#include "records/rows.h"

namespace sohoa {

struct LetterHead {
  bool party = false;                     // "ĐẢNG CỘNG SẢN VIỆT NAM" stands at the right
  bool found = false;                     // the national or the Party header was read
  PixelBox header;                        // of that header; where it would be when not found
  int gutter = 0;                         // x: words left of it belong to the issuing body
  std::vector<Row> left;                  // upper half of the page, left of the gutter
  std::vector<Row> right;                 // upper half, right of it
  std::optional<std::size_t> number_row;  // index in `left` of the row with "Số"
  std::optional<std::size_t> date_row;    // index in `right` of "ngày … tháng … năm"

  // The lowest edge of the number and date rows; of the header without them.
  [[nodiscard]] int bottom() const;
};

[[nodiscard]] LetterHead find_letter_head(const TextLayout& page);

}  // namespace sohoa
