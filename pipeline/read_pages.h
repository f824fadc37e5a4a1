// All pages of a document to text, as many at a time as there are workers.
#pragma once

#include <string>
#include <vector>

#include "pipeline/page_attempts.h"
#include "pipeline/progress.h"
#include "pipeline/worker_pool.h"

namespace sohoa {

struct PagesRead {
  std::vector<int> numbers;       // of the pages in the input, 1-based
  std::vector<PageResult> pages;  // as many

  [[nodiscard]] std::vector<TextLayout> layouts() const;
  [[nodiscard]] std::vector<std::string> page_texts() const;
  [[nodiscard]] int unreadable() const;
  // False when all text came with the file (born digital) or there is none.
  [[nodiscard]] bool any_recognised() const;
  [[nodiscard]] double mean_confidence() const;
};

[[nodiscard]] std::vector<int> all_pages(const InputInfo& info);

// A page that ends its worker or takes too long is tried once more in a gentler way
// (ReadOptions), then marked unreadable while the document goes on. Pages that were in hand when
// the program died come first, each alone; after the third death with a page in hand it is read
// in the gentler way at once, after the fifth not at all, unless it is the first of `numbers`.
// Throws Error{document_failed}: the cause, when no page could be read or the file proves to be
// cut off; Error{retry}: the same when each page ended its workers; interrupted; what counting
// the attempts throws.
[[nodiscard]] PagesRead read_pages(const std::string& path, const OpenInput& input,
                                   const InputInfo& info, const std::vector<int>& numbers,
                                   WorkerPool& pool, Progress& progress,
                                   const PageAttempts& attempts = {});

}  // namespace sohoa
