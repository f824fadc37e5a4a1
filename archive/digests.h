// Checksums under the names that BagIt manifests give them: md5, sha1, sha224,
// sha256, sha384, sha512, sha3224 … sha3512, blake2b512 (through libcrypto).
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sohoa {

// Hexadecimal digits of the checksum; 0: the algorithm is not known here.
// `algorithm` as it stands in "manifest-<algorithm>.txt" (RFC 8493, 2.4: lower
// case, letters and digits only).
[[nodiscard]] std::size_t digest_hex_size(std::string_view algorithm);

// Several sums of the same bytes in one pass. Not thread-safe; one an object.
class Digests {
 public:
  // Unknown algorithms are left out.
  explicit Digests(const std::vector<std::string>& algorithms);
  ~Digests();
  Digests(const Digests&) = delete;
  Digests& operator=(const Digests&) = delete;

  void add(const void* data, std::size_t size);
  // Lower-case hexadecimal by algorithm; call once.
  [[nodiscard]] std::map<std::string, std::string> finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sohoa
