#include "archive/hash.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <boost/filesystem/operations.hpp>
#include <future>
#include <vector>

#include "archive/durable_file.h"
#include "document/error.h"

namespace sohoa {

namespace {

constexpr std::size_t kReadSize = 1 << 22;
constexpr std::size_t kLeastRead = 1 << 14;
constexpr std::size_t kLargePiece = 1 << 20;

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

[[noreturn]] void throw_no_digest() {
  throw Error(ErrorKind::service_broken, Reason::missing_component, "hash",
              "libcrypto cannot compute a SHA-2 sum; check the OpenSSL installation");
}

Context start(const EVP_MD* kind) {
  Context context(EVP_MD_CTX_new());
  if (!context || EVP_DigestInit_ex(context.get(), kind, nullptr) != 1) throw_no_digest();
  return context;
}

std::string end_in_hex(const Context& context) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (EVP_DigestFinal_ex(context.get(), digest.data(), &size) != 1) throw_no_digest();
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  hex.reserve(size * std::size_t{2});
  for (unsigned i = 0; i < size; ++i) {
    hex += digits[digest[i] >> 4];
    hex += digits[digest[i] & 15];
  }
  return hex;
}

}  // namespace

struct Hasher::State {
  Context sha256;
  Context sha512;  // null: not wanted
  unsigned long long bytes = 0;
};

Hasher::Hasher(HashKinds kinds) : state_(std::make_unique<State>()) {
  state_->sha256 = start(EVP_sha256());
  if (kinds == HashKinds::both) state_->sha512 = start(EVP_sha512());
}

Hasher::~Hasher() = default;

void Hasher::add(const void* data, std::size_t size) {
  // Two sums of one large piece are worth a second thread.
  if (state_->sha512 && size >= kLargePiece) {
    auto aside = std::async(std::launch::async, [&] {
      return EVP_DigestUpdate(state_->sha512.get(), data, size) == 1;
    });
    const bool good = EVP_DigestUpdate(state_->sha256.get(), data, size) == 1;
    if (!aside.get() || !good) throw_no_digest();
    state_->bytes += size;
    return;
  }
  if (EVP_DigestUpdate(state_->sha256.get(), data, size) != 1) throw_no_digest();
  if (state_->sha512 && EVP_DigestUpdate(state_->sha512.get(), data, size) != 1) throw_no_digest();
  state_->bytes += size;
}

Checksums Hasher::finish() {
  Checksums sums;
  sums.sha256.hex = end_in_hex(state_->sha256);
  if (state_->sha512) sums.sha512.hex = end_in_hex(state_->sha512);
  sums.bytes = state_->bytes;
  return sums;
}

namespace {

Checksums hash_file_as(const boost::filesystem::path& path, HashKinds kinds) {
  const FileDescriptor fd = open_regular_file(path, "hash");
  Hasher hasher(kinds);
  boost::system::error_code ignored;
  const auto length = static_cast<std::size_t>(boost::filesystem::file_size(path, ignored));
  std::vector<char> buffer(std::clamp(length, kLeastRead, kReadSize));
  while (const std::size_t got = read_some(fd.get(), buffer.data(), buffer.size(), path, "hash"))
    hasher.add(buffer.data(), got);
  return hasher.finish();
}

}  // namespace

Checksums hash_file(const boost::filesystem::path& path) {
  return hash_file_as(path, HashKinds::both);
}

Checksums hash_file_sha256(const boost::filesystem::path& path) {
  return hash_file_as(path, HashKinds::sha256);
}

Checksums hash_bytes(std::string_view bytes) {
  Hasher hasher;
  hasher.add(bytes.data(), bytes.size());
  return hasher.finish();
}

}  // namespace sohoa
