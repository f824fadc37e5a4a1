#include "image/exif.h"

#include "image/byte_reader.h"

namespace sohoa {
namespace {

constexpr std::uint16_t kOrientation = 0x0112;
constexpr std::uint16_t kXResolution = 0x011a;
constexpr std::uint16_t kResolutionUnit = 0x0128;
constexpr std::uint16_t kCentimetres = 3;

class ExifReader {
 public:
  explicit ExifReader(Bytes tiff) : reader_(tiff), little_(reader_.has(0, "II")) {}

  [[nodiscard]] std::uint16_t u16(std::size_t at) const {
    return little_ ? reader_.le16(at) : reader_.be16(at);
  }
  [[nodiscard]] std::uint32_t u32(std::size_t at) const {
    return little_ ? reader_.le32(at) : reader_.be32(at);
  }
  [[nodiscard]] double rational(std::size_t at) const {
    const std::uint32_t below = u32(at + 4);
    return below == 0 ? 0.0 : static_cast<double>(u32(at)) / below;
  }

 private:
  ByteReader reader_;
  bool little_;
};

}  // namespace

ExifFacts read_exif(Bytes tiff) {
  ExifFacts facts;
  const ExifReader exif(tiff);
  const std::size_t directory = exif.u32(4);
  const int entries = exif.u16(directory);
  double resolution = 0;
  std::uint16_t unit = 2;
  for (int i = 0; i < entries && i < 200; ++i) {
    const std::size_t entry = directory + 2 + static_cast<std::size_t>(i) * 12;
    const std::uint16_t tag = exif.u16(entry);
    const std::uint16_t value = exif.u16(entry + 8);
    if (tag == kOrientation && value >= 1 && value <= 8) facts.orientation = value;
    if (tag == kXResolution) resolution = exif.rational(exif.u32(entry + 8));
    if (tag == kResolutionUnit) unit = value;
  }
  facts.dpi.value = unit == kCentimetres ? resolution * 2.54 : resolution;
  return facts;
}

}  // namespace sohoa
