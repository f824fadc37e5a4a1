// What a run has done so far, as told to whoever watches it.
#pragma once

#include <string>

namespace sohoa {

// Called from many threads at once; implementations must be thread-safe and quick.
class Progress {
 public:
  Progress() = default;
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  virtual ~Progress() = default;

  virtual void document_started(const std::string& path) = 0;
  virtual void pages_found(int pages) = 0;
  virtual void page_done(const std::string& path, int page) = 0;
  // `bytes` of the input, for the estimate of what is left.
  virtual void document_done(unsigned long long bytes) = 0;
};

}  // namespace sohoa
