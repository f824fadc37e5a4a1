#include "image/thumbnail.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "document/error.h"

namespace sohoa {

namespace {

struct Free {
  void operator()(l_uint8* data) const { std::free(data); }
};

}  // namespace

std::string thumbnail_jpeg(const PageImage& page, int width) {
  const float scale =
      std::min(1.0F, static_cast<float>(width) / static_cast<float>(std::max(page.width(), 1)));
  // Averages over the pixels, so that thin strokes on bilevel pages turn grey.
  const PixPtr even(pixConvertTo8Or32(page.pix(), L_CLONE, 0));
  const PixPtr small(even ? pixScaleAreaMap(even.get(), scale, scale) : nullptr);
  l_uint8* data = nullptr;
  std::size_t bytes = 0;
  constexpr int kQuality = 60;
  const bool written = small && pixWriteMemJpeg(&data, &bytes, small.get(), kQuality, 0) == 0;
  const std::unique_ptr<l_uint8, Free> owner(data);
  if (!written)
    throw Error(ErrorKind::document_failed, Reason::unreadable_image, "thumbnail",
                "no small picture of the page could be made");
  return {reinterpret_cast<const char*>(data), bytes};
}

}  // namespace sohoa
