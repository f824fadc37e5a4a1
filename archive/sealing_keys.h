// The key pair for sealing (X25519), each half a text file of one line:
// "sohoa-sealing-public-key-1 <64 hex digits>", "sohoa-sealing-private-key-1 <64 hex digits>".
#pragma once

#include <array>
#include <boost/filesystem/path.hpp>

namespace sohoa {

using PublicKey = std::array<unsigned char, 32>;

// Wiped from memory when it goes.
struct PrivateKey {
  PrivateKey() = default;
  PrivateKey(const PrivateKey&) = delete;
  PrivateKey& operator=(const PrivateKey&) = delete;
  ~PrivateKey();
  std::array<unsigned char, 32> bytes{};
};

// Before any use of libsodium. Throws Error{service_broken, missing_component}.
void start_sodium();

// Makes a pair and writes both durably: first the private key (mode 0400), then
// the public one. A private key file that is there already is used as it is.
void write_sealing_keys(const boost::filesystem::path& public_key_file,
                        const boost::filesystem::path& private_key_file);

// Throw Error{service_broken, bad_settings} when the file holds no such key.
[[nodiscard]] PublicKey read_public_key(const boost::filesystem::path& file);
void read_private_key(const boost::filesystem::path& file, PrivateKey& key);
[[nodiscard]] PublicKey public_half(const PrivateKey& key);

}  // namespace sohoa
