#include "archive/tar_frame.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <string_view>

#include "document/vietnamese_text.h"

namespace sohoa {

namespace {

constexpr std::size_t kSizeField = 124;
constexpr std::size_t kSizeLength = 12;
constexpr std::size_t kSumField = 148;
constexpr std::size_t kSumLength = 8;
constexpr std::size_t kTypeField = 156;
constexpr std::size_t kMagicField = 257;
constexpr unsigned long long kMaxPaxHeader = 64 << 10;

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
    take_content();
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
  in_pax_header_ = block_[kTypeField] == 'x';
  if (!in_pax_header_ && pax_size_ > 0) remaining_ = pax_size_;
  if (!in_pax_header_) pax_size_ = 0;
  pax_records_.clear();
  if (in_pax_header_ && remaining_ > kMaxPaxHeader && finding_.empty())
    finding_ = "too large a pax header" + where;
}

void TarFrame::take_content() {
  const auto size = static_cast<std::size_t>(std::min<unsigned long long>(remaining_, kBlock));
  remaining_ -= size;
  if (in_pax_header_) pax_records_.append(reinterpret_cast<const char*>(block_.data()), size);
  if (std::any_of(block_.begin() + static_cast<std::ptrdiff_t>(size), block_.end(),
                  [](unsigned char c) { return c != 0; }))
    finding_ = "padding that is not zero in the block at byte " + std::to_string(offset_);
  if (in_pax_header_ && remaining_ == 0 && finding_.empty()) read_pax_records();
}

// Each record is "LENGTH KEY=VALUE\n", LENGTH that of the whole record. Format
// 1 has two keys: path, and size from 8 GiB on.
void TarFrame::read_pax_records() {
  const std::string where = " in the pax header before byte " + std::to_string(offset_ + kBlock);
  std::string_view rest = pax_records_;
  while (!rest.empty() && finding_.empty()) {
    std::size_t length = 0;
    const char* const end = rest.data() + rest.size();
    const char* const digits_end = std::from_chars(rest.data(), end, length).ptr;
    const std::string spelled = std::to_string(length) + ' ';
    if (length > rest.size() || length <= spelled.size() || !rest.starts_with(spelled) ||
        digits_end == rest.data() || rest[length - 1] != '\n') {
      finding_ = "bad record" + where;
      return;
    }
    const std::string_view record = rest.substr(spelled.size(), length - spelled.size() - 1);
    rest.remove_prefix(length);
    if (record.starts_with("path=")) {
      if (to_nfc(record) != record) finding_ = "a name that is not in NFC" + where;
    } else if (record.starts_with("size=")) {
      const std::string_view digits = record.substr(5);
      std::from_chars(digits.data(), digits.data() + digits.size(), pax_size_);
      if (std::to_string(pax_size_) != digits) finding_ = "bad size" + where;
    } else {
      finding_ = "unknown record" + where;
    }
  }
}

std::string TarFrame::finish() {
  if (finding_.empty() && (filled_ != 0 || remaining_ > 0 || end_blocks_ < 2))
    finding_ = "cut short at byte " + std::to_string(offset_ + filled_);
  return finding_;
}

}  // namespace sohoa
