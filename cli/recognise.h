// Files to text without an archive: what `sohoa ocr` does with each input.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "document/error.h"
#include "pipeline/progress.h"
#include "pipeline/read_pages.h"
#include "pipeline/worker_pool.h"

namespace sohoa {

struct Recognised {
  std::string path;
  PagesRead read;
  std::string pdf;               // bytes of the searchable PDF, where asked for
  std::optional<Error> failure;  // why there is nothing
};

struct RecogniseOptions {
  std::string pages;  // "1-3,7"; empty: all
  bool make_pdf = false;
};

// Reads the files with all workers at once and hands the results over in the
// order of `paths`, each as soon as all before it are done. "-" is standard
// input. Throws Error{service_broken} when nothing can go on.
void recognise_files(const std::vector<std::string>& paths, const RecogniseOptions& options,
                     WorkerPool& pool, Progress& progress,
                     const std::function<void(const Recognised&)>& take);

}  // namespace sohoa
