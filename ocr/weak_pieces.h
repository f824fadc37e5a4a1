// Pieces of lines that were read badly and may be read well on their own.
//
// Where two columns stand side by side, as in the head of a letter, layout often takes a line of
// each for one line. Their baselines differ by a few pixels, so that what follows the recogniser's
// one baseline is read well and the rest is cut at its head or foot and read as nonsense. And where
// lines stand so tight that a mark touches the letter above it, layout takes strokes of one line
// for parts of the other, and both lose words.
#pragma once

#include <vector>

#include "document/text_layout.h"
#include "ocr/weak_places.h"

namespace sohoa {

struct WeakPiece {
  WeakPlace place;
  bool off_baseline = false;  // its words do not stand on their line's baseline
  bool tangled = false;       // they reach into another line
  PixelBox area;              // to be read as one line
  PixelBox rows;              // to be read as several if that was in vain; mostly empty
};

// Stretches of words between very wide gaps, about as high as the page's words, that were read with
// little confidence or are off their line's baseline, and those that are tangled; together not
// wider than two of the page's widest lines, the weakest first to be kept. In the order of blocks
// and lines, those of one line from its end, so that replacing one does not move the others.
// Thread-safe.
[[nodiscard]] std::vector<WeakPiece> weak_pieces(const std::vector<Block>& blocks);

// Of the rows that were read of `piece.rows` the one that no other line of the page holds; null
// where that is not one.
[[nodiscard]] const Line* row_of_its_own(const WeakPiece& piece, const std::vector<Block>& blocks,
                                         const std::vector<Line>& rows);

// Puts the words of `again`, one line that was read of `piece` alone, in the place of those of
// `line` where they are read with more confidence; a piece off its baseline or tangled gives way to
// a reading that is about as sure. Boxes of both are pixels of the same image. False: nothing was
// replaced.
// Thread-safe for different lines.
bool replace_if_surer(Line& line, const WeakPiece& piece, const Line& again);

}  // namespace sohoa
