#include "image/jpeg_stream.h"

#include <cstring>

#include "image/byte_reader.h"
#include "image/exif.h"

namespace sohoa {
namespace {

constexpr int kDht = 0xc4;
constexpr int kJpg = 0xc8;
constexpr int kDac = 0xcc;
constexpr int kSoi = 0xd8;
constexpr int kEoi = 0xd9;
constexpr int kSos = 0xda;
constexpr int kApp0 = 0xe0;
constexpr int kApp1 = 0xe1;
constexpr int kApp14 = 0xee;

bool is_restart(int marker) {
  return marker >= 0xd0 && marker <= 0xd7;
}

bool is_frame_header(int marker) {
  return marker >= 0xc0 && marker <= 0xcf && marker != kDht && marker != kJpg && marker != kDac;
}

// The place of the next marker's code at or after `at`; the size if there is none.
std::size_t next_marker(const ByteReader& reader, Bytes file, std::size_t at) {
  while (at + 1 < reader.size()) {
    const void* found = std::memchr(file.data() + at, 0xff, reader.size() - 1 - at);
    if (found == nullptr) break;
    at = static_cast<std::size_t>(static_cast<const unsigned char*>(found) - file.data()) + 1;
    const int code = reader.u8(at);
    if (code != 0 && code != 0xff && !is_restart(code)) return at;
  }
  return reader.size();
}

struct Colours {
  bool jfif = false;
  bool adobe = false;
  bool numbered = false;
};

void read_frame_header(const ByteReader& reader, std::size_t body, int marker, JpegStream& jpeg,
                       Colours& colours) {
  jpeg.process = marker - 0xc0;
  jpeg.bits_a_sample = reader.u8(body);
  jpeg.image.height = reader.be16(body + 1);
  jpeg.image.width = reader.be16(body + 3);
  jpeg.image.components = reader.u8(body + 5);
  jpeg.image.bits = jpeg.bits_a_sample * jpeg.image.components;
  colours.numbered = reader.u8(body + 6) == 1 && reader.u8(body + 9) == 2;
}

void read_jfif(const ByteReader& reader, std::size_t body, StoredImage& image) {
  const int unit = reader.u8(body + 7);
  const double density = reader.be16(body + 8);
  if (unit == 1) image.dpi.value = density;
  if (unit == 2) image.dpi.value = density * 2.54;
}

void read_segment(const ByteReader& reader, int marker, std::size_t body, std::size_t length,
                  JpegStream& jpeg, Colours& colours) {
  if (is_frame_header(marker) && jpeg.image.width == 0) {
    read_frame_header(reader, body, marker, jpeg, colours);
  } else if (marker == kApp0 && reader.has(body, "JFIF")) {
    colours.jfif = true;
    read_jfif(reader, body, jpeg.image);
  } else if (marker == kApp1 && reader.has(body, "Exif") && length > 6) {
    const ExifFacts exif = read_exif(reader.part(body + 6, length - 6));
    jpeg.image.orientation = exif.orientation;
    if (jpeg.image.dpi.value <= 1) jpeg.image.dpi = exif.dpi;
  } else if (marker == kApp14 && reader.has(body, "Adobe")) {
    colours.adobe = true;
  }
}

}  // namespace

bool looks_like_jpeg(Bytes file) {
  return file.size() >= 3 && file[0] == 0xff && file[1] == kSoi && file[2] == 0xff;
}

JpegStream read_jpeg_stream(Bytes file) {
  const ByteReader reader(file);
  JpegStream jpeg;
  jpeg.end = file.size();
  jpeg.image.complete = false;
  Colours colours;
  bool scan_seen = false;
  std::size_t at = next_marker(reader, file, 2);
  while (at < reader.size()) {
    const int marker = reader.u8(at);
    if (marker == kEoi) {
      jpeg.end = at + 1;
      jpeg.image.complete = scan_seen;
      break;
    }
    if (marker == kSoi || marker == 0x01) {
      at = next_marker(reader, file, at + 1);
      continue;
    }
    const std::size_t length = reader.be16(at + 1);
    if (length < 2 || !reader.inside(at + 1, length)) break;
    read_segment(reader, marker, at + 3, length - 2, jpeg, colours);
    scan_seen = scan_seen || marker == kSos;
    at = next_marker(reader, file, at + 1 + length);
  }
  if (jpeg.image.width == 0 || jpeg.image.height == 0) {
    image_failed(jpeg.image.complete ? Reason::unreadable_image : Reason::truncated,
                 "the JPEG file holds no complete frame header; scan the page again");
  }
  jpeg.says_colour =
      jpeg.image.components != 3 || colours.jfif || colours.adobe || colours.numbered;
  return jpeg;
}

std::string join_tiff_jpeg(Bytes tables, Bytes strip, bool is_rgb) {
  const auto text = [](Bytes bytes, std::size_t from, std::size_t to) {
    std::string out;
    if (to > from)
      out.assign(bytes.begin() + static_cast<std::ptrdiff_t>(from),
                 bytes.begin() + static_cast<std::ptrdiff_t>(to));
    return out;
  };
  std::string out("\xff\xd8", 2);
  // APP14: "Adobe", version 100, flags 0 and 0, transform 0 (RGB) or 1 (YCbCr).
  out.append(
      "\xff\xee\x00\x0e"
      "Adobe\x00\x64\x00\x00\x00\x00",
      15);
  out.push_back(is_rgb ? '\0' : '\1');
  if (tables.size() > 4) out += text(tables, 2, tables.size() - 2);
  if (strip.size() > 2) out += text(strip, 2, strip.size());
  return out;
}

}  // namespace sohoa
