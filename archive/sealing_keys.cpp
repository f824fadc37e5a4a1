#include "archive/sealing_keys.h"

#include <sodium.h>

#include <boost/filesystem/operations.hpp>
#include <string>
#include <string_view>

#include "archive/durable_file.h"
#include "document/error.h"

namespace sohoa {

namespace fs = boost::filesystem;

namespace {

constexpr std::string_view kPublicLabel = "sohoa-sealing-public-key-1 ";
constexpr std::string_view kPrivateLabel = "sohoa-sealing-private-key-1 ";
constexpr std::size_t kMaxKeyFile = 1024;
constexpr std::size_t kHexSize = 64;

using Bytes = std::array<unsigned char, 32>;
static_assert(crypto_box_PUBLICKEYBYTES == std::tuple_size_v<Bytes>);
static_assert(crypto_box_SECRETKEYBYTES == std::tuple_size_v<Bytes>);

// False when something already stands at `file`.
bool write_key(const fs::path& file, std::string_view label, const Bytes& key, unsigned mode) {
  std::array<char, kHexSize + 1> hex{};
  sodium_bin2hex(hex.data(), hex.size(), key.data(), key.size());
  hex.back() = '\n';
  DurableFile out(file, mode, "keys");
  out.write(label.data(), label.size());
  out.write(hex.data(), hex.size());
  sodium_memzero(hex.data(), hex.size());
  return out.commit();
}

// Without its keys an archive cannot go on, whichever document is in hand.
std::string read_key_file(const fs::path& file) {
  try {
    return read_small_file(file, kMaxKeyFile, "keys");
  } catch (const Error& error) {
    throw Error(ErrorKind::service_broken, error.reason(), "keys", error.message());
  }
}

void read_key(const fs::path& file, std::string_view label, Bytes& key) {
  std::string text = read_key_file(file);
  std::string_view line = text;
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  std::size_t decoded = 0;
  const bool good = line.size() == label.size() + kHexSize && line.starts_with(label) &&
                    sodium_hex2bin(key.data(), key.size(), line.data() + label.size(), kHexSize,
                                   nullptr, &decoded, nullptr) == 0 &&
                    decoded == key.size();
  sodium_memzero(text.data(), text.size());
  if (!good)
    throw Error(ErrorKind::service_broken, Reason::bad_settings, "keys",
                file.string() + " is not a key file: it should hold one line \"" +
                    std::string(label) + "\" and 64 hexadecimal digits");
}

}  // namespace

PrivateKey::~PrivateKey() {
  sodium_memzero(bytes.data(), bytes.size());
}

void start_sodium() {
  if (sodium_init() < 0)
    throw Error(ErrorKind::service_broken, Reason::missing_component, "keys",
                "libsodium cannot start: no source of random numbers");
}

void write_sealing_keys(const fs::path& public_key_file, const fs::path& private_key_file) {
  start_sodium();
  PrivateKey key;
  if (fs::exists(private_key_file)) {
    read_private_key(private_key_file, key);
  } else {
    PublicKey unused{};
    crypto_box_keypair(unused.data(), key.bytes.data());
    if (!write_key(private_key_file, kPrivateLabel, key.bytes, 0400))
      throw Error(ErrorKind::retry, Reason::interrupted, "keys",
                  private_key_file.string() + " was made by somebody else at this moment");
  }
  if (!write_key(public_key_file, kPublicLabel, public_half(key), 0444))
    throw Error(ErrorKind::service_broken, Reason::bad_settings, "keys",
                public_key_file.string() + " already exists; it was left as it is");
}

PublicKey read_public_key(const fs::path& file) {
  PublicKey key{};
  read_key(file, kPublicLabel, key);
  return key;
}

void read_private_key(const fs::path& file, PrivateKey& key) {
  read_key(file, kPrivateLabel, key.bytes);
}

PublicKey public_half(const PrivateKey& key) {
  PublicKey half{};
  crypto_scalarmult_base(half.data(), key.bytes.data());
  return half;
}

}  // namespace sohoa
