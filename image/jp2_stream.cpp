#include "image/jp2_stream.h"

#include <string_view>

#include "image/byte_reader.h"

namespace sohoa {
namespace {

using namespace std::string_view_literals;
using namespace std::string_literals;

constexpr std::string_view kSignature = "\0\0\0\x0cjP  \r\n\x87\n"sv;
constexpr std::string_view kCodeStream = "\xff\x4f\xff\x51"sv;
constexpr std::uint32_t kSrgb = 16;
constexpr std::uint32_t kGrey = 17;
constexpr double kMetresAnInch = 0.0254;

struct Box {
  std::size_t type = 0;  // place of the four letters
  std::size_t body = 0;
  std::size_t length = 0;  // of the body
  bool complete = true;
};

Box box_at(const ByteReader& reader, std::size_t at, std::size_t end) {
  std::size_t size = reader.be32(at);
  Box box{at + 4, at + 8, 0, true};
  if (size == 1) {
    size = reader.be32(at + 8) == 0 ? reader.be32(at + 12) : end;
    box.body = at + 16;
  } else if (size == 0) {
    size = end - at;
  }
  box.complete = size >= box.body - at && size <= end - at;
  const std::size_t stop = box.complete ? at + size : end;
  box.length = stop > box.body ? stop - box.body : 0;
  return box;
}

// SIZ (T.800 A.5.1). Returns whether all samples are 8 bits, unsigned, not subsampled.
bool read_code_stream(const ByteReader& reader, std::size_t at, StoredImage& image) {
  if (!reader.has(at, kCodeStream)) return false;
  const std::size_t siz = at + 4;
  const std::uint32_t right = reader.be32(siz + 4);
  const std::uint32_t bottom = reader.be32(siz + 8);
  const std::uint32_t left = reader.be32(siz + 12);
  const std::uint32_t top = reader.be32(siz + 16);
  if (right <= left || bottom <= top) return false;
  image.width = side_from(right - left);
  image.height = side_from(bottom - top);
  image.components = reader.be16(siz + 36);
  bool plain = true;
  for (int i = 0; i < image.components && i < 4; ++i) {
    const std::size_t component = siz + 38 + static_cast<std::size_t>(i) * 3;
    plain = plain && reader.u8(component) == 7 && reader.u8(component + 1) == 1 &&
            reader.u8(component + 2) == 1;
  }
  image.bits = ((reader.u8(siz + 38) & 0x7f) + 1) * image.components;
  return plain;
}

bool ends_with_eoc(const ByteReader& reader, std::size_t end) {
  // Writers may pad; the end-of-codestream marker must stand in the last bytes.
  for (std::size_t at = end >= 2 ? end - 2 : 0; at + 64 > end && at > 0; --at) {
    if (reader.be16(at) == 0xffd9) return true;
  }
  return false;
}

void read_resolution(const ByteReader& reader, const Box& box, StoredImage& image) {
  const Box inner = box_at(reader, box.body, box.body + box.length);
  const double below = reader.be16(inner.body + 2);
  if (below == 0) return;
  double metre = reader.be16(inner.body) / below;
  for (int e = static_cast<signed char>(reader.u8(inner.body + 8)); e > 0 && e < 10; --e) {
    metre *= 10;
  }
  image.dpi.value = metre * kMetresAnInch;
}

struct HeaderFacts {
  bool palette = false;
  bool known_colour = false;
};

HeaderFacts read_header_box(const ByteReader& reader, const Box& header, StoredImage& image) {
  HeaderFacts facts;
  const std::size_t end = header.body + header.length;
  for (std::size_t at = header.body; at + 8 <= end;) {
    const Box box = box_at(reader, at, end);
    if (reader.has(box.type, "pclr")) facts.palette = true;
    if (reader.has(box.type, "res ")) read_resolution(reader, box, image);
    if (reader.has(box.type, "colr")) {
      const int method = reader.u8(box.body);
      const std::uint32_t space = reader.be32(box.body + 3);
      facts.known_colour = method == 2 || (method == 1 && (space == kSrgb || space == kGrey));
    }
    if (!box.complete) break;
    at = box.body + box.length;
  }
  return facts;
}

std::string be(std::uint32_t value, int bytes) {
  std::string out;
  for (int i = bytes - 1; i >= 0; --i) out.push_back(static_cast<char>(value >> (8 * i) & 0xff));
  return out;
}

std::string make_box(std::string_view type, const std::string& body) {
  return be(static_cast<std::uint32_t>(body.size() + 8), 4) + std::string(type) + body;
}

}  // namespace

bool looks_like_jp2(Bytes file) {
  const ByteReader reader(file);
  return reader.has(0, kSignature) || reader.has(0, kCodeStream);
}

Jp2Stream read_jp2_stream(Bytes file) {
  const ByteReader reader(file);
  Jp2Stream jp2;
  jp2.boxed = reader.has(0, kSignature);
  jp2.image.complete = false;
  if (!jp2.boxed) {
    jp2.plain = read_code_stream(reader, 0, jp2.image);
    jp2.image.complete = ends_with_eoc(reader, reader.size());
  } else {
    HeaderFacts facts;
    for (std::size_t at = 0; at + 8 <= reader.size();) {
      const Box box = box_at(reader, at, reader.size());
      if (reader.has(box.type, "jp2h")) facts = read_header_box(reader, box, jp2.image);
      if (reader.has(box.type, "jp2c")) {
        jp2.plain =
            read_code_stream(reader, box.body, jp2.image) && facts.known_colour && !facts.palette;
        jp2.image.complete = box.complete && ends_with_eoc(reader, box.body + box.length);
        break;
      }
      if (!box.complete) break;
      at = box.body + box.length;
    }
  }
  if (jp2.image.width == 0 || jp2.image.height == 0) {
    image_failed(jp2.image.complete ? Reason::unreadable_image : Reason::truncated,
                 "the JPEG 2000 file has no usable header; scan the page again");
  }
  return jp2;
}

std::string as_jp2_file(Bytes file, const Jp2Stream& stream) {
  const std::string bytes(file.begin(), file.end());
  if (stream.boxed) return bytes;
  const StoredImage& image = stream.image;
  const std::string ihdr = be(static_cast<std::uint32_t>(image.height), 4) +
                           be(static_cast<std::uint32_t>(image.width), 4) +
                           be(static_cast<std::uint32_t>(image.components), 2) + "\x07\x07"s +
                           std::string(2, '\0');
  const std::string colr =
      std::string("\x01\0\0", 3) + be(image.components == 1 ? kGrey : kSrgb, 4);
  return std::string(kSignature) + make_box("ftyp", "jp2 " + std::string(4, '\0') + "jp2 ") +
         make_box("jp2h", make_box("ihdr", ihdr) + make_box("colr", colr)) +
         make_box("jp2c", bytes);
}

}  // namespace sohoa
