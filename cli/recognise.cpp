#include "cli/recognise.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <boost/filesystem.hpp>
#include <condition_variable>
#include <fstream>
#include <iterator>
#include <mutex>
#include <thread>

#include "archive/durable_file.h"
#include "archive/hash.h"
#include "cli/page_ranges.h"
#include "pipeline/house.h"
#include "pipeline/work_folder.h"

namespace sohoa {

namespace {

// Standard input must be read whole before its format is known.
fs::path spool_standard_input(const fs::path& folder) {
  const fs::path file = folder / "stdin";
  std::ofstream out(file.string(), std::ios::binary);
  std::vector<char> buffer(1 << 16);
  ssize_t got = 0;
  while ((got = ::read(STDIN_FILENO, buffer.data(), buffer.size())) > 0)
    out.write(buffer.data(), got);
  return file;
}

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file.string(), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

Recognised recognise(const std::string& path, const RecogniseOptions& options, WorkerPool& pool,
                     Progress& progress) {
  progress.document_started(path);
  Recognised result{path, {}, "", std::nullopt};
  const WorkFolder work(fs::temp_directory_path());
  const fs::path file = path == "-" ? spool_standard_input(work.path()) : fs::path(path);
  const FileDescriptor open_file = open_regular_file(file, "intake");
  const Checksums sums = hash_file(file);
  const OpenInput input{sums.sha256.hex, open_file.get()};
  const InputInfo info = pool.inspect(input);
  if (info.is_archive)
    throw Error(ErrorKind::document_failed, Reason::unknown_format, "pages",
                "an archive file; unpack it first, or use `sohoa ingest`");
  const auto numbers = parse_page_ranges(options.pages, static_cast<int>(info.pages.size()));
  result.read = read_pages(path, input, info, *numbers, pool, progress);
  if (options.make_pdf) {
    AccessRequest request;
    const fs::path output = work.path() / "out.pdf";
    request.title = fs::path(path).filename().string();
    request.sha256 = sums.sha256.hex;
    request.created = iso_time(std::chrono::system_clock::now());
    request.numbers = *numbers;
    for (const int page : *numbers)
      request.inputs.push_back(info.pages.at(static_cast<std::size_t>(page) - 1));
    request.pages = result.read.pages;
    pool.write_access_copy(input, request, output.string());
    result.pdf = bytes_of(output);
  }
  progress.document_done(sums.bytes);
  return result;
}

// Results that wait for those before them.
class InOrder {
 public:
  explicit InOrder(std::size_t count) : results_(count) {}

  void put(std::size_t at, Recognised result) {
    const std::lock_guard lock(mutex_);
    results_[at] = std::move(result);
    changed_.notify_all();
  }

  Recognised wait_for(std::size_t at) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return results_[at].has_value(); });
    Recognised result = std::move(*results_[at]);
    return result;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::optional<Recognised>> results_;
};

}  // namespace

void recognise_files(const std::vector<std::string>& paths, const RecogniseOptions& options,
                     WorkerPool& pool, Progress& progress,
                     const std::function<void(const Recognised&)>& take) {
  InOrder results(paths.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < paths.size(); i = next++) {
      try {
        results.put(i, recognise(paths[i], options, pool, progress));
      } catch (const Error& error) {
        results.put(i, {paths[i], {}, "", error.at(paths[i], 0)});
      }
    }
  };
  std::vector<std::jthread> threads;
  const auto count = std::min(paths.size(), static_cast<std::size_t>(pool.jobs()) + 1);
  for (std::size_t i = 0; i < count; ++i) threads.emplace_back(work);
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const Recognised result = results.wait_for(i);
    if (result.failure && (result.failure->kind() == ErrorKind::service_broken ||
                           result.failure->reason() == Reason::interrupted)) {
      next = paths.size();
      throw *result.failure;
    }
    take(result);
  }
}

}  // namespace sohoa
