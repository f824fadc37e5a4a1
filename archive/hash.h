// SHA-256 and SHA-512 of files and bytes (FIPS 180-4, through libcrypto).
#pragma once

#include <boost/filesystem/path.hpp>
#include <memory>
#include <string_view>

#include "document/checksum.h"

namespace sohoa {

enum class HashKinds { sha256, both };

// Both sums (or SHA-256 alone) and the length in one pass. Not thread-safe; one an object.
class Hasher {
 public:
  explicit Hasher(HashKinds kinds = HashKinds::both);
  ~Hasher();
  Hasher(const Hasher&) = delete;
  Hasher& operator=(const Hasher&) = delete;
  void add(const void* data, std::size_t size);
  // Ends the sum; call once.
  [[nodiscard]] Checksums finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Throws Error{retry} with not_found, no_permission or not_a_regular_file (links are not followed).
[[nodiscard]] Checksums hash_file(const boost::filesystem::path& path);
[[nodiscard]] Checksums hash_file_sha256(const boost::filesystem::path& path);  // no SHA-512
[[nodiscard]] Checksums hash_bytes(std::string_view bytes);

}  // namespace sohoa
