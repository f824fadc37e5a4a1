#include "cli/interrupt.h"

#include <chrono>

#include "cli/globals.h"

namespace sohoa {

std::jthread interrupt_on_stop(WorkerPool& pool) {
  return std::jthread([&pool](const std::stop_token& done) {
    while (!done.stop_requested()) {
      if (stop_requested().load()) return pool.interrupt();
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  });
}

}  // namespace sohoa
