#include "archive/tar_frame.h"

#include <algorithm>
#include <cstdio>
#include <cstring>

namespace sohoa {

namespace {

constexpr std::size_t kSizeField = 124;
constexpr std::size_t kSizeLength = 12;
constexpr std::size_t kSumField = 148;
constexpr std::size_t kSumLength = 8;
constexpr std::size_t kMagicField = 257;

}  // namespace

void TarFrame::add(const void* data, std::size_t size) {
  const auto* next = static_cast<const unsigned char*>(data);
  while (size > 0 && finding_.empty()) {
    const std::size_t part = std::min(size, kBlock - filled_);
    std::memcpy(block_.data() + filled_, next, part);
    next += part;
    size -= part;
    filled_ += part;
    if (filled_ < kBlock) return;
    take_block();
    filled_ = 0;
    offset_ += kBlock;
  }
}

void TarFrame::take_block() {
  if (remaining_ > 0) {
    const auto content =
        static_cast<std::ptrdiff_t>(std::min<unsigned long long>(remaining_, kBlock));
    remaining_ -= static_cast<unsigned long long>(content);
    if (std::any_of(block_.begin() + content, block_.end(), [](unsigned char c) { return c != 0; }))
      finding_ = "padding that is not zero in the block at byte " + std::to_string(offset_);
    return;
  }
  if (std::all_of(block_.begin(), block_.end(), [](unsigned char c) { return c == 0; })) {
    ++end_blocks_;
  } else if (end_blocks_ > 0) {
    finding_ = "bytes behind the end of the archive at byte " + std::to_string(offset_);
  } else {
    read_header();
  }
}

void TarFrame::read_header() {
  const std::string where = " in the header at byte " + std::to_string(offset_);
  unsigned sum = 0;
  for (std::size_t i = 0; i < kBlock; ++i)
    sum += i >= kSumField && i < kSumField + kSumLength ? ' ' : block_[i];
  std::array<char, kSumLength + 1> expected{};
  std::snprintf(expected.data(), expected.size(), "%06o", sum);
  expected[kSumLength - 1] = ' ';
  if (std::memcmp(block_.data() + kSumField, expected.data(), kSumLength) != 0) {
    finding_ = "wrong checksum" + where;
  } else if (std::memcmp(block_.data() + kMagicField,
                         "ustar\0"
                         "00",
                         kSumLength) != 0) {
    finding_ = "not a POSIX tar" + where;
  }
  for (std::size_t i = kSizeField; i < kSizeField + kSizeLength - 1; ++i) {
    if (block_[i] < '0' || block_[i] > '7') {
      if (finding_.empty()) finding_ = "bad size" + where;
      return;
    }
    remaining_ = remaining_ * 8 + (block_[i] - '0');
  }
}

std::string TarFrame::finish() {
  if (finding_.empty() && (filled_ != 0 || remaining_ > 0 || end_blocks_ < 2))
    finding_ = "cut short at byte " + std::to_string(offset_ + filled_);
  return finding_;
}

}  // namespace sohoa
