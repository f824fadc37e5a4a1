// Progress on one line of a terminal: a bar, pages done, pages a minute, time left,
// what is being read. Draws nothing when standard error is no terminal.
#pragma once

#include <chrono>
#include <deque>
#include <mutex>
#include <string>

#include "cli/globals.h"
#include "pipeline/progress.h"

namespace sohoa {

class TerminalProgress : public Progress {
 public:
  // `total_bytes` of all inputs: what is left is estimated from the bytes done. 0: there
  // is no end to estimate, and no bar.
  TerminalProgress(const Globals& globals, unsigned long long total_bytes);
  ~TerminalProgress() override;

  void document_started(const std::string& path) override;
  void pages_found(int pages) override;
  void page_done(const std::string& path, int page) override;
  void document_done(unsigned long long bytes) override;

  // Takes the line away so that other text can be printed; it comes back by itself.
  void hide();
  [[nodiscard]] int pages_done() const { return pages_done_; }
  [[nodiscard]] double seconds() const;

 private:
  void draw();
  [[nodiscard]] double pages_a_minute() const;
  [[nodiscard]] double seconds_left(double done, double rate) const;  // 0: not known

  const Globals& globals_;
  const bool shown_;
  const unsigned long long total_bytes_;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::mutex mutex_;
  std::string reading_;
  int pages_found_ = 0;
  int pages_done_ = 0;
  std::deque<std::chrono::steady_clock::time_point> recent_;  // pages of the last minutes
  unsigned long long bytes_done_ = 0;
};

}  // namespace sohoa
