// sohoa.toml while a program runs: when it should be read again.
#pragma once

#include <chrono>
#include <string>

#include "archive/layout.h"

namespace sohoa {

// Not thread-safe. The kernel is not asked to tell: the file may lie on a network share.
class SettingsWatch {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // What stands in the file now is not known to be in force.
  explicit SettingsWatch(fs::path file) : file_(std::move(file)) {}

  // True when the file is another than at the last reading and has stood still for a second:
  // half of it may be right too, and mean something else. Looks once a second, and says the
  // same until it looks again or reading() is called; `now` may only grow.
  [[nodiscard]] bool changed(Time now);
  // To be called before it is read.
  void reading();

 private:
  [[nodiscard]] std::string state() const;

  fs::path file_;
  std::string read_;  // state at the last reading
  std::string seen_;
  Time seen_at_;
  bool changed_ = false;
};

}  // namespace sohoa
