// The page workers of one supervisor: hands each task to an idle worker, replaces
// workers that die, hang or are old.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/page_tasks.h"

namespace sohoa {

struct Settings;

struct PoolOptions {
  int jobs = 0;                            // worker processes; 0: as many as usable_processors()
  std::string program = "/proc/self/exe";  // started as `PROGRAM worker --lang …`
  std::string language = "Vietnamese";
  bool correct = true;       // let the language model repair doubtful words
  int pages_a_worker = 500;  // then it is replaced: Tesseract's memory grows
  unsigned long long worker_memory = 3'000'000'000;  // bytes of address space of a worker
  double inspect_seconds = 180;                      // wall clock, then the worker is killed
  double page_seconds = 180;
  double access_seconds = 60;  // and half a second for each page
  double unpack_seconds = 1800;
};

// As the settings say; what they say nothing of is as in `otherwise`. `jobs` 0: theirs.
[[nodiscard]] PoolOptions pool_options(const Settings& settings, int jobs,
                                       PoolOptions otherwise = {});

// An open input file as workers know it: a worker gets the descriptor and no path.
// `token` distinguishes documents.
struct OpenInput {
  std::string token;
  int file = -1;  // descriptor, open for reading, owned by the caller
};

struct UnpackedFile {
  std::string name;  // path inside the archive file, UTF-8 NFC
  std::string path;  // where it lies now; empty when refused
  Reason refused = Reason::none;
};

// Thread-safe: any number of threads may call; each call blocks until a worker
// is free and has answered. Calls throw the worker's own Error, or Error{retry}:
// worker_died (also of an answer that makes no sense), worker_timeout; interrupted
// once `stop` is set.
class WorkerPool {
 public:
  WorkerPool(const PoolOptions& options, const std::atomic<bool>& stop);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  [[nodiscard]] InputInfo inspect(const OpenInput& input);
  // `gently`: see ReadOptions. `begun` is called once a worker is free for the page.
  [[nodiscard]] PageResult read_page(const OpenInput& input, int page, const PageInput& how,
                                     bool gently = false, const std::function<void()>& begun = {});
  // Creates `output`, which must not exist; what failed is removed again.
  void write_access_copy(const OpenInput& input, const AccessRequest& request,
                         const std::string& output);
  // A worker reads the archive file; names are judged and files written here, in
  // `folder` (exists, private), on whose disk `leave_free` bytes stay free.
  [[nodiscard]] std::vector<UnpackedFile> unpack(const std::string& archive_file,
                                                 const std::string& folder,
                                                 unsigned long long leave_free = 0);

  // Holds from the next task on, except `program`, `language` and `correct`, which stay. Of
  // fewer jobs, and with other memory, workers end with the task they have.
  void change(const PoolOptions& options);
  [[nodiscard]] PoolOptions options() const;  // `jobs` is never 0
  [[nodiscard]] int jobs() const;
  // What read the pages; empty before the first page.
  [[nodiscard]] std::string engine_description() const;
  struct Usage {
    double cpu_seconds = 0;             // of all workers together
    unsigned long long peak_bytes = 0;  // resident, of the largest worker
  };
  // Ends all workers and says what they used. No call may follow.
  Usage shut_down();
  // Kills workers at work so that blocked calls return; safe from any thread.
  void interrupt();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace sohoa
