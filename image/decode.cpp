#include <allheaders.h>

#include <string>
#include <utility>

#include "image/image_file.h"
#include "image/jp2_stream.h"
#include "image/jpeg_codec.h"
#include "image/orientation.h"
#include "image/png_codec.h"
#include "image/sniff.h"

namespace sohoa {
namespace {

PixPtr read_by_leptonica(Bytes file, ImageFormat format) {
  const l_uint8* data = file.data();
  const std::size_t size = file.size();
  switch (format) {
    case ImageFormat::webp:
      return PixPtr(pixReadMemWebP(data, size));
    case ImageFormat::bmp:
      return PixPtr(pixReadMemBmp(data, size));
    case ImageFormat::pnm:
      return PixPtr(pixReadMemPnm(data, size));
    case ImageFormat::jpeg2000: {
      const std::string boxed = as_jp2_file(file, read_jp2_stream(file));
      return PixPtr(pixReadMemJp2k(reinterpret_cast<const l_uint8*>(boxed.data()), boxed.size(), 1,
                                   nullptr, 0, 0));
    }
    default:
      return nullptr;
  }
}

// To 1, 8 or 32 bits: palettes resolved, transparency on white.
PixPtr to_plain_depth(PixPtr pix) {
  if (pixGetColormap(pix.get()) != nullptr) {
    int opaque = 1;
    pixcmapIsOpaque(pixGetColormap(pix.get()), &opaque);
    const int how = opaque != 0 ? REMOVE_CMAP_BASED_ON_SRC : REMOVE_CMAP_WITH_ALPHA;
    pix.reset(pixRemoveColormap(pix.get(), how));
  }
  if (pix && pixGetDepth(pix.get()) == 32 && pixGetSpp(pix.get()) == 4) {
    pix.reset(pixAlphaBlendUniform(pix.get(), 0xffffff00));
  }
  const int depth = pix ? pixGetDepth(pix.get()) : 0;
  if (depth == 2 || depth == 4 || depth == 16) pix.reset(pixConvertTo8(pix.get(), 0));
  if (depth == 24) pix.reset(pixConvert24To32(pix.get()));
  return pix;
}

}  // namespace

PageImage decode_stored(Bytes file, ImageFormat format, const StoredImage& image) {
  PageImage page;
  if (format == ImageFormat::jpeg) {
    page = decode_jpeg(file);
  } else if (format == ImageFormat::png) {
    page = decode_png(file, read_png_stream(file, false));
  } else {
    PixPtr pix = read_by_leptonica(file, format);
    if (pix) pix = to_plain_depth(std::move(pix));
    page = PageImage(std::move(pix));
  }
  if (page.empty() || page.width() != image.width || page.height() != image.height) {
    image_failed(Reason::unreadable_image,
                 "the image data cannot be decoded: damaged, or a kind of image not known here");
  }
  page.set_dpi(image.dpi);
  return page;
}

TiffFile open_tiff_page(Bytes file, int page, const ImageLimits& limits) {
  TiffFile tiff(file);
  for (int i = 1; tiff.next_page(); ++i) {
    if (i < page) continue;
    check_stored(tiff.page().image, limits);
    return tiff;
  }
  image_failed(Reason::no_pages, "the TIFF file has no page " + std::to_string(page));
}

PageImage decode_image(Bytes file, int page, const ImageLimits& limits) {
  const ImageFormat format = known_format(file);
  if (page < 1 || (page > 1 && format != ImageFormat::tiff)) {
    image_failed(Reason::no_pages, "the image file has no page " + std::to_string(page));
  }
  if (format == ImageFormat::tiff) {
    TiffFile tiff = open_tiff_page(file, page, limits);
    PageImage stored = tiff.decode();
    stored.set_dpi(tiff.page().image.dpi);
    return make_upright(std::move(stored), tiff.page().image.orientation);
  }
  const StoredImage image = read_header(file, format);
  check_stored(image, limits);
  return make_upright(decode_stored(file, format, image), image.orientation);
}

}  // namespace sohoa
