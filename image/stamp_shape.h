// What the shape of a piece of ink says before it is read. Internal to image/.
#pragma once

#include <vector>

#include "document/geometry.h"

namespace sohoa {

// Ink pixels in millimetres, in any order.
using InkPoints = std::vector<PointF>;

// Whether the outline is a circle: a ring of ink at one distance from the middle.
// Needs most of the ring only, as seals come out faint and are signed over.
[[nodiscard]] bool is_round(const InkPoints& ink);

// The clockwise turn within 46 degrees that levels the lines of text or frame in
// `ink`; 0 where no direction stands out. Method: as find_skew, W. Postl's
// projection profiles, here over all ink.
[[nodiscard]] Degrees levelling_turn(const InkPoints& ink);

struct Extent {
  double left = 0, top = 0, right = 0, bottom = 0;
  [[nodiscard]] double width() const { return right - left; }
  [[nodiscard]] double height() const { return bottom - top; }
};

// Of the ink turned clockwise about the origin.
[[nodiscard]] Extent extent_of(const InkPoints& ink, Degrees turn);

// Clockwise about the origin, as seen with y downwards.
[[nodiscard]] PointF turned_by(PointF point, Degrees turn);

}  // namespace sohoa
