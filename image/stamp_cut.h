// Cutting a piece of ink out of the page, level and without its frame. Internal to image/.
#pragma once

#include "image/stamp_pieces.h"
#include "image/stamp_shape.h"

namespace sohoa {

// Lengths on a page, at a known or, from the width of an A4 sheet, guessed resolution.
class Millimetres {
 public:
  Millimetres(const PageImage& image, double dpi);
  [[nodiscard]] int pixels(double millimetres) const;  // at least 1
  [[nodiscard]] double per_millimetre() const { return dots_; }
  [[nodiscard]] double dpi() const;

 private:
  double dots_;
};

// Ink darker than this on the paper of a cleaned page counts.
inline constexpr int kStampInk = 176;
// Longer straight strokes are frames, not letters; mm.
inline constexpr double kLongestStroke = 9;
// Kept around a piece; mm.
inline constexpr double kStampMargin = 2;

// Where a piece lies: what is black in `mask`, a raster `scale` times smaller than the
// page whose left top corner stands at (left, top) of the page so reduced.
struct StampArea {
  PixPtr mask;
  int left = 0;
  int top = 0;
  int scale = 1;
};

// `ink`: of the piece, mm on the page. The image is empty where memory or the page ends.
[[nodiscard]] StampPiece cut_stamp(const PageImage& page, const StampArea& area,
                                   const InkPoints& ink, Degrees turn, const Millimetres& mm);

}  // namespace sohoa
