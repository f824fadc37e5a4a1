// Signatures: PKWARE APPNOTE 4.3.7 and 4.3.16, 7zFormat.txt, RFC 1952 (gzip),
// RFC 8878 (zstd), the .xz file format 2.1.1.1, POSIX.1-2017 ustar.
#include "archive/archive_kinds.h"

#include <array>

#include "archive/unpack.h"

namespace sohoa {

namespace {

using std::string_view_literals::operator""sv;

constexpr std::array kCompressed = {
    "7z\xBC\xAF\x27\x1C"sv,  // 7z
    "\x1F\x8B\x08"sv,        // gzip, deflate
    "\xFD"
    "7zXZ\0"sv,            // xz
    "\x28\xB5\x2F\xFD"sv,  // zstd
};

bool is_bzip2(std::string_view bytes) {
  return bytes.size() >= 10 && bytes.starts_with("BZh"sv) && bytes[3] >= '1' && bytes[3] <= '9' &&
         bytes.substr(4, 6) == "\x31\x41\x59\x26\x53\x59"sv;
}

}  // namespace

bool is_zip(std::string_view first_bytes) {
  return first_bytes.starts_with("PK\x03\x04"sv) || first_bytes.starts_with("PK\x05\x06"sv);
}

bool is_tar(std::string_view first_bytes) {
  constexpr std::size_t field = 148;
  constexpr std::size_t length = 8;
  if (first_bytes.size() < kSniffBytes) return false;
  // The header checksum: octal, after blanks, ended by a blank or NUL.
  unsigned stated = 0;
  bool digits = false;
  for (const char c : first_bytes.substr(field, length)) {
    if (c >= '0' && c <= '7') {
      stated = stated * 8 + static_cast<unsigned>(c - '0');
      digits = true;
    } else if (digits || c != ' ') {
      break;
    }
  }
  unsigned sum = 0;
  for (std::size_t i = 0; i < kSniffBytes; ++i)
    sum += i >= field && i < field + length ? ' ' : static_cast<unsigned char>(first_bytes[i]);
  return digits && sum == stated;
}

bool is_archive_file(std::string_view first_bytes) {
  if (is_zip(first_bytes) || is_bzip2(first_bytes) || is_tar(first_bytes)) return true;
  for (const std::string_view signature : kCompressed)
    if (first_bytes.starts_with(signature)) return true;
  return false;
}

}  // namespace sohoa
