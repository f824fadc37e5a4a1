// Key file, one line: "sohoa-signing-key-1 <cost> <public> <salt> <nonce> <box>", all
// after the cost (1 interactive, 2 moderate) in hexadecimal; the box is the 64-byte
// secret key in crypto_secretbox under the key that Argon2id makes of the passphrase.
#include "archive/signing.h"

#include <sodium.h>

#include <array>
#include <boost/filesystem/operations.hpp>
#include <sstream>
#include <vector>

#include "archive/durable_file.h"
#include "archive/sealing_keys.h"
#include "document/error.h"

namespace sohoa {

namespace fs = boost::filesystem;

namespace {

const std::string kStage = "signing";
constexpr const char* kLabel = "sohoa-signing-key-1";
constexpr std::size_t kMaxKeyFile = 4096;
constexpr std::size_t kShortestPassphrase = 8;

using Bytes = std::vector<unsigned char>;

// Secret bytes, wiped when they go.
struct Secret {
  explicit Secret(std::size_t size) : bytes(size) {}
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() { sodium_memzero(bytes.data(), bytes.size()); }
  Bytes bytes;
};

[[noreturn]] void refuse(Reason reason, const std::string& why) {
  throw Error(ErrorKind::document_failed, reason, kStage, why);
}

std::string to_hex(const unsigned char* bytes, std::size_t size) {
  std::string hex(size * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), bytes, size);
  hex.pop_back();
  return hex;
}

// Empty when the text is not `size` bytes in hexadecimal.
Bytes from_hex(const std::string& hex, std::size_t size) {
  Bytes bytes(size);
  std::size_t decoded = 0;
  const bool good = hex.size() == size * 2 &&
                    sodium_hex2bin(bytes.data(), bytes.size(), hex.data(), hex.size(), nullptr,
                                   &decoded, nullptr) == 0 &&
                    decoded == size;
  return good ? bytes : Bytes();
}

void key_from_passphrase(std::string_view passphrase, const Bytes& salt, PassphraseCost cost,
                         Secret& key) {
  const bool moderate = cost == PassphraseCost::moderate;
  const int failed = crypto_pwhash(
      key.bytes.data(), key.bytes.size(), passphrase.data(), passphrase.size(), salt.data(),
      moderate ? crypto_pwhash_OPSLIMIT_MODERATE : crypto_pwhash_OPSLIMIT_INTERACTIVE,
      moderate ? crypto_pwhash_MEMLIMIT_MODERATE : crypto_pwhash_MEMLIMIT_INTERACTIVE,
      crypto_pwhash_ALG_ARGON2ID13);
  if (failed != 0)
    throw Error(ErrorKind::service_broken, Reason::missing_component, kStage,
                "not enough memory to open a key (256 MiB are needed)");
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

struct KeyFile {
  PassphraseCost cost = PassphraseCost::moderate;
  Bytes public_key;
  Bytes salt;
  Bytes nonce;
  Bytes box;
};

KeyFile read_key_file(const fs::path& file) {
  std::istringstream words(read_small_file(file, kMaxKeyFile, kStage));
  std::string label;
  int cost = 0;
  std::string public_key;
  std::string salt;
  std::string nonce;
  std::string box;
  words >> label >> cost >> public_key >> salt >> nonce >> box;
  KeyFile key{cost == 1 ? PassphraseCost::interactive : PassphraseCost::moderate,
              from_hex(public_key, crypto_sign_PUBLICKEYBYTES),
              from_hex(salt, crypto_pwhash_SALTBYTES), from_hex(nonce, crypto_secretbox_NONCEBYTES),
              from_hex(box, crypto_sign_SECRETKEYBYTES + crypto_secretbox_MACBYTES)};
  const bool good = label == kLabel && (cost == 1 || cost == 2) && !key.public_key.empty() &&
                    !key.salt.empty() && !key.nonce.empty() && !key.box.empty();
  if (!good) refuse(Reason::bad_settings, file.string() + " is not a signing key of sohoa");
  return key;
}

}  // namespace

std::string make_signing_key(const fs::path& key_file, std::string_view passphrase,
                             PassphraseCost cost) {
  start_sodium();
  if (passphrase.size() < kShortestPassphrase)
    refuse(Reason::bad_settings, "the passphrase is shorter than eight bytes; choose a longer one");
  Bytes public_key(crypto_sign_PUBLICKEYBYTES);
  Secret secret_key(crypto_sign_SECRETKEYBYTES);
  crypto_sign_keypair(public_key.data(), secret_key.bytes.data());
  Bytes salt(crypto_pwhash_SALTBYTES);
  Bytes nonce(crypto_secretbox_NONCEBYTES);
  randombytes_buf(salt.data(), salt.size());
  randombytes_buf(nonce.data(), nonce.size());
  Secret key(crypto_secretbox_KEYBYTES);
  key_from_passphrase(passphrase, salt, cost, key);
  Bytes box(secret_key.bytes.size() + crypto_secretbox_MACBYTES);
  crypto_secretbox_easy(box.data(), secret_key.bytes.data(), secret_key.bytes.size(), nonce.data(),
                        key.bytes.data());
  const std::string hex = to_hex(public_key.data(), public_key.size());
  const std::string line =
      std::string(kLabel) + (cost == PassphraseCost::moderate ? " 2 " : " 1 ") + hex + " " +
      to_hex(salt.data(), salt.size()) + " " + to_hex(nonce.data(), nonce.size()) + " " +
      to_hex(box.data(), box.size()) + "\n";
  DurableFile out(fs::absolute(key_file), 0400, kStage);
  out.write(line.data(), line.size());
  if (!out.commit())
    refuse(Reason::bad_settings,
           key_file.string() + " is there already and was left as it is; choose another file");
  return hex;
}

Signature sign(const fs::path& key_file, std::string_view passphrase, std::string_view message) {
  start_sodium();
  const KeyFile file = read_key_file(key_file);
  Secret key(crypto_secretbox_KEYBYTES);
  key_from_passphrase(passphrase, file.salt, file.cost, key);
  Secret secret_key(crypto_sign_SECRETKEYBYTES);
  if (crypto_secretbox_open_easy(secret_key.bytes.data(), file.box.data(), file.box.size(),
                                 file.nonce.data(), key.bytes.data()) != 0)
    refuse(Reason::no_permission, key_file.string() + ": the passphrase is wrong");
  Bytes public_key(crypto_sign_PUBLICKEYBYTES);
  crypto_sign_ed25519_sk_to_pk(public_key.data(), secret_key.bytes.data());
  std::array<unsigned char, crypto_sign_BYTES> signature{};
  crypto_sign_detached(signature.data(), nullptr, bytes_of(message), message.size(),
                       secret_key.bytes.data());
  return {to_hex(public_key.data(), public_key.size()), to_hex(signature.data(), signature.size())};
}

bool is_signed(std::string_view message, const Signature& signature) {
  start_sodium();
  const Bytes key = from_hex(signature.public_key, crypto_sign_PUBLICKEYBYTES);
  const Bytes bytes = from_hex(signature.signature, crypto_sign_BYTES);
  return !key.empty() && !bytes.empty() &&
         crypto_sign_verify_detached(bytes.data(), bytes_of(message), message.size(), key.data()) ==
             0;
}

}  // namespace sohoa
