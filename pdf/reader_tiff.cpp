#include "pdf/reader_tiff.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace sohoa {

namespace {

// Tags and types of the TIFF 6.0 specification (Adobe, 1992), sections 8, 10, 11.
constexpr std::uint16_t kShort = 3;
constexpr std::uint16_t kLong = 4;
constexpr std::uint16_t kRational = 5;
constexpr std::uint32_t kHeaderBytes = 8;

void put16(std::string& to, std::uint16_t value) {
  to += static_cast<char>(value & 0xFF);
  to += static_cast<char>(value >> 8);
}

void put32(std::string& to, std::uint32_t value) {
  put16(to, static_cast<std::uint16_t>(value & 0xFFFF));
  put16(to, static_cast<std::uint16_t>(value >> 16));
}

std::uint32_t compression(FaxCode code) {
  if (code == FaxCode::rows_on_bytes) return 2;
  return code == FaxCode::g4 ? 4 : 3;
}

// One directory entry of 12 bytes for each call; counts of values are all 1.
class Directory {
 public:
  void add(std::uint16_t tag, std::uint16_t type, std::uint32_t value) {
    put16(bytes_, tag);
    put16(bytes_, type);
    put32(bytes_, 1);
    put32(bytes_, value);  // a SHORT lies in the first two bytes: the same in little endian
  }
  // With the count before and the end mark behind.
  [[nodiscard]] std::string finish() const {
    std::string all;
    put16(all, static_cast<std::uint16_t>(bytes_.size() / 12));
    all += bytes_;
    put32(all, 0);
    return all;
  }
  static std::uint32_t size_of(std::uint32_t entries) { return 2 + entries * 12 + 4; }

 private:
  std::string bytes_;
};

}  // namespace

std::string wrap_fax_in_tiff(const FaxImage& image, const std::string& data) {
  const bool has_options = image.code != FaxCode::rows_on_bytes;
  const std::uint32_t resolution_at = kHeaderBytes + Directory::size_of(has_options ? 13 : 12);
  const std::uint32_t data_at = resolution_at + 8;
  Directory entries;
  entries.add(256, kLong, static_cast<std::uint32_t>(image.width));
  entries.add(257, kLong, static_cast<std::uint32_t>(image.height));
  entries.add(258, kShort, 1);
  entries.add(259, kShort, compression(image.code));
  entries.add(262, kShort, image.black_is_zero ? 1 : 0);
  entries.add(273, kLong, data_at);
  entries.add(277, kShort, 1);
  entries.add(278, kLong, static_cast<std::uint32_t>(image.height));
  entries.add(279, kLong, static_cast<std::uint32_t>(data.size()));
  entries.add(282, kRational, resolution_at);
  entries.add(283, kRational, resolution_at);
  // 292 describes G3, 293 G4; both are 0 but for two-dimensional G3.
  if (image.code == FaxCode::g4)
    entries.add(293, kLong, 0);
  else if (has_options)
    entries.add(292, kLong, image.code == FaxCode::g3_two_dimensions ? 1 : 0);
  entries.add(296, kShort, image.dpi.value > 0 ? 2 : 1);

  std::string tiff = "II";
  tiff.reserve(data_at + data.size());
  put16(tiff, 42);
  put32(tiff, kHeaderBytes);
  tiff += entries.finish();
  const double dpi = image.dpi.value > 0 ? std::min(image.dpi.value, 1e6) : 1;
  put32(tiff, static_cast<std::uint32_t>(std::lround(dpi * 100)));
  put32(tiff, 100);
  return tiff + data;
}

}  // namespace sohoa
