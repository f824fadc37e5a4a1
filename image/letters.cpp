#include "image/letters.h"

#include <allheaders.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "document/median.h"
#include "image/leptonica_lists.h"

namespace sohoa {
Letters measure_letters(const Raster& page, int threshold, double dpi) {
  constexpr int kEnough = 40;  // letters whose median height can be trusted
  Letters letters;
  const PageImage binary = to_binary_image(page, threshold);
  const std::unique_ptr<Boxa, BoxaDeleter> boxes(pixConnCompBB(binary.pix(), 8));
  if (!boxes) return letters;
  const double millimetre = dpi / 25.4;
  std::vector<int> heights;
  for (int i = 0; i < boxaGetCount(boxes.get()); ++i) {
    l_int32 width = 0;
    l_int32 height = 0;
    l_int32 left = 0;
    l_int32 top = 0;
    boxaGetBoxGeometry(boxes.get(), i, &left, &top, &width, &height);
    if (std::max(width, height) >= millimetre) ++letters.marks;
    const bool tall_enough = height >= 4 && height <= 12 * millimetre;
    if (!tall_enough || width > 6 * height || height > 5 * width) continue;
    heights.push_back(height);
    letters.boxes.push_back({left, top, width, height});
  }
  letters.count = static_cast<int>(heights.size());
  if (letters.count >= kEnough) letters.height = median(std::move(heights));
  l_float32 share = 0;
  pixForegroundFraction(binary.pix(), &share);
  letters.ink = static_cast<double>(share);
  return letters;
}

}  // namespace sohoa
