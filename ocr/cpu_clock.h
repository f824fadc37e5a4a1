// CPU seconds of this thread. Internal to ocr/.
#pragma once

#include <time.h>

namespace sohoa {

class CpuClock {
 public:
  CpuClock() : start_(now()) {}
  [[nodiscard]] double seconds() const { return now() - start_; }

 private:
  static double now() {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
  }

  double start_;
};

}  // namespace sohoa
