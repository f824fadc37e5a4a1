#include "archive/aside_hasher.h"

#include <utility>

namespace sohoa {

namespace {

constexpr std::size_t kMaxWaiting = 8;

}  // namespace

AsideHasher::AsideHasher() : thread_([this] { work(); }) {}

AsideHasher::~AsideHasher() {
  if (thread_.joinable()) end();
}

void AsideHasher::add(const void* data, std::size_t size) {
  const auto* bytes = static_cast<const char*>(data);
  std::vector<char> piece(bytes, bytes + size);
  std::unique_lock guard(lock_);
  changed_.wait(guard, [this] { return waiting_.size() < kMaxWaiting; });
  waiting_.push_back(std::move(piece));
  changed_.notify_all();
}

Checksums AsideHasher::finish() {
  end();
  if (failure_) std::rethrow_exception(failure_);
  return hasher_.finish();
}

void AsideHasher::end() {
  {
    const std::lock_guard guard(lock_);
    ended_ = true;
    changed_.notify_all();
  }
  thread_.join();
}

void AsideHasher::work() {
  for (std::unique_lock guard(lock_);;) {
    changed_.wait(guard, [this] { return ended_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const std::vector<char> piece = std::move(waiting_.front());
    waiting_.pop_front();
    changed_.notify_all();
    guard.unlock();
    try {
      if (!failure_) hasher_.add(piece.data(), piece.size());
    } catch (...) {
      failure_ = std::current_exception();
    }
    guard.lock();
  }
}

}  // namespace sohoa
