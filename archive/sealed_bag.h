// A bag of an encrypted fonds: the bytes of its tar in one
// crypto_secretstream_xchacha20poly1305 under a random key of its own, wrapped
// by the fonds' data key. docs/archive-format.md, "Encrypted fonds".
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "archive/durable_file.h"

namespace sohoa {

// By its first bytes.
[[nodiscard]] bool is_sealed_bag(const FileDescriptor& file);

// Not thread-safe; one an object.
class SealedBagOutput {
 public:
  using Take = std::function<void(const void*, std::size_t)>;

  // `bag`: where it will lie, which tells the fonds. Throws Error{service_broken,
  // key_missing}.
  SealedBagOutput(const boost::filesystem::path& bag, Take take);
  ~SealedBagOutput();
  SealedBagOutput(const SealedBagOutput&) = delete;
  SealedBagOutput& operator=(const SealedBagOutput&) = delete;

  void add(const void* data, std::size_t size);
  void finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Reads the tar out of the file, never to a disk.
class SealedBagInput {
 public:
  // Called with every byte of the file in order.
  using Observer = std::function<void(const void*, std::size_t)>;

  // `file` must outlive it. Throws Error{service_broken, key_missing} without
  // the key, {document_failed, archive_damaged} for a damaged head.
  SealedBagInput(const FileDescriptor& file, const boost::filesystem::path& bag, std::string stage,
                 Observer observer);
  ~SealedBagInput();
  SealedBagInput(const SealedBagInput&) = delete;
  SealedBagInput& operator=(const SealedBagInput&) = delete;

  // The next bytes of the tar, valid until the next call; empty at its end.
  // Throws Error{document_failed, archive_damaged} naming the chunk.
  [[nodiscard]] std::string_view next();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sohoa
