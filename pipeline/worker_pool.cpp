#include "pipeline/worker_pool.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>
#include <utility>

#include "pipeline/task_json.h"
#include "pipeline/worker_process.h"

namespace sohoa {

namespace {

using Json = nlohmann::json;

constexpr unsigned long long kMaxAnswerBytes = 1ULL << 30;

Error interrupted() {
  return {ErrorKind::retry, Reason::interrupted, "worker", "the program was asked to stop"};
}

struct Slot {
  std::unique_ptr<WorkerProcess> process;  // null: to be started at the next task
  bool busy = false;
  std::string token;  // document it has open
  int pages = 0;
};

// A worker is killed when the thread that started it ends (PR_SET_PDEATHSIG,
// prctl(2)), so that one thread starts them all and lives as long as the pool.
class Starter {
 public:
  Starter() : thread_([this] { run(); }) {}
  ~Starter() {
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
    }
    asked_.notify_one();
  }
  Starter(const Starter&) = delete;
  Starter& operator=(const Starter&) = delete;

  std::unique_ptr<WorkerProcess> start(const std::string& program,
                                       const std::vector<std::string>& arguments) {
    Task task([&] { return std::make_unique<WorkerProcess>(program, arguments); });
    std::future<std::unique_ptr<WorkerProcess>> started = task.get_future();
    {
      const std::lock_guard lock(mutex_);
      tasks_.push_back(std::move(task));
    }
    asked_.notify_one();
    return started.get();
  }

 private:
  using Task = std::packaged_task<std::unique_ptr<WorkerProcess>()>;

  void run() {
    std::unique_lock lock(mutex_);
    for (;;) {
      asked_.wait(lock, [this] { return ended_ || !tasks_.empty(); });
      if (tasks_.empty()) return;
      Task task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      task();
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable asked_;
  std::deque<Task> tasks_;
  bool ended_ = false;
  std::jthread thread_;  // last: it uses the others
};

}  // namespace

struct WorkerPool::Parts {
  PoolOptions options;
  const std::atomic<bool>& stop;
  std::mutex mutex;
  std::condition_variable freed;
  Starter starter;  // outlives the workers
  std::vector<Slot> slots;
  Usage usage;
  std::string engine;

  Parts(const PoolOptions& given, const std::atomic<bool>& stopped)
      : options(given), stop(stopped) {}

  // The idle worker that has the document open, else any idle one.
  Slot* idle(const std::string& token) {
    Slot* found = nullptr;
    for (Slot& slot : slots) {
      if (slot.busy) continue;
      if (slot.token == token) return &slot;
      if (found == nullptr) found = &slot;
    }
    return found;
  }

  Slot& borrow(const std::string& token) {
    std::unique_lock lock(mutex);
    Slot* slot = nullptr;
    freed.wait(lock, [&] { return stop.load() || (slot = idle(token)) != nullptr; });
    if (stop.load()) throw interrupted();
    slot->busy = true;
    slot->token = token;
    if (!slot->process)
      slot->process = starter.start(options.program, {"worker", "--lang", options.language});
    return *slot;
  }

  void give_back(Slot& slot, bool alive) {
    std::unique_ptr<WorkerProcess> ended;
    {
      const std::lock_guard lock(mutex);
      if (!alive || slot.pages >= options.pages_a_worker) {
        ended = std::move(slot.process);
        slot.pages = 0;
        slot.token.clear();
      }
      slot.busy = false;
    }
    if (ended) retire(*ended, alive);
    freed.notify_all();
  }

  void retire(WorkerProcess& process, bool alive) {
    if (!alive) process.kill();
    const WorkerProcess::Usage ended = process.end();
    const std::lock_guard lock(mutex);
    usage.cpu_seconds += ended.cpu_seconds;
    usage.peak_bytes = std::max(usage.peak_bytes, ended.peak_bytes);
  }

  Json call(const OpenInput& input, Json head, const std::string& body, double seconds) {
    head["document"] = input.token;
    Slot& slot = borrow(input.token);
    Json answer;
    try {
      const auto deadline = std::chrono::steady_clock::now() +
                            std::chrono::milliseconds(static_cast<long long>(seconds * 1000));
      send_message(slot.process->socket(), {head.dump(), body}, input.file);
      auto received = receive_message(slot.process->socket(), deadline, kMaxAnswerBytes);
      if (!received)
        throw Error(ErrorKind::retry, Reason::worker_died, "worker",
                    "the page worker ended within its task");
      answer = Json::parse(received->message.head);
    } catch (...) {
      give_back(slot, false);
      if (stop.load()) throw interrupted();
      throw;
    }
    if (head.at("task") == "read_page") ++slot.pages;
    give_back(slot, true);
    if (!answer.at("ok").get<bool>()) throw error_from(answer.at("error"));
    return answer;
  }
};

WorkerPool::WorkerPool(const PoolOptions& options, const std::atomic<bool>& stop)
    : parts_(std::make_unique<Parts>(options, stop)) {
  int jobs = options.jobs;
  if (jobs <= 0) jobs = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  parts_->slots.resize(static_cast<std::size_t>(jobs));
}

WorkerPool::~WorkerPool() = default;

int WorkerPool::jobs() const {
  return static_cast<int>(parts_->slots.size());
}

InputInfo WorkerPool::inspect(const OpenInput& input) {
  const Json answer =
      parts_->call(input, {{"task", "inspect"}}, "", parts_->options.inspect_seconds);
  return input_info_from(answer.at("info"));
}

PageResult WorkerPool::read_page(const OpenInput& input, int page, const PageInput& how) {
  Json head{{"task", "read_page"},
            {"page", page},
            {"input", to_json(how)},
            {"correct", parts_->options.correct}};
  const Json answer = parts_->call(input, std::move(head), "", parts_->options.page_seconds);
  {
    const std::lock_guard lock(parts_->mutex);
    parts_->engine = answer.at("engine").get<std::string>();
  }
  return page_result_from(answer.at("result"));
}

void WorkerPool::write_access_copy(const OpenInput& input, const AccessRequest& request) {
  const double seconds =
      parts_->options.access_seconds + 0.5 * static_cast<double>(request.pages.size());
  parts_->call(input, {{"task", "access_copy"}}, to_json(request).dump(), seconds);
}

std::vector<UnpackedFile> WorkerPool::unpack(const std::string& archive_file,
                                             const std::string& folder) {
  const Json answer = parts_->call({archive_file, -1},
                                   {{"task", "unpack"}, {"path", archive_file}, {"folder", folder}},
                                   "", parts_->options.unpack_seconds);
  std::vector<UnpackedFile> files;
  for (const Json& member : answer.at("members"))
    files.push_back({member.at("name").get<std::string>(), member.at("file").get<std::string>(),
                     reason_from_code(member.at("refused").get<std::string>())});
  return files;
}

std::string WorkerPool::engine_description() const {
  const std::lock_guard lock(parts_->mutex);
  return parts_->engine;
}

WorkerPool::Usage WorkerPool::shut_down() {
  for (Slot& slot : parts_->slots) {
    if (!slot.process) continue;
    parts_->retire(*slot.process, true);
    slot.process.reset();
  }
  return parts_->usage;
}

void WorkerPool::interrupt() {
  const std::lock_guard lock(parts_->mutex);
  for (Slot& slot : parts_->slots)
    if (slot.process && slot.busy) slot.process->kill();
  parts_->freed.notify_all();
}

}  // namespace sohoa
