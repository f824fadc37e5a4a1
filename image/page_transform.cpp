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

// Where a point was before the page was turned clockwise about the point 0, 0.
PointF turned_back(PointF p, int quarter_turns) {
  switch (((quarter_turns % 4) + 4) % 4) {
    case 1:
      return {p.y, -p.x};
    case 2:
      return {-p.x, -p.y};
    case 3:
      return {-p.y, p.x};
    default:
      return p;
  }
}

// `count` pixels from one point of the page towards the other, which is not among them;
// paper where they lie outside.
void sample_run(const Raster& page, PointF from, PointF to, int count, unsigned char* out) {
  constexpr double kOne = 65536;
  const auto step_x = static_cast<int>(std::lround((to.x - from.x) / count * kOne));
  const auto step_y = static_cast<int>(std::lround((to.y - from.y) / count * kOne));
  long long at_x = std::llround((from.x - 0.5) * kOne);
  long long at_y = std::llround((from.y - 0.5) * kOne);
  for (int i = 0; i < count; ++i, at_x += step_x, at_y += step_y) {
    const int left = static_cast<int>(at_x >> 16);
    const int top = static_cast<int>(at_y >> 16);
    if (left < 0 || top < 0 || left + 1 >= page.width || top + 1 >= page.height) continue;
    const int right_part = static_cast<int>(at_x >> 8 & 0xff);
    const int lower_part = static_cast<int>(at_y >> 8 & 0xff);
    const unsigned char* upper = page.row(top) + left;
    const unsigned char* lower = upper + page.width;
    const int above = upper[0] * (256 - right_part) + upper[1] * right_part;
    const int below = lower[0] * (256 - right_part) + lower[1] * right_part;
    out[i] =
        static_cast<unsigned char>((above * (256 - lower_part) + below * lower_part + 32768) >> 16);
  }
}

}  // namespace

PointF to_page(const PageTransform& transform, PointF cleaned) {
  const PageTransform& t = transform;
  const bool on_side = t.quarter_turns % 2 != 0;
  const PointF turned{cleaned.x / t.scale - (on_side ? t.height : t.width) / 2.0,
                      cleaned.y / t.scale - (on_side ? t.width : t.height) / 2.0};
  PointF p = turned_back(turned, t.quarter_turns - t.bend_turns);
  p.y += t.bend.at(p);
  // The inverse of a clockwise turn with y downwards.
  const Turn turn = turn_of(t.skew);
  p = {turn.cosine * p.x + turn.sine * p.y, -turn.sine * p.x + turn.cosine * p.y};
  p = turned_back(p, t.bend_turns);
  return {p.x + t.width / 2.0, p.y + t.height / 2.0};
}

PixelBox to_page(const PageTransform& transform, PixelBox cleaned) {
  const double left = cleaned.left;
  const double top = cleaned.top;
  const double width = cleaned.width;
  const double height = cleaned.height;
  PointF least = to_page(transform, PointF{left, top});
  PointF most = least;
  // A bent edge may reach further between its corners than at them.
  const int steps = transform.bend.is_flat() ? 1 : 8;
  for (int i = 0; i <= steps; ++i) {
    const double x = left + width * i / steps;
    const double y = top + height * i / steps;
    for (const PointF edge :
         {PointF{x, top}, PointF{x, top + height}, PointF{left, y}, PointF{left + width, y}}) {
      const PointF p = to_page(transform, edge);
      least = {std::min(least.x, p.x), std::min(least.y, p.y)};
      most = {std::max(most.x, p.x), std::max(most.y, p.y)};
    }
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

Raster level(const Raster& page, Degrees turn, const PageBend& bend, double scale) {
  constexpr int kStretch = 16;  // pixels on which a bent line is taken for straight
  Raster out(std::max(1, static_cast<int>(std::lround(page.width * scale))),
             std::max(1, static_cast<int>(std::lround(page.height * scale))), kPaper);
  const Turn t = turn_of(turn);
  const PointF centre{page.width / 2.0, page.height / 2.0};
  const auto source = [&](double x, double y) {
    PointF p{x / scale - centre.x, y / scale - centre.y};
    p.y += bend.at(p);
    return PointF{t.cosine * p.x + t.sine * p.y + centre.x,
                  -t.sine * p.x + t.cosine * p.y + centre.y};
  };
  const int stretch = bend.is_flat() ? out.width : kStretch;
  for (int y = 0; y < out.height; ++y) {
    PointF from = source(0.5, y + 0.5);
    for (int x = 0; x < out.width; x += stretch) {
      const int count = std::min(stretch, out.width - x);
      const PointF to = source(x + count + 0.5, y + 0.5);
      sample_run(page, from, to, count, out.row(y) + x);
      from = to;
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
