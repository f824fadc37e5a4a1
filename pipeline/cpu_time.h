// CPU seconds that a thread has used since this was made.
#pragma once

#include <ctime>

namespace sohoa {

class CpuTimer {
 public:
  CpuTimer() : start_(now()) {}
  [[nodiscard]] double seconds() const { return now() - start_; }

 private:
  static double now() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
  }
  double start_;
};

}  // namespace sohoa
