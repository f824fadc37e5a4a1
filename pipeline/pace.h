// How long a document will take, judged by those that were taken.
#pragma once

#include <mutex>

namespace sohoa {

// Thread-safe.
class Pace {
 public:
  // `pages` 0: none was read, and nothing is learnt of pages.
  void add(unsigned long long bytes, int pages, double seconds);
  // The largest file that is expected to be done within so many seconds; nothing
  // (0) when even a small one is not. Half of the mean speed is counted on, since
  // pages differ; before anything was taken, 10 kB a second (a bilevel page of
  // 30 kB takes about 1.5 s, in colour 500 kB about 3 s).
  [[nodiscard]] unsigned long long largest_within(double seconds) const;
  // The same for what is found in a file: small files may have many pages. Before
  // anything was taken, 3 s a page.
  [[nodiscard]] int pages_within(double seconds) const;

 private:
  mutable std::mutex mutex_;
  double bytes_ = 0;
  double seconds_ = 0;
  int documents_ = 0;
  long long pages_ = 0;
  double page_seconds_ = 0;  // of the documents that had pages
};

}  // namespace sohoa
