// A SHA-256 that is taken on a thread of its own, beside other work on the same bytes.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "archive/hash.h"

namespace sohoa {

// Copies what it is given; holds a few pieces at most and makes the caller wait
// beyond that. Not thread-safe towards its callers.
class AsideHasher {
 public:
  AsideHasher();
  ~AsideHasher();
  AsideHasher(const AsideHasher&) = delete;
  AsideHasher& operator=(const AsideHasher&) = delete;
  void add(const void* data, std::size_t size);
  // Ends the sum; call once. Throws what Hasher throws.
  [[nodiscard]] Checksums finish();

 private:
  void work();
  void end();

  Hasher hasher_{HashKinds::sha256};
  std::mutex lock_;
  std::condition_variable changed_;
  std::deque<std::vector<char>> waiting_;
  bool ended_ = false;
  std::exception_ptr failure_;
  std::thread thread_;
};

}  // namespace sohoa
