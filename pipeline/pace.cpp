#include "pipeline/pace.h"

#include <algorithm>

namespace sohoa {

namespace {

constexpr int kEnough = 5;  // documents or pages, to go by them

}  // namespace

void Pace::add(unsigned long long bytes, int pages, double seconds) {
  const std::lock_guard lock(mutex_);
  if (pages > 0) {
    pages_ += pages;
    page_seconds_ += seconds;
  }
  bytes_ += static_cast<double>(bytes);
  seconds_ += seconds;
  ++documents_;
}

unsigned long long Pace::largest_within(double seconds) const {
  const std::lock_guard lock(mutex_);
  constexpr double kAtFirst = 10'000;       // bytes a second
  constexpr double kSecondsOfSmallOne = 4;  // at first
  const bool known = documents_ >= kEnough && seconds_ > 0;
  const double shortest = known ? 2 * seconds_ / documents_ : kSecondsOfSmallOne;
  if (seconds < shortest) return 0;
  const double speed = known ? bytes_ / seconds_ / 2 : kAtFirst;
  return static_cast<unsigned long long>(seconds * speed);
}

int Pace::pages_within(double seconds) const {
  const std::lock_guard lock(mutex_);
  constexpr double kAtFirst = 3;  // seconds a page
  const double a_page =
      pages_ >= kEnough ? 2 * page_seconds_ / static_cast<double>(pages_) : kAtFirst;
  constexpr double kMost = 1e9;
  return static_cast<int>(std::clamp(seconds / std::max(a_page, 1e-6), 0.0, kMost));
}

}  // namespace sohoa
