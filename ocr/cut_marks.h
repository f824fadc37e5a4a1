// Words whose upper marks the recogniser could not see.
//
// Layout drops small strokes that stand high above a line as dirt: the acute of "sống", the grave
// of "Đền". A line is then cut out for reading as high as its letters, and the mark is gone: the
// word is read without it, and surely ("sông"). Such strokes are still on the page; the words below
// them are read again with room above.
#pragma once

#include <vector>

#include "document/geometry.h"
#include "document/text_layout.h"
#include "ocr/weak_places.h"

namespace sohoa {

// The `pieces` of ink that begin above the box of `line` and belong to no other line of `blocks`.
// Thread-safe.
[[nodiscard]] std::vector<PixelBox> marks_above(const Line& line, const std::vector<Block>& blocks,
                                                const std::vector<PixelBox>& pieces);

struct CutMarks {
  WeakPlace place;              // the words and their neighbours
  std::vector<PixelBox> marks;  // all that stand above the line within the place
};

// Words with marks above their line that have a letter with hat or breve, or any vowel among
// capitals, and were read without a tone above it; together at most a tenth of the width of all
// lines, or one line where that is more, from the top of the page on. All boxes are pixels of the
// same upright image. Thread-safe.
[[nodiscard]] std::vector<CutMarks> find_cut_marks(const std::vector<Block>& blocks,
                                                   const std::vector<PixelBox>& pieces);

// Whether a word of `again` has the letters of a word of `line` in its place, whatever their
// marks; else it is no reading of this place. Thread-safe.
[[nodiscard]] bool has_a_word_of(const Line& line, const Line& again);

// Where a word of `again`, read of the same place with room above, has the letters of the word of
// `line` with other marks and no fewer, its text is taken over, with a confidence that leaves the
// context a say; the reading without the mark stays as an unlikely alternative. Thread-safe for
// different lines.
void take_marks(Line& line, const Line& again);

}  // namespace sohoa
