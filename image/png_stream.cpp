#include "image/png_stream.h"

#include <string_view>

#include "image/byte_reader.h"
#include "image/exif.h"

namespace sohoa {
namespace {

constexpr std::size_t kSignatureSize = 8;
constexpr double kMetresAnInch = 0.0254;

int components_of(int colour_type) {
  switch (colour_type) {
    case 2:
      return 3;
    case 4:
      return 2;
    case 6:
      return 4;
    default:
      return 1;
  }
}

void read_header(const ByteReader& reader, std::size_t body, PngStream& png) {
  const int colour_type = reader.u8(body + 9);
  png.image.width = side_from(reader.be32(body));
  png.image.height = side_from(reader.be32(body + 4));
  png.bits_a_sample = reader.u8(body + 8);
  png.image.components = components_of(colour_type);
  png.image.bits = png.bits_a_sample * png.image.components;
  png.palette = colour_type == 3;
  png.alpha = colour_type == 4 || colour_type == 6;
  png.interlaced = reader.u8(body + 12) != 0;
}

void append(std::string& to, Bytes bytes) {
  to.append(bytes.begin(), bytes.end());
}

}  // namespace

bool looks_like_png(Bytes file) {
  return ByteReader(file).has(0, std::string_view("\x89PNG\r\n\x1a\n", kSignatureSize));
}

PngStream read_png_stream(Bytes file, bool with_pixels) {
  const ByteReader reader(file);
  PngStream png;
  png.image.complete = false;
  bool pixels_seen = false;
  std::size_t at = kSignatureSize;
  while (reader.inside(at, 12)) {
    const std::size_t length = reader.be32(at);
    const std::size_t body = at + 8;
    const auto is = [&](std::string_view type) { return reader.has(at + 4, type); };
    if (is("IHDR") && length >= 13 && png.image.width == 0) read_header(reader, body, png);
    if (!reader.inside(body, length + 4)) break;
    if (is("IDAT")) {
      pixels_seen = true;
      if (with_pixels) append(png.pixels, reader.part(body, length));
    } else if (is("tRNS")) {
      png.alpha = true;
    } else if (is("pHYs") && reader.u8(body + 8) == 1) {
      png.image.dpi.value = reader.be32(body) * kMetresAnInch;
    } else if (is("eXIf")) {
      png.image.orientation = read_exif(reader.part(body, length)).orientation;
    } else if (is("IEND")) {
      png.image.complete = pixels_seen;
      break;
    }
    at = body + length + 4;
  }
  if (png.image.width == 0 || png.image.height == 0) {
    image_failed(reader.inside(0, 33) ? Reason::unreadable_image : Reason::truncated,
                 "the PNG file has no usable header; scan the page again");
  }
  return png;
}

}  // namespace sohoa
