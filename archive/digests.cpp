#include "archive/digests.h"

#include <openssl/evp.h>

#include <array>

#include "document/error.h"

namespace sohoa {

namespace {

struct Algorithm {
  std::string_view name;     // of the manifest
  const char* openssl_name;  // of libcrypto
  std::size_t hex_size;
};

constexpr std::array kAlgorithms = {Algorithm{"md5", "MD5", 32},
                                    Algorithm{"sha1", "SHA1", 40},
                                    Algorithm{"sha224", "SHA224", 56},
                                    Algorithm{"sha256", "SHA256", 64},
                                    Algorithm{"sha384", "SHA384", 96},
                                    Algorithm{"sha512", "SHA512", 128},
                                    Algorithm{"sha3224", "SHA3-224", 56},
                                    Algorithm{"sha3256", "SHA3-256", 64},
                                    Algorithm{"sha3384", "SHA3-384", 96},
                                    Algorithm{"sha3512", "SHA3-512", 128},
                                    Algorithm{"blake2b512", "BLAKE2b512", 128}};

const Algorithm* find_algorithm(std::string_view name) {
  for (const Algorithm& algorithm : kAlgorithms)
    if (algorithm.name == name) return &algorithm;
  return nullptr;
}

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

}  // namespace

struct Digests::State {
  std::map<std::string, std::unique_ptr<EVP_MD_CTX, FreeContext>> contexts;
};

std::size_t digest_hex_size(std::string_view algorithm) {
  const Algorithm* found = find_algorithm(algorithm);
  return found == nullptr ? 0 : found->hex_size;
}

Digests::Digests(const std::vector<std::string>& algorithms) : state_(std::make_unique<State>()) {
  for (const std::string& name : algorithms) {
    const Algorithm* algorithm = find_algorithm(name);
    if (algorithm == nullptr) continue;
    std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
    const EVP_MD* kind = EVP_get_digestbyname(algorithm->openssl_name);
    if (!context || kind == nullptr || EVP_DigestInit_ex(context.get(), kind, nullptr) != 1)
      throw Error(ErrorKind::service_broken, Reason::missing_component, "hash",
                  "libcrypto cannot compute " + name + "; check the OpenSSL installation");
    state_->contexts[name] = std::move(context);
  }
}

Digests::~Digests() = default;

void Digests::add(const void* data, std::size_t size) {
  for (const auto& [name, context] : state_->contexts) EVP_DigestUpdate(context.get(), data, size);
}

std::map<std::string, std::string> Digests::finish() {
  constexpr std::string_view digits = "0123456789abcdef";
  std::map<std::string, std::string> sums;
  for (const auto& [name, context] : state_->contexts) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_DigestFinal_ex(context.get(), digest.data(), &size);
    std::string& hex = sums[name];
    for (unsigned i = 0; i < size; ++i) {
      hex += digits[digest[i] >> 4];
      hex += digits[digest[i] & 15];
    }
  }
  return sums;
}

}  // namespace sohoa
