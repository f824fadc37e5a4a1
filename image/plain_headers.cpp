#include "image/plain_headers.h"

#include <cctype>
#include <cstdlib>

#include "image/byte_reader.h"
#include "image/exif.h"

namespace sohoa {
namespace {

constexpr double kMetresAnInch = 0.0254;

void need_size(const StoredImage& image, const char* format) {
  if (image.width > 0 && image.height > 0) return;
  image_failed(image.complete ? Reason::unreadable_image : Reason::truncated,
               std::string("the ") + format + " file has no usable header; scan the page again");
}

// Numbers of a PNM header, '#' comments skipped.
class PnmReader {
 public:
  explicit PnmReader(Bytes file) : reader_(file) {}

  int number() {
    skip_blanks();
    long long value = 0;
    while (std::isdigit(reader_.u8(at_)) != 0) {
      value = value * 10 + (reader_.u8(at_++) - '0');
      if (value > 0x7fffffff) value = 0x7fffffff;
    }
    return static_cast<int>(value);
  }
  // The first byte of the pixels: one white space after the last number.
  [[nodiscard]] std::size_t body() const { return at_ + 1; }

 private:
  void skip_blanks() {
    while (reader_.inside(at_, 1)) {
      if (reader_.u8(at_) == '#') {
        while (reader_.inside(at_, 1) && reader_.u8(at_) != '\n') ++at_;
      } else if (std::isspace(reader_.u8(at_)) == 0) {
        return;
      } else {
        ++at_;
      }
    }
  }

  ByteReader reader_;
  std::size_t at_ = 2;
};

void read_webp_chunk(const ByteReader& reader, std::size_t at, StoredImage& image) {
  const std::size_t body = at + 8;
  if (reader.has(at, "VP8X")) {
    image.width = static_cast<int>(reader.le32(body + 4) & 0xffffff) + 1;
    image.height = static_cast<int>(reader.le32(body + 7) & 0xffffff) + 1;
  } else if (reader.has(at, "VP8 ") && image.width == 0) {
    image.width = reader.le16(body + 6) & 0x3fff;
    image.height = reader.le16(body + 8) & 0x3fff;
  } else if (reader.has(at, "VP8L") && image.width == 0) {
    const std::uint32_t packed = reader.le32(body + 1);
    image.width = static_cast<int>(packed & 0x3fff) + 1;
    image.height = static_cast<int>(packed >> 14 & 0x3fff) + 1;
  } else if (reader.has(at, "EXIF")) {
    const std::size_t length = reader.le32(at + 4);
    const std::size_t skip = reader.has(body, "Exif") ? 6 : 0;
    const ExifFacts exif = read_exif(reader.part(body + skip, length > skip ? length - skip : 0));
    image.orientation = exif.orientation;
    image.dpi = exif.dpi;
  }
}

}  // namespace

bool looks_like_bmp(Bytes file) {
  const ByteReader reader(file);
  const std::uint32_t header = reader.le32(14);
  return reader.has(0, "BM") && (header == 12 || (header >= 40 && header <= 124));
}

bool looks_like_pnm(Bytes file) {
  const ByteReader reader(file);
  return reader.u8(0) == 'P' && reader.u8(1) >= '1' && reader.u8(1) <= '6' &&
         std::isspace(reader.u8(2)) != 0;
}

bool looks_like_webp(Bytes file) {
  const ByteReader reader(file);
  return reader.has(0, "RIFF") && reader.has(8, "WEBP");
}

StoredImage read_bmp_header(Bytes file) {
  const ByteReader reader(file);
  StoredImage image;
  const bool old = reader.le32(14) == 12;
  const std::uint32_t height = old ? reader.le16(20) : reader.le32(22);
  image.width = old ? reader.le16(18) : side_from(reader.le32(18));
  image.height = side_from(height > 0x7fffffff ? 0U - height : height);
  image.bits = old ? reader.le16(24) : reader.le16(28);
  image.components = image.bits >= 24 ? 3 : 1;
  if (!old) image.dpi.value = reader.le32(38) * kMetresAnInch;
  const bool compressed = !old && (reader.le32(30) == 1 || reader.le32(30) == 2);
  const std::size_t row =
      (static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.bits) + 31) / 32 * 4;
  image.complete =
      compressed || reader.inside(reader.le32(10), row * static_cast<std::size_t>(image.height));
  need_size(image, "BMP");
  return image;
}

StoredImage read_pnm_header(Bytes file) {
  const int kind = ByteReader(file).u8(1) - '0';
  PnmReader numbers(file);
  StoredImage image;
  image.width = numbers.number();
  image.height = numbers.number();
  const bool bitmap = kind == 1 || kind == 4;
  const int most = bitmap ? 1 : numbers.number();
  image.components = kind == 3 || kind == 6 ? 3 : 1;
  const int bits = bitmap ? 1 : most > 255 ? 16 : 8;
  image.bits = bits * image.components;
  const std::size_t row =
      (static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.bits) + 7) / 8;
  const std::size_t need = row * static_cast<std::size_t>(image.height);
  // An ASCII sample takes at least one byte; its white space may be left out in P1 only.
  const std::size_t samples = static_cast<std::size_t>(image.width) *
                              static_cast<std::size_t>(image.height) *
                              static_cast<std::size_t>(image.components);
  image.complete = ByteReader(file).inside(numbers.body(), kind >= 4   ? need
                                                           : kind == 1 ? samples
                                                                       : 2 * samples - 1);
  need_size(image, "PNM");
  return image;
}

StoredImage read_webp_header(Bytes file) {
  const ByteReader reader(file);
  StoredImage image;
  image.bits = 24;
  image.components = 3;
  image.complete = reader.inside(8, reader.le32(4));
  for (std::size_t at = 12; reader.inside(at, 8);) {
    read_webp_chunk(reader, at, image);
    const std::size_t length = reader.le32(at + 4);
    at += 8 + length + length % 2;
  }
  need_size(image, "WebP");
  return image;
}

}  // namespace sohoa
