#include "image/png_codec.h"

#include <allheaders.h>
#include <png.h>

#include <utility>

#include "image/encode.h"

namespace sohoa {
namespace {

class PngReader {
 public:
  PngReader() { image_.version = PNG_IMAGE_VERSION; }
  PngReader(const PngReader&) = delete;
  PngReader& operator=(const PngReader&) = delete;
  ~PngReader() { png_image_free(&image_); }

  bool open(Bytes file) {
    if (png_image_begin_read_from_memory(&image_, file.data(), file.size()) == 0) return false;
    // Page scans of 16 bits are as bright as those of 8, not linear in light.
    image_.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
    return true;
  }

  bool read(unsigned format, Pix* pix) {
    image_.format = format;
    return png_image_finish_read(&image_, nullptr, pixGetData(pix), pixGetWpl(pix) * 4, nullptr) !=
           0;
  }

  [[nodiscard]] int width() const { return static_cast<int>(image_.width); }
  [[nodiscard]] int height() const { return static_cast<int>(image_.height); }
  [[nodiscard]] const char* message() const { return image_.message; }

 private:
  png_image image_{};
};

// Words R G B A to R G B on white.
void flatten(Pix* pix) {
  l_uint32* data = pixGetData(pix);
  const int words = pixGetWpl(pix) * pixGetHeight(pix);
  for (int i = 0; i < words; ++i) {
    const l_uint32 alpha = data[i] & 0xff;
    l_uint32 flat = 0;
    for (int shift = 8; shift <= 24; shift += 8) {
      const l_uint32 value = data[i] >> shift & 0xff;
      flat |= (value * alpha + 255 * (255 - alpha) + 127) / 255 << shift;
    }
    data[i] = flat;
  }
}

}  // namespace

PageImage decode_png(Bytes file, const PngStream& header) {
  const bool grey = header.image.components == 1 && !header.palette && !header.alpha;
  PngReader reader;
  const bool open = reader.open(file);
  PixPtr pix(open ? pixCreateNoInit(reader.width(), reader.height(), grey ? 8 : 32) : nullptr);
  if (!pix || !reader.read(grey ? PNG_FORMAT_GRAY : PNG_FORMAT_ABGR, pix.get())) {
    image_failed(Reason::unreadable_image,
                 std::string("libpng cannot decode the image: ") + reader.message());
  }
  if (grey) {
    pixEndianByteSwap(pix.get());
    if (header.bits_a_sample == 1) pix.reset(pixThresholdToBinary(pix.get(), 128));
    return PageImage(std::move(pix));
  }
  flatten(pix.get());
  PageImage image(std::move(pix));
  return header.palette ? drop_unused_depth(image) : std::move(image);
}

}  // namespace sohoa
