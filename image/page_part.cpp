#include "image/page_part.h"

#include <allheaders.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "image/leptonica_lists.h"
#include "image/raster.h"

namespace sohoa {
namespace {

// The middles of all joined strokes, downwards.
std::vector<int> heights_of(Pix* ink) {
  std::vector<int> heights;
  const std::unique_ptr<Boxa, BoxaDeleter> boxes(pixConnCompBB(ink, 8));
  for (int i = 0; boxes && i < boxaGetCount(boxes.get()); ++i) {
    PixelBox box;
    boxaGetBoxGeometry(boxes.get(), i, &box.left, &box.top, &box.width, &box.height);
    heights.push_back(box.top + box.height / 2);
  }
  std::sort(heights.begin(), heights.end());
  return heights;
}

PageImage only(const PageImage& image, int top, int bottom, l_uint32 paper) {
  PixPtr copy(pixCopy(nullptr, image.pix()));
  for (const auto& [from, to] : {std::pair(0, top), std::pair(bottom, image.height())}) {
    const std::unique_ptr<Box, BoxDeleter> box(boxCreate(0, from, image.width(), to - from));
    if (copy && box && to > from) pixSetInRectArbitrary(copy.get(), box.get(), paper);
  }
  return PageImage(std::move(copy));
}

}  // namespace

int strokes_of(const PageImage& binary) {
  l_int32 count = 0;
  if (binary.depth() == 1) pixCountConnComp(binary.pix(), 8, &count);
  return count;
}

std::optional<CleanPage> band_of(const CleanPage& page, int strokes) {
  const std::vector<int> heights = heights_of(page.binary.pix());
  const auto count = static_cast<std::size_t>(strokes);
  if (heights.size() < 2 * count) return std::nullopt;
  const std::size_t first = (heights.size() - count) / 2;
  const int top = heights[first];
  const int bottom = std::max(top + 1, heights[first + count - 1]);
  CleanPage part;
  part.binary = only(page.binary, top, bottom, 0);
  part.grey = only(page.grey, top, bottom, kPaper);
  part.transform = page.transform;
  part.quality = page.quality;
  return part;
}

}  // namespace sohoa
