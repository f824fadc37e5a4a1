#include "image/line_strip.h"

#include <allheaders.h>

#include <algorithm>

namespace sohoa {

namespace {

// Grey edges of a mark that the black and white image has not.
constexpr int kEdge = 1;

void copy_pixels(Pix* to, Pix* from, const PixelBox& box, const PixelBox& area) {
  pixRasterop(to, box.left - area.left, box.top - area.top, box.width, box.height, PIX_SRC, from,
              box.left, box.top);
}

PixelBox common(const PixelBox& a, const PixelBox& b) {
  const int left = std::max(a.left, b.left), top = std::max(a.top, b.top);
  return {left, top, std::min(a.right(), b.right()) - left, std::min(a.bottom(), b.bottom()) - top};
}

}  // namespace

PageImage line_strip(const PageImage& page, const PixelBox& area, int top,
                     const std::vector<PixelBox>& marks) {
  const PixelBox part = common(area, {0, 0, page.width(), page.height()});
  if (page.empty() || part.empty()) return {};
  PixPtr strip(pixCreate(part.width, part.height, page.depth()));
  if (!strip) return {};
  if (page.depth() == 1)
    pixClearAll(strip.get());
  else
    pixSetAll(strip.get());
  std::vector<PixelBox> kept = {{part.left, top, part.width, part.bottom() - top}};
  for (const PixelBox& mark : marks)
    kept.push_back(
        {mark.left - kEdge, mark.top - kEdge, mark.width + 2 * kEdge, mark.height + 2 * kEdge});
  for (const PixelBox& box : kept)
    if (const PixelBox seen = common(box, part); !seen.empty())
      copy_pixels(strip.get(), page.pix(), seen, part);
  PageImage result(std::move(strip));
  result.set_dpi(page.dpi());
  return result;
}

}  // namespace sohoa
