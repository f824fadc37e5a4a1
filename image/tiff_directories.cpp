#include "image/tiff_directories.h"

#include <array>

#include "image/byte_reader.h"

namespace sohoa {
namespace {

// Classic and BigTIFF differ in the width of counts and offsets.
class DirectoryReader {
 public:
  explicit DirectoryReader(Bytes file)
      : reader_(file), little_(reader_.has(0, "II")), big_(u16(2) == 43) {}

  [[nodiscard]] std::uint64_t first() const { return big_ ? u64(8) : u32(4); }
  [[nodiscard]] std::uint64_t count_at(std::uint64_t directory) const {
    return big_ ? u64(directory) : u16(directory);
  }
  [[nodiscard]] std::uint64_t entry_at(std::uint64_t directory, std::uint64_t index) const {
    return directory + (big_ ? 8 + index * 20 : 2 + index * 12);
  }
  [[nodiscard]] bool inside(std::uint64_t at, std::uint64_t length) const {
    return reader_.inside(at, length);
  }
  [[nodiscard]] std::uint64_t offset_size() const { return big_ ? 8 : 4; }
  [[nodiscard]] std::uint64_t offset_at(std::uint64_t at) const { return big_ ? u64(at) : u32(at); }

  // Whether the values of a tag that decoding cannot do without are in the file.
  [[nodiscard]] bool values_inside(std::uint64_t entry) const {
    constexpr std::array<int, 6> kNeeded = {258, 273, 279, 324, 325, 347};
    constexpr std::array<std::uint64_t, 19> kSizes = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4,
                                                      8, 4, 8, 4, 0, 0, 8, 8, 8};
    const int tag = u16(entry);
    bool needed = false;
    for (const int one : kNeeded) needed = needed || one == tag;
    const std::size_t type = u16(entry + 2);
    const std::uint64_t count = offset_at(entry + 4);
    if (!needed || type >= kSizes.size()) return true;
    if (count > reader_.size()) return false;
    const std::uint64_t size = kSizes[type] * count;
    const std::uint64_t values = entry + 4 + offset_size();
    return size <= offset_size() || inside(offset_at(values), size);
  }

 private:
  [[nodiscard]] std::uint16_t u16(std::uint64_t at) const {
    return little_ ? reader_.le16(at) : reader_.be16(at);
  }
  [[nodiscard]] std::uint32_t u32(std::uint64_t at) const {
    return little_ ? reader_.le32(at) : reader_.be32(at);
  }
  [[nodiscard]] std::uint64_t u64(std::uint64_t at) const {
    const std::uint64_t one = u32(at);
    const std::uint64_t two = u32(at + 4);
    return little_ ? two << 32 | one : one << 32 | two;
  }

  ByteReader reader_;
  bool little_;
  bool big_;
};

}  // namespace

bool tiff_directories_complete(Bytes file) {
  constexpr int kMostDirectories = 100'000;  // a chain that bites its tail ends here
  const DirectoryReader tiff(file);
  std::uint64_t directory = tiff.first();
  for (int i = 0; directory != 0 && i < kMostDirectories; ++i) {
    const std::uint64_t count = tiff.count_at(directory);
    if (count > 65'535) return false;
    const std::uint64_t end = tiff.entry_at(directory, count);
    if (!tiff.inside(directory, end - directory + tiff.offset_size())) return false;
    for (std::uint64_t entry = 0; entry < count; ++entry) {
      if (!tiff.values_inside(tiff.entry_at(directory, entry))) return false;
    }
    directory = tiff.offset_at(end);
  }
  return true;
}

}  // namespace sohoa
