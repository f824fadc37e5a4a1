#include "pipeline/pace.h"

namespace sohoa {

void Pace::add(unsigned long long bytes, double seconds) {
  const std::lock_guard lock(mutex_);
  bytes_ += static_cast<double>(bytes);
  seconds_ += seconds;
  ++documents_;
}

unsigned long long Pace::largest_within(double seconds) const {
  const std::lock_guard lock(mutex_);
  constexpr int kEnough = 5;
  constexpr double kAtFirst = 10'000;       // bytes a second
  constexpr double kSecondsOfSmallOne = 4;  // at first
  const bool known = documents_ >= kEnough && seconds_ > 0;
  const double shortest = known ? 2 * seconds_ / documents_ : kSecondsOfSmallOne;
  if (seconds < shortest) return 0;
  const double speed = known ? bytes_ / seconds_ / 2 : kAtFirst;
  return static_cast<unsigned long long>(seconds * speed);
}

}  // namespace sohoa
