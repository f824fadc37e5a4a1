#include "image/reduce.h"

#include <leptonica/allheaders.h>

#include <cmath>
#include <new>

namespace sohoa {

PageImage reduced(const PageImage& image, long long max_pixels) {
  const double pixels = static_cast<double>(image.width()) * image.height();
  if (image.empty() || pixels <= static_cast<double>(max_pixels)) return PageImage(image.share());
  const double scale = std::sqrt(static_cast<double>(max_pixels) / pixels);
  const PixPtr grey(image.depth() == 1 ? pixConvertTo8(image.pix(), 0) : nullptr);
  const auto factor = static_cast<float>(scale);
  PixPtr smaller(pixScaleAreaMap(grey ? grey.get() : image.pix(), factor, factor));
  if (!smaller) throw std::bad_alloc();
  PageImage result(std::move(smaller));
  result.set_dpi(Dpi{image.dpi().value * scale});
  return result;
}

}  // namespace sohoa
