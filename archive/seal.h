// Sealing: files encrypted to a public key, so that this machine can put
// suspected secrets away but not read them again.
//
// A random stream key is sealed with libsodium's crypto_box_seal and the bytes
// follow as crypto_secretstream_xchacha20poly1305 chunks; docs/archive-format.md.
#pragma once

#include <boost/filesystem/path.hpp>
#include <string>

namespace sohoa {

// Writes `target` durably (temporary name, sync, rename). The original name and
// `note` are inside the seal too. An existing target is left as it is.
void seal_file(const boost::filesystem::path& source, const std::string& name,
               const std::string& note, const boost::filesystem::path& public_key_file,
               const boost::filesystem::path& target);

struct Unsealed {
  std::string name;
  std::string note;
};
// The authorised person's side. Throws Error{document_failed} on a wrong key or damage.
[[nodiscard]] Unsealed unseal_file(const boost::filesystem::path& sealed,
                                   const boost::filesystem::path& private_key_file,
                                   const boost::filesystem::path& target);

// File name for a sealed item: keyed so that it tells nothing, equal for equal
// bytes and key so that nothing is sealed twice.
[[nodiscard]] std::string sealed_name(const std::string& sha256_hex,
                                      const boost::filesystem::path& public_key_file);

}  // namespace sohoa
