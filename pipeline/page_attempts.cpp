#include "pipeline/page_attempts.h"

namespace sohoa {

PageTurns::Turn::Turn(PageTurns& turns, bool alone) : turns_(turns) {
  std::unique_lock lock(turns_.mutex_);
  if (alone) {
    ++turns_.waiting_alone_;
    turns_.changed_.wait(lock, [&] { return turns_.reading_ == 0; });
    --turns_.waiting_alone_;
    turns_.alone_ = true;
  } else {
    turns_.changed_.wait(lock, [&] { return !turns_.alone_ && turns_.waiting_alone_ == 0; });
  }
  ++turns_.reading_;
}

PageTurns::Turn::~Turn() {
  const std::lock_guard lock(turns_.mutex_);
  --turns_.reading_;
  turns_.alone_ = false;
  turns_.changed_.notify_all();
}

}  // namespace sohoa
