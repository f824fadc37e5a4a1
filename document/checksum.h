// Checksums as values. Computing them is archive/hash.h.
#pragma once

#include <string>

namespace sohoa {

// Lower-case hexadecimal, 64 characters.
struct Sha256 {
  std::string hex;
  friend bool operator==(const Sha256&, const Sha256&) = default;
};

// Lower-case hexadecimal, 128 characters.
struct Sha512 {
  std::string hex;
  friend bool operator==(const Sha512&, const Sha512&) = default;
};

struct Checksums {
  Sha256 sha256;
  Sha512 sha512;
  unsigned long long bytes = 0;
};

}  // namespace sohoa
