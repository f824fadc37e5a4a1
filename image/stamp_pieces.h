// The pieces of a page that may be stamps, cut out and levelled for reading.
#pragma once

#include <cstddef>
#include <vector>

#include "image/clean.h"

namespace sohoa {

struct StampOptions {
  std::size_t most_pieces = 8;  // of coloured ink, and as many frames: a bound on the time
};

struct StampPiece {
  PixelBox box;     // on the cleaned page
  Degrees turn;     // the clockwise turn that levelled it
  PageImage image;  // 8 bits, level, without frame; its middle shows the middle of `box`
};

// Pieces of coloured ink that have the size of stamp text, and small frames in
// black ink with something in them; straight strokes too long for letters are
// painted white. Thread-safe.
[[nodiscard]] std::vector<StampPiece> stamp_pieces(const CleanPage& page,
                                                   const StampOptions& options);

// From `piece.image` to the cleaned page; a box becomes the upright box that covers it.
[[nodiscard]] PointF to_cleaned(const StampPiece& piece, PointF point);
[[nodiscard]] PixelBox to_cleaned(const StampPiece& piece, PixelBox box);

}  // namespace sohoa
