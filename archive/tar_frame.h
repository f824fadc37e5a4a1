// The frame of a tar file, byte for byte: what libarchive does not look at.
//
// A tar has bytes that no checksum covers: the padding behind each member, the
// spelling of the header checksum and of pax records, the blocks at the end.
// Here every one of them must be as it is written, so that no changed bit goes
// unseen. Names in pax records must be in NFC: libarchive would quietly make them so.
// Format: POSIX.1-2017, pax, "ustar Interchange Format".
#pragma once

#include <array>
#include <cstddef>
#include <string>

namespace sohoa {

class TarFrame {
 public:
  // The file's bytes in order, in pieces of any size.
  void add(const void* data, std::size_t size);
  // After the last byte: what is wrong first, empty when nothing is.
  [[nodiscard]] std::string finish();

 private:
  static constexpr std::size_t kBlock = 512;
  void take_block();
  void read_header();
  void take_content();
  void read_pax_records();

  std::array<unsigned char, kBlock> block_{};
  std::size_t filled_ = 0;
  unsigned long long offset_ = 0;     // of the block being filled
  unsigned long long remaining_ = 0;  // content of the current member still to come
  bool in_pax_header_ = false;
  std::string pax_records_;          // of the pax header being read
  unsigned long long pax_size_ = 0;  // stated there for the next member, 0: not
  int end_blocks_ = 0;
  std::string finding_;
};

}  // namespace sohoa
