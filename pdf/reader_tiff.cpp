#include "pdf/reader_tiff.h"

#include <cmath>
#include <cstdint>

namespace sohoa {

namespace {

// Tags and types of the TIFF 6.0 specification (Adobe, 1992), sections 8, 10, 11.
constexpr std::uint16_t kShort = 3;
constexpr std::uint16_t kLong = 4;
constexpr std::uint16_t kRational = 5;
constexpr std::uint32_t kHeaderBytes = 8;
constexpr std::uint32_t kEntries = 13;
constexpr std::uint32_t kDirectoryBytes = 2 + kEntries * 12 + 4;
constexpr std::uint32_t kResolutionAt = kHeaderBytes + kDirectoryBytes;
constexpr std::uint32_t kDataAt = kResolutionAt + 8;

void put16(std::string& to, std::uint16_t value) {
  to += static_cast<char>(value & 0xFF);
  to += static_cast<char>(value >> 8);
}

void put32(std::string& to, std::uint32_t value) {
  put16(to, static_cast<std::uint16_t>(value & 0xFFFF));
  put16(to, static_cast<std::uint16_t>(value >> 16));
}

void entry(std::string& to, std::uint16_t tag, std::uint16_t type, std::uint32_t value) {
  put16(to, tag);
  put16(to, type);
  put32(to, 1);
  put32(to, value);  // a SHORT lies in the first two bytes: the same in little endian
}

std::uint32_t compression(FaxCode code) {
  if (code == FaxCode::rows_on_bytes) return 2;
  return code == FaxCode::g4 ? 4 : 3;
}

}  // namespace

std::string wrap_fax_in_tiff(const FaxImage& image, const std::string& data) {
  std::string tiff = "II";
  tiff.reserve(kDataAt + data.size());
  put16(tiff, 42);
  put32(tiff, kHeaderBytes);
  put16(tiff, kEntries);
  entry(tiff, 256, kLong, static_cast<std::uint32_t>(image.width));
  entry(tiff, 257, kLong, static_cast<std::uint32_t>(image.height));
  entry(tiff, 258, kShort, 1);
  entry(tiff, 259, kShort, compression(image.code));
  entry(tiff, 262, kShort, image.black_is_zero ? 1 : 0);
  entry(tiff, 273, kLong, kDataAt);
  entry(tiff, 277, kShort, 1);
  entry(tiff, 278, kLong, static_cast<std::uint32_t>(image.height));
  entry(tiff, 279, kLong, static_cast<std::uint32_t>(data.size()));
  entry(tiff, 282, kRational, kResolutionAt);
  entry(tiff, 283, kRational, kResolutionAt);
  // 292 describes G3, 293 G4; both are 0 but for two-dimensional G3.
  if (image.code == FaxCode::g4)
    entry(tiff, 293, kLong, 0);
  else
    entry(tiff, 292, kLong, image.code == FaxCode::g3_two_dimensions ? 1 : 0);
  entry(tiff, 296, kShort, image.dpi.value > 0 ? 2 : 1);
  put32(tiff, 0);
  put32(tiff,
        image.dpi.value > 0 ? static_cast<std::uint32_t>(std::lround(image.dpi.value * 100)) : 100);
  put32(tiff, 100);
  return tiff + data;
}

}  // namespace sohoa
