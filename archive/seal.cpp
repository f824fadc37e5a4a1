// Format: docs/archive-format.md, "Sealed files".
#include "archive/seal.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <boost/filesystem/operations.hpp>
#include <cstring>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "archive/durable_file.h"
#include "archive/sealing_keys.h"
#include "document/error.h"

namespace sohoa {

namespace fs = boost::filesystem;

namespace {

const std::string kStage = "seal";
constexpr std::string_view kMagic = "SOHOASL1";
constexpr std::size_t kFingerprint = 16;
constexpr std::size_t kStreamKey = crypto_secretstream_xchacha20poly1305_KEYBYTES;
constexpr std::size_t kSealedKey = crypto_box_SEALBYTES + kStreamKey;
constexpr std::size_t kStreamHeader = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
constexpr std::size_t kHead = 8 + kFingerprint + kSealedKey + kStreamHeader;
constexpr std::size_t kChunk = std::size_t{64} << 10;
constexpr std::size_t kOverhead = crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr std::size_t kMaxDescription = std::size_t{1} << 20;

using Stream = crypto_secretstream_xchacha20poly1305_state;
using Bytes = std::vector<unsigned char>;

struct StreamKey {
  StreamKey() = default;
  StreamKey(const StreamKey&) = delete;
  StreamKey& operator=(const StreamKey&) = delete;
  ~StreamKey() { sodium_memzero(bytes.data(), bytes.size()); }
  std::array<unsigned char, kStreamKey> bytes{};
};

std::array<unsigned char, kFingerprint> fingerprint(const PublicKey& key) {
  std::array<unsigned char, kFingerprint> print{};
  crypto_generichash(print.data(), print.size(), key.data(), key.size(), nullptr, 0);
  return print;
}

[[noreturn]] void throw_unsealable(const fs::path& file, Reason reason, const std::string& why) {
  throw Error(ErrorKind::document_failed, reason, kStage, file.string() + ": " + why);
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// The plain stream cut into chunks of kChunk; the last one carries the final tag.
class SealOutput {
 public:
  SealOutput(DurableFile& out, const PublicKey& recipient) : out_(out) {
    StreamKey key;
    crypto_secretstream_xchacha20poly1305_keygen(key.bytes.data());
    std::array<unsigned char, kSealedKey> sealed{};
    std::array<unsigned char, kStreamHeader> header{};
    crypto_box_seal(sealed.data(), key.bytes.data(), key.bytes.size(), recipient.data());
    crypto_secretstream_xchacha20poly1305_init_push(&stream_, header.data(), key.bytes.data());
    const auto print = fingerprint(recipient);
    out_.write(kMagic.data(), kMagic.size());
    out_.write(print.data(), print.size());
    out_.write(sealed.data(), sealed.size());
    out_.write(header.data(), header.size());
    pending_.reserve(kChunk);
  }
  SealOutput(const SealOutput&) = delete;
  SealOutput& operator=(const SealOutput&) = delete;
  ~SealOutput() {
    sodium_memzero(&stream_, sizeof(stream_));
    sodium_memzero(pending_.data(), pending_.size());
  }

  void add(const void* data, std::size_t size) {
    const auto* next = static_cast<const unsigned char*>(data);
    while (size > 0) {
      if (pending_.size() == kChunk) push(0);
      const std::size_t part = std::min(size, kChunk - pending_.size());
      pending_.insert(pending_.end(), next, next + part);
      next += part;
      size -= part;
    }
  }

  void finish() { push(crypto_secretstream_xchacha20poly1305_TAG_FINAL); }

 private:
  void push(unsigned char tag) {
    Bytes sealed(pending_.size() + kOverhead);
    crypto_secretstream_xchacha20poly1305_push(&stream_, sealed.data(), nullptr, pending_.data(),
                                               pending_.size(), bytes_of(kMagic), kMagic.size(),
                                               tag);
    out_.write(sealed.data(), sealed.size());
    pending_.clear();
  }

  DurableFile& out_;
  Stream stream_{};
  Bytes pending_;
};

std::size_t read_full(const FileDescriptor& fd, unsigned char* buffer, std::size_t size,
                      const fs::path& file) {
  std::size_t total = 0;
  while (total < size) {
    const std::size_t got = read_some(fd.get(), buffer + total, size - total, file, kStage);
    if (got == 0) break;
    total += got;
  }
  return total;
}

void open_stream(const FileDescriptor& fd, const fs::path& file, const PrivateKey& key,
                 Stream& stream) {
  std::array<unsigned char, kHead> head{};
  const std::size_t got = read_full(fd, head.data(), head.size(), file);
  if (got < kMagic.size() || std::memcmp(head.data(), kMagic.data(), kMagic.size()) != 0)
    throw_unsealable(file, Reason::unknown_format, "not a file sealed by sohoa");
  if (got < head.size()) throw_unsealable(file, Reason::truncated, "cut short in its head");
  const unsigned char* part = head.data() + kMagic.size();
  const PublicKey recipient = public_half(key);
  const auto print = fingerprint(recipient);
  if (std::memcmp(part, print.data(), print.size()) != 0)
    throw_unsealable(file, Reason::no_permission, "wrong key: it was sealed to another one");
  part += kFingerprint;
  StreamKey stream_key;
  if (crypto_box_seal_open(stream_key.bytes.data(), part, kSealedKey, recipient.data(),
                           key.bytes.data()) != 0)
    throw_unsealable(file, Reason::archive_corrupt, "damaged: its stream key does not open");
  part += kSealedKey;
  crypto_secretstream_xchacha20poly1305_init_pull(&stream, part, stream_key.bytes.data());
}

// Takes the description from the front of the plain stream, passes the rest on.
class PlainSplitter {
 public:
  PlainSplitter(DurableFile& out, const fs::path& file) : out_(out), file_(file) {}

  void add(const unsigned char* data, std::size_t size) {
    while (size > 0 && !described()) {
      head_ += static_cast<char>(*data++);
      --size;
    }
    if (size > 0) out_.write(data, size);
  }

  [[nodiscard]] Unsealed finish() const {
    const auto json = described() ? nlohmann::json::parse(head_.substr(4), nullptr, false)
                                  : nlohmann::json(nlohmann::json::value_t::discarded);
    if (!json.is_object() || !json.contains("name") || !json.contains("note") ||
        !json["name"].is_string() || !json["note"].is_string())
      throw_unsealable(file_, Reason::archive_corrupt, "its description cannot be read");
    return {json["name"].get<std::string>(), json["note"].get<std::string>()};
  }

 private:
  [[nodiscard]] bool described() const {
    if (head_.size() < 4) return false;
    std::size_t length = 0;
    for (std::size_t i = 0; i < 4; ++i)
      length |= std::size_t{static_cast<unsigned char>(head_[i])} << (8 * i);
    if (length > kMaxDescription)
      throw_unsealable(file_, Reason::archive_corrupt, "its description is too long");
    return head_.size() >= 4 + length;
  }

  DurableFile& out_;
  const fs::path& file_;
  std::string head_;
};

// Four bytes of length, little-endian, and a JSON object.
std::string description(const std::string& name, const std::string& note) {
  const std::string json = nlohmann::ordered_json{{"name", name}, {"note", note}}.dump(
      -1, ' ', false, nlohmann::json::error_handler_t::replace);
  if (json.size() > kMaxDescription)
    throw Error(ErrorKind::document_failed, Reason::unsafe_name, kStage,
                "the name or note to be sealed is too long");
  std::string head;
  for (unsigned shift = 0; shift < 32; shift += 8)
    head += static_cast<char>(json.size() >> shift & 0xFF);
  return head + json;
}

}  // namespace

void seal_file(const fs::path& source, const std::string& name, const std::string& note,
               const fs::path& public_key_file, const fs::path& target) {
  start_sodium();
  if (fs::exists(fs::symlink_status(target))) return;
  const PublicKey recipient = read_public_key(public_key_file);
  const FileDescriptor fd = open_regular_file(source, kStage);
  remove_leftovers(target.parent_path());
  DurableFile out(target, 0400, kStage);
  SealOutput seal(out, recipient);
  const std::string head = description(name, note);
  seal.add(head.data(), head.size());
  Bytes buffer(kChunk);
  while (const std::size_t got = read_some(fd.get(), buffer.data(), buffer.size(), source, kStage))
    seal.add(buffer.data(), got);
  sodium_memzero(buffer.data(), buffer.size());
  seal.finish();
  out.sync();
  if (hash_file(out.temporary_path()).sha256 != out.written().sha256)
    throw Error(ErrorKind::service_broken, Reason::bag_mismatch, kStage,
                target.string() + " did not read back as written; check the disk");
  // When another process sealed the same file first, its seal is as good.
  (void)out.commit();
}

Unsealed unseal_file(const fs::path& sealed, const fs::path& private_key_file,
                     const fs::path& target) {
  start_sodium();
  PrivateKey key;
  read_private_key(private_key_file, key);
  const FileDescriptor fd = open_regular_file(sealed, kStage);
  Stream stream{};
  open_stream(fd, sealed, key, stream);
  DurableFile out(target, 0600, kStage);
  PlainSplitter splitter(out, sealed);
  Bytes chunk(kChunk + kOverhead);
  Bytes plain(kChunk);
  unsigned char tag = 0;
  for (int number = 1; tag != crypto_secretstream_xchacha20poly1305_TAG_FINAL; ++number) {
    const std::size_t got = read_full(fd, chunk.data(), chunk.size(), sealed);
    unsigned long long size = 0;
    const bool good = got >= kOverhead && crypto_secretstream_xchacha20poly1305_pull(
                                              &stream, plain.data(), &size, &tag, chunk.data(), got,
                                              bytes_of(kMagic), kMagic.size()) == 0;
    // A full chunk is damaged; a short one, or none, is where the file was cut.
    if (!good)
      throw_unsealable(
          sealed, got == chunk.size() ? Reason::archive_corrupt : Reason::truncated,
          (got == chunk.size() ? "damaged in chunk " : "cut short or damaged in chunk ") +
              std::to_string(number));
    splitter.add(plain.data(), size);
  }
  if (read_full(fd, chunk.data(), 1, sealed) != 0)
    throw_unsealable(sealed, Reason::archive_corrupt, "bytes behind the end of the seal");
  Unsealed result = splitter.finish();
  if (!out.commit())
    throw Error(ErrorKind::document_failed, Reason::no_permission, kStage,
                target.string() + " is there already and was left as it is");
  return result;
}

std::string sealed_name(const std::string& sha256_hex, const fs::path& public_key_file) {
  start_sodium();
  const PublicKey key = read_public_key(public_key_file);
  std::array<unsigned char, 16> print{};
  crypto_generichash(print.data(), print.size(), bytes_of(sha256_hex), sha256_hex.size(),
                     key.data(), key.size());
  std::array<char, 33> hex{};
  sodium_bin2hex(hex.data(), hex.size(), print.data(), print.size());
  return std::string(hex.data()) + ".sealed";
}

}  // namespace sohoa
