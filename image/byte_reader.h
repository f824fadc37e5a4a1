// Reading numbers out of untrusted bytes; past the end everything reads as 0
// and `inside` tells. Internal to image/.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "image/image_file.h"

namespace sohoa {

class ByteReader {
 public:
  explicit ByteReader(Bytes bytes) : bytes_(bytes) {}

  [[nodiscard]] bool inside(std::size_t at, std::size_t length) const {
    return at <= bytes_.size() && length <= bytes_.size() - at;
  }
  [[nodiscard]] std::uint8_t u8(std::size_t at) const { return inside(at, 1) ? bytes_[at] : 0; }
  [[nodiscard]] std::uint16_t be16(std::size_t at) const {
    return static_cast<std::uint16_t>(u8(at) << 8 | u8(at + 1));
  }
  [[nodiscard]] std::uint32_t be32(std::size_t at) const {
    return static_cast<std::uint32_t>(be16(at)) << 16 | be16(at + 2);
  }
  [[nodiscard]] std::uint16_t le16(std::size_t at) const {
    return static_cast<std::uint16_t>(u8(at + 1) << 8 | u8(at));
  }
  [[nodiscard]] std::uint32_t le32(std::size_t at) const {
    return static_cast<std::uint32_t>(le16(at + 2)) << 16 | le16(at);
  }
  [[nodiscard]] bool has(std::size_t at, std::string_view text) const {
    if (!inside(at, text.size())) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (bytes_[at + i] != static_cast<unsigned char>(text[i])) return false;
    }
    return true;
  }
  [[nodiscard]] std::size_t size() const { return bytes_.size(); }
  [[nodiscard]] Bytes part(std::size_t at, std::size_t length) const {
    return inside(at, length) ? bytes_.subspan(at, length) : Bytes{};
  }

 private:
  Bytes bytes_;
};

// A side length from a header: negative and absurd values become 0.
[[nodiscard]] inline int side_from(std::uint32_t value) {
  return value > 0x7fffffff ? 0x7fffffff : static_cast<int>(value);
}

}  // namespace sohoa
