// Format: docs/archive-format.md, "Encrypted fonds".
#include "archive/sealed_bag.h"

#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/filesystem/operations.hpp>
#include <cstring>
#include <utility>
#include <vector>

#include "archive/fonds_keys.h"
#include "document/error.h"

namespace sohoa {

namespace {

constexpr std::string_view kMagic = "SOHOABG1";
constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kWrapped =
    crypto_secretstream_xchacha20poly1305_KEYBYTES + crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kBound = kMagic.size() + std::tuple_size_v<KeyId>;
constexpr std::size_t kStreamHeader = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
constexpr std::size_t kHead = kBound + kNonce + kWrapped + kStreamHeader;
constexpr std::size_t kChunk = std::size_t{64} << 10;
constexpr std::size_t kOverhead = crypto_secretstream_xchacha20poly1305_ABYTES;
static_assert(crypto_secretstream_xchacha20poly1305_KEYBYTES == 32);

using Stream = crypto_secretstream_xchacha20poly1305_state;
using Bytes = std::vector<unsigned char>;

// store/<fonds>/<year>/<id>/v1.tar.enc
fs::path fonds_folder_of(const fs::path& bag) {
  return fs::absolute(bag).parent_path().parent_path().parent_path();
}

const unsigned char* magic_bytes() {
  return reinterpret_cast<const unsigned char*>(kMagic.data());
}

}  // namespace

bool is_sealed_bag(const FileDescriptor& file) {
  std::array<char, kMagic.size()> head{};
  return ::pread(file.get(), head.data(), head.size(), 0) == static_cast<ssize_t>(head.size()) &&
         std::memcmp(head.data(), kMagic.data(), head.size()) == 0;
}

struct SealedBagOutput::State {
  Take take;
  Stream stream{};
  Bytes pending;
  Bytes sealed = Bytes(kChunk + kOverhead);

  ~State() {
    sodium_memzero(&stream, sizeof(stream));
    sodium_memzero(pending.data(), pending.size());
  }

  void push(unsigned char tag) {
    crypto_secretstream_xchacha20poly1305_push(&stream, sealed.data(), nullptr, pending.data(),
                                               pending.size(), magic_bytes(), kMagic.size(), tag);
    take(sealed.data(), pending.size() + kOverhead);
    pending.clear();
  }
};

SealedBagOutput::SealedBagOutput(const fs::path& bag, Take take)
    : state_(std::make_unique<State>()) {
  state_->take = std::move(take);
  state_->pending.reserve(kChunk);
  const DataKey data = newest_data_key(fonds_folder_of(bag));
  SecretKey key;
  crypto_secretstream_xchacha20poly1305_keygen(key.bytes.data());
  std::array<unsigned char, kHead> head{};
  unsigned char* const nonce = head.data() + kBound;
  unsigned char* const wrapped = nonce + kNonce;
  std::memcpy(head.data(), kMagic.data(), kMagic.size());
  std::memcpy(head.data() + kMagic.size(), data.id.data(), data.id.size());
  randombytes_buf(nonce, kNonce);
  crypto_aead_xchacha20poly1305_ietf_encrypt(wrapped, nullptr, key.bytes.data(), key.bytes.size(),
                                             head.data(), kBound, nullptr, nonce,
                                             data.key.bytes.data());
  crypto_secretstream_xchacha20poly1305_init_push(&state_->stream, wrapped + kWrapped,
                                                  key.bytes.data());
  state_->take(head.data(), head.size());
}

SealedBagOutput::~SealedBagOutput() = default;

void SealedBagOutput::add(const void* data, std::size_t size) {
  const auto* next = static_cast<const unsigned char*>(data);
  while (size > 0) {
    if (state_->pending.size() == kChunk) state_->push(0);
    const std::size_t part = std::min(size, kChunk - state_->pending.size());
    state_->pending.insert(state_->pending.end(), next, next + part);
    next += part;
    size -= part;
  }
}

void SealedBagOutput::finish() {
  state_->push(crypto_secretstream_xchacha20poly1305_TAG_FINAL);
}

struct SealedBagInput::State {
  const FileDescriptor& file;
  fs::path bag;
  std::string stage;
  Observer observer;
  Stream stream{};
  Bytes sealed = Bytes(kChunk + kOverhead);
  Bytes plain = Bytes(kChunk);
  unsigned char tag = 0;
  int number = 0;  // of the chunk

  ~State() {
    sodium_memzero(&stream, sizeof(stream));
    sodium_memzero(plain.data(), plain.size());
  }

  std::size_t fill(unsigned char* buffer, std::size_t size) const {
    std::size_t total = 0;
    while (total < size) {
      const std::size_t got = read_some(file.get(), buffer + total, size - total, bag, stage);
      if (got == 0) break;
      if (observer) observer(buffer + total, got);
      total += got;
    }
    return total;
  }

  [[noreturn]] void damaged(const std::string& what) const {
    throw Error(ErrorKind::document_failed, Reason::archive_damaged, stage,
                bag.filename().string() + " is encrypted and damaged: " + what);
  }
};

SealedBagInput::SealedBagInput(const FileDescriptor& file, const fs::path& bag, std::string stage,
                               Observer observer)
    : state_(new State{file, bag, std::move(stage), std::move(observer)}) {
  std::array<unsigned char, kHead> head{};
  if (state_->fill(head.data(), head.size()) < head.size())
    state_->damaged("cut short in its head");
  KeyId id{};
  std::memcpy(id.data(), head.data() + kMagic.size(), id.size());
  const DataKey data = data_key(fonds_folder_of(bag), id);
  const unsigned char* const nonce = head.data() + kBound;
  const unsigned char* const wrapped = nonce + kNonce;
  SecretKey key;
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(key.bytes.data(), nullptr, nullptr, wrapped,
                                                 kWrapped, head.data(), kBound, nonce,
                                                 data.key.bytes.data()) != 0)
    state_->damaged("the key in its head does not open");
  crypto_secretstream_xchacha20poly1305_init_pull(&state_->stream, wrapped + kWrapped,
                                                  key.bytes.data());
}

SealedBagInput::~SealedBagInput() = default;

std::string_view SealedBagInput::next() {
  State& state = *state_;
  if (state.tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL) {
    if (state.fill(state.sealed.data(), 1) != 0) state.damaged("bytes behind its end");
    return {};
  }
  ++state.number;
  const std::size_t got = state.fill(state.sealed.data(), state.sealed.size());
  unsigned long long size = 0;
  if (got < kOverhead || crypto_secretstream_xchacha20poly1305_pull(
                             &state.stream, state.plain.data(), &size, &state.tag,
                             state.sealed.data(), got, magic_bytes(), kMagic.size()) != 0)
    state.damaged(
        (got < state.sealed.size() ? "cut short or changed in chunk " : "changed in chunk ") +
        std::to_string(state.number));
  if (size == 0) return next();
  return {reinterpret_cast<const char*>(state.plain.data()), static_cast<std::size_t>(size)};
}

}  // namespace sohoa
