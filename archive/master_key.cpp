#include "archive/master_key.h"

#include <sodium.h>

#include <boost/filesystem/operations.hpp>
#include <mutex>
#include <utility>

#include "archive/durable_file.h"
#include "archive/sealing_keys.h"
#include "document/error.h"

namespace sohoa {

namespace fs = boost::filesystem;

namespace {

constexpr std::string_view kLabel = "sohoa-master-key-1 ";
constexpr std::size_t kHexSize = 64;
constexpr std::size_t kMaxKeyFile = 1024;

struct Source {
  std::mutex lock;
  MasterKeySource source;
  unsigned long long generation = 0;
};

Source& process_source() {
  static Source source;
  return source;
}

}  // namespace

SecretKey::SecretKey() {
  start_sodium();
  sodium_mlock(bytes.data(), bytes.size());
}

SecretKey::~SecretKey() {
  sodium_munlock(bytes.data(), bytes.size());
}

SecretKey::SecretKey(const SecretKey& other) : SecretKey() {
  bytes = other.bytes;
}

SecretKey& SecretKey::operator=(const SecretKey& other) {
  bytes = other.bytes;
  return *this;
}

void write_master_key(const fs::path& file) {
  SecretKey key;
  randombytes_buf(key.bytes.data(), key.bytes.size());
  std::array<char, kHexSize + 1> hex{};
  sodium_bin2hex(hex.data(), hex.size(), key.bytes.data(), key.bytes.size());
  hex.back() = '\n';
  DurableFile out(fs::absolute(file), 0400, "keys");
  out.write(kLabel.data(), kLabel.size());
  out.write(hex.data(), hex.size());
  sodium_memzero(hex.data(), hex.size());
  if (!out.commit())
    throw Error(ErrorKind::service_broken, Reason::bad_settings, "keys",
                file.string() + " is there already and was left as it is; name another file");
}

SecretKey read_master_key(const fs::path& file) {
  std::string text;
  try {
    text = read_small_file(file, kMaxKeyFile, "keys");
  } catch (const Error& error) {
    throw Error(ErrorKind::service_broken, Reason::key_missing, "keys", error.message());
  }
  SecretKey key = parse_master_key(text, file.string());
  sodium_memzero(text.data(), text.size());
  return key;
}

SecretKey parse_master_key(std::string_view text, const std::string& where) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  SecretKey key;
  std::size_t decoded = 0;
  const bool good = text.size() == kLabel.size() + kHexSize && text.starts_with(kLabel) &&
                    sodium_hex2bin(key.bytes.data(), key.bytes.size(), text.data() + kLabel.size(),
                                   kHexSize, nullptr, &decoded, nullptr) == 0 &&
                    decoded == key.bytes.size();
  if (!good)
    throw Error(ErrorKind::service_broken, Reason::key_missing, "keys",
                where + " gives no master key: one line \"" + std::string(kLabel) +
                    "\" and 64 hexadecimal digits is expected");
  return key;
}

void set_master_key_source(MasterKeySource source) {
  Source& process = process_source();
  const std::lock_guard guard(process.lock);
  process.source = std::move(source);
  ++process.generation;
}

SecretKey master_key() {
  Source& process = process_source();
  MasterKeySource source;
  {
    const std::lock_guard guard(process.lock);
    source = process.source;
  }
  if (!source)
    throw Error(ErrorKind::service_broken, Reason::key_missing, "keys",
                "no master key is named; set key_file or key_command in sohoa.toml");
  return source();
}

unsigned long long master_key_generation() {
  Source& process = process_source();
  const std::lock_guard guard(process.lock);
  return process.generation;
}

}  // namespace sohoa
