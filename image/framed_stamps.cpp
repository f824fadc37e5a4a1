#include "image/framed_stamps.h"

#include <allheaders.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "image/incoming_stamps.h"
#include "image/raster.h"

namespace sohoa {
namespace {

CleanPage same(const CleanPage& page) {
  CleanPage copy;
  copy.binary = page.binary.empty() ? PageImage() : PageImage(page.binary.share());
  copy.grey = page.grey.empty() ? PageImage() : PageImage(page.grey.share());
  copy.coloured = page.coloured.empty() ? PageImage() : PageImage(page.coloured.share());
  copy.tables = page.tables;
  copy.seals = page.seals;
  copy.transform = page.transform;
  copy.quality = page.quality;
  return copy;
}

// Paper wherever one of the stamps is.
PageImage painted(const PageImage& image, const std::vector<IncomingStamp>& stamps) {
  PixPtr copy(pixCopy(nullptr, image.pix()));
  for (const IncomingStamp& stamp : stamps) {
    const StampArea& area = stamp.area;
    const PixPtr mask(pixExpandReplicate(area.mask.get(), area.scale));
    if (!copy || !mask) continue;
    const l_uint32 paper = image.depth() == 1 ? 0 : kPaper;
    pixPaintThroughMask(copy.get(), mask.get(), area.left * area.scale, area.top * area.scale,
                        paper);
  }
  return copy ? PageImage(std::move(copy)) : PageImage(image.share());
}

}  // namespace

CleanPage without_framed_stamps(const CleanPage& page) {
  CleanPage result = same(page);
  if (page.binary.empty() || page.grey.empty()) return result;
  const Millimetres mm(page.grey, page.quality.dpi.value * page.transform.scale);
  const std::vector<IncomingStamp> stamps = find_incoming_stamps(page, mm);
  if (stamps.empty()) return result;
  result.binary = painted(page.binary, stamps);
  result.grey = painted(page.grey, stamps);
  result.tables.clear();
  for (const TableGrid& table : page.tables)
    if (std::none_of(stamps.begin(), stamps.end(),
                     [&](const IncomingStamp& stamp) { return stamp.grid == &table; }))
      result.tables.push_back(table);
  return result;
}

}  // namespace sohoa
