// The pieces of a page that may be stamps, cut out and levelled for reading.
#pragma once

#include <cstddef>
#include <vector>

#include "image/clean.h"

namespace sohoa {

// Bounds on the time that reading the pieces takes, about 0.1 s for 1000 mm2.
struct StampOptions {
  std::size_t most_pieces = 24;
  double most_area = 2500;  // mm2 of all pieces together; the likeliest piece is given in any case
};

struct StampPiece {
  PixelBox box;     // upright, on the cleaned page
  PointF middle;    // on the cleaned page: what shows in the middle of `image`
  Degrees turn;     // the clockwise turn that levelled it, within 46 degrees
  PageImage image;  // 8 bits, level, without frame and neighbours
};

// Pieces of coloured ink that have the size of stamp text, and small frames in
// black ink with something in them, at any slant up to 45 degrees, those most
// like a stamp of text first; round seals are left out. Frames are painted
// white. Where letters and frame point in different ways the piece is given
// twice. Thread-safe.
[[nodiscard]] std::vector<StampPiece> stamp_pieces(const CleanPage& page,
                                                   const StampOptions& options);

// From `piece.image` to the cleaned page; a box becomes the upright box that covers it.
[[nodiscard]] PointF to_cleaned(const StampPiece& piece, PointF point);
[[nodiscard]] PixelBox to_cleaned(const StampPiece& piece, PixelBox box);

}  // namespace sohoa
