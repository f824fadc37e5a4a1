#include "image/page_transform.h"

#include <allheaders.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sohoa {
namespace {

struct Turn {
  double cosine;
  double sine;
};

Turn turn_of(Degrees angle) {
  const double radians = angle.value * std::numbers::pi / 180;
  return {std::cos(radians), std::sin(radians)};
}

// Size of the page after the quarter turns, before scaling.
PointF turned_size(const PageTransform& t) {
  const double width = t.width;
  const double height = t.height;
  return t.quarter_turns % 2 == 0 ? PointF{width, height} : PointF{height, width};
}

PointF undo_quarter_turns(const PageTransform& t, PointF p) {
  switch (t.quarter_turns) {
    case 1:
      return {p.y, t.height - p.x};
    case 2:
      return {t.width - p.x, t.height - p.y};
    case 3:
      return {t.width - p.y, p.x};
    default:
      return p;
  }
}

}  // namespace

PointF to_page(const PageTransform& transform, PointF cleaned) {
  const PointF size = turned_size(transform);
  const PointF centre{size.x / 2, size.y / 2};
  const double x = cleaned.x / transform.scale - centre.x;
  const double y = cleaned.y / transform.scale - centre.y;
  const Turn turn = turn_of(transform.skew);
  // The inverse of a clockwise turn with y downwards.
  const PointF level{turn.cosine * x + turn.sine * y + centre.x,
                     -turn.sine * x + turn.cosine * y + centre.y};
  return undo_quarter_turns(transform, level);
}

PixelBox to_page(const PageTransform& transform, PixelBox cleaned) {
  const double left = cleaned.left;
  const double top = cleaned.top;
  const double right = cleaned.right();
  const double bottom = cleaned.bottom();
  const PointF corners[4] = {
      to_page(transform, PointF{left, top}), to_page(transform, PointF{right, top}),
      to_page(transform, PointF{left, bottom}), to_page(transform, PointF{right, bottom})};
  PointF least = corners[0];
  PointF most = corners[0];
  for (const PointF& corner : corners) {
    least = {std::min(least.x, corner.x), std::min(least.y, corner.y)};
    most = {std::max(most.x, corner.x), std::max(most.y, corner.y)};
  }
  constexpr double kRounding = 1e-6;
  const auto floor_in = [](double value, int size) {
    return std::clamp(static_cast<int>(std::floor(value + kRounding)), 0, size);
  };
  const auto ceil_in = [](double value, int size) {
    return std::clamp(static_cast<int>(std::ceil(value - kRounding)), 0, size);
  };
  const int x = floor_in(least.x, transform.width);
  const int y = floor_in(least.y, transform.height);
  return {x, y, ceil_in(most.x, transform.width) - x, ceil_in(most.y, transform.height) - y};
}

Raster level(const Raster& page, Degrees turn, double scale) {
  constexpr double kOne = 65536;
  Raster out(std::max(1, static_cast<int>(std::lround(page.width * scale))),
             std::max(1, static_cast<int>(std::lround(page.height * scale))), kPaper);
  const Turn t = turn_of(turn);
  const double across = page.width / 2.0;
  const double down = page.height / 2.0;
  const int step_x = static_cast<int>(std::lround(t.cosine / scale * kOne));
  const int step_y = static_cast<int>(std::lround(-t.sine / scale * kOne));
  for (int y = 0; y < out.height; ++y) {
    const double from_x = 0.5 / scale - across;
    const double from_y = (y + 0.5) / scale - down;
    long long at_x = std::llround((t.cosine * from_x + t.sine * from_y + across - 0.5) * kOne);
    long long at_y = std::llround((-t.sine * from_x + t.cosine * from_y + down - 0.5) * kOne);
    unsigned char* to = out.row(y);
    for (int x = 0; x < out.width; ++x, at_x += step_x, at_y += step_y) {
      const int left = static_cast<int>(at_x >> 16);
      const int top = static_cast<int>(at_y >> 16);
      if (left < 0 || top < 0 || left + 1 >= page.width || top + 1 >= page.height) continue;
      const int right_part = static_cast<int>(at_x >> 8 & 0xff);
      const int lower_part = static_cast<int>(at_y >> 8 & 0xff);
      const unsigned char* upper = page.row(top) + left;
      const unsigned char* lower = upper + page.width;
      const int above = upper[0] * (256 - right_part) + upper[1] * right_part;
      const int below = lower[0] * (256 - right_part) + lower[1] * right_part;
      to[x] = static_cast<unsigned char>(
          (above * (256 - lower_part) + below * lower_part + 32768) >> 16);
    }
  }
  return out;
}

Raster quarter_turned(const Raster& page, int quarter_turns) {
  if (quarter_turns == 0 || page.empty()) return page;
  const PageImage image = to_grey_image(page);
  return to_raster(PageImage(PixPtr(pixRotateOrth(image.pix(), quarter_turns))));
}

}  // namespace sohoa
