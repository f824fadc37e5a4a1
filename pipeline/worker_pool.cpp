#include "pipeline/worker_pool.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstring>
#include <deque>
#include <future>
#include <list>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>
#include <utility>

#include "archive/durable_file.h"
#include "archive/unpack.h"
#include "document/vietnamese_text.h"
#include "pipeline/member_messages.h"
#include "pipeline/processors.h"
#include "pipeline/settings.h"
#include "pipeline/task_json.h"
#include "pipeline/worker_process.h"

namespace sohoa {

namespace {

using Json = nlohmann::json;

// A page of 20,000 words with their alternatives has about 20 MB.
constexpr unsigned long long kMaxAnswerBytes = 256ULL << 20;
// An access copy carries the original's own images, or pages rendered anew.
constexpr unsigned long long kOutputBytesAPage = 64ULL << 20;

Error interrupted() {
  return {ErrorKind::retry, Reason::interrupted, "worker", "the program was asked to stop"};
}

Error worker_died(const std::string& why) {
  return {ErrorKind::retry, Reason::worker_died, "worker", "the page worker is gone: " + why};
}

std::string ended_by(int signal) {
  switch (signal) {
    case SIGSYS:
      return "it did what its sandbox forbids";
    case SIGXCPU:
      return "it used more processor time than a task may";
    case SIGXFSZ:
      return "it wrote more than a task may";
    default:
      return std::string("ended by ") + ::strsignal(signal);
  }
}

// What a worker says of a failure is about its document: only that a component is
// missing or the disk full may stop more than that.
Error believable(const Json& json) {
  const Error error = error_from(json);
  const bool general = error.reason() == Reason::missing_component ||
                       error.reason() == Reason::disk_full ||
                       error.reason() == Reason::no_permission;
  if (error.kind() == ErrorKind::document_failed || error.kind() == ErrorKind::retry ||
      (error.kind() == ErrorKind::service_broken && general))
    return error;
  return {ErrorKind::document_failed, Reason::internal, "worker", error.message()};
}

// A task besides its head and its input.
struct Errand {
  double seconds = 0;  // wall clock, and CPU
  std::string body{};
  int output = -1;                      // a file to write to
  unsigned long long output_bytes = 0;  // at most
  MemberReceiver* members = nullptr;    // of an archive file
  std::function<void()> begun{};        // a worker is free for it
};

struct Slot {
  std::unique_ptr<WorkerProcess> process;  // null: to be started at the next task
  unsigned long long memory = 0;           // that its process was given
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

// The value that `take` makes of an answer.
template <typename Take>
auto sensible(Take take) {
  try {
    return take();
  } catch (const Error&) {
    throw;
  } catch (const std::exception& error) {
    throw worker_died(std::string("its answer makes no sense: ") + error.what());
  }
}

}  // namespace

PoolOptions pool_options(const Settings& settings, int jobs, PoolOptions otherwise) {
  otherwise.jobs = jobs > 0 ? jobs : settings.jobs;
  otherwise.language = settings.language;
  otherwise.worker_memory = static_cast<unsigned long long>(settings.budget.worker_memory_gb * 1e9);
  otherwise.page_seconds = settings.budget.page_seconds;
  otherwise.pages_a_worker = settings.budget.pages_a_worker;
  return otherwise;
}

struct WorkerPool::Parts {
  const std::atomic<bool>& stop;
  std::mutex mutex;
  PoolOptions options;  // `jobs` is never 0
  std::condition_variable freed;
  Starter starter;  // outlives the workers
  std::list<Slot> slots;
  int busy = 0;
  Usage usage;
  std::string engine;

  Parts(const PoolOptions& given, const std::atomic<bool>& stopped)
      : stop(stopped), options(with_jobs(given)) {}

  static PoolOptions with_jobs(PoolOptions options) {
    if (options.jobs <= 0) options.jobs = usable_processors();
    return options;
  }

  [[nodiscard]] PoolOptions given() {
    const std::lock_guard lock(mutex);
    return options;
  }

  [[nodiscard]] bool too_many() const { return static_cast<int>(slots.size()) > options.jobs; }

  void change(PoolOptions next) {
    std::vector<std::unique_ptr<WorkerProcess>> ended;
    {
      const std::lock_guard lock(mutex);
      next.program = options.program;
      next.language = options.language;
      next.correct = options.correct;
      options = with_jobs(std::move(next));
      for (auto slot = slots.begin(); slot != slots.end();) {
        const bool leaves = !slot->busy && too_many();
        if (slot->process && !slot->busy && (leaves || slot->memory != options.worker_memory)) {
          ended.push_back(std::move(slot->process));
          slot->pages = 0;
          slot->token.clear();
        }
        slot = leaves ? slots.erase(slot) : std::next(slot);
      }
    }
    for (const auto& process : ended) retire(*process, true);
    freed.notify_all();
  }

  // The idle worker that has the document open, else any idle one, else a new one.
  Slot* idle(const std::string& token) {
    if (busy >= options.jobs) return nullptr;
    Slot* found = nullptr;
    for (Slot& slot : slots) {
      if (slot.busy) continue;
      if (slot.token == token) return &slot;
      if (found == nullptr) found = &slot;
    }
    return found != nullptr ? found : &slots.emplace_back();
  }

  Slot& borrow(const std::string& token) {
    std::unique_lock lock(mutex);
    Slot* slot = nullptr;
    freed.wait(lock, [&] { return stop.load() || (slot = idle(token)) != nullptr; });
    if (stop.load()) throw interrupted();
    if (!slot->process) {
      slot->memory = options.worker_memory;
      slot->process = starter.start(options.program, {"worker", "--lang", options.language,
                                                      "--memory", std::to_string(slot->memory)});
    }
    slot->busy = true;
    ++busy;
    slot->token = token;
    return *slot;
  }

  // The signal that ended the worker, if one did.
  int give_back(Slot& slot, bool alive) {
    std::unique_ptr<WorkerProcess> ended;
    {
      const std::lock_guard lock(mutex);
      if (!alive || slot.pages >= options.pages_a_worker || too_many() ||
          slot.memory != options.worker_memory) {
        ended = std::move(slot.process);
        slot.pages = 0;
        slot.token.clear();
      }
      slot.busy = false;
      --busy;
      if (too_many()) slots.remove_if([&](const Slot& other) { return &other == &slot; });
    }
    const int signal = ended ? retire(*ended, alive) : 0;
    freed.notify_all();
    return signal;
  }

  int retire(WorkerProcess& process, bool alive) {
    if (!alive) process.kill();
    const WorkerProcess::Usage ended = process.end();
    const std::lock_guard lock(mutex);
    usage.cpu_seconds += ended.cpu_seconds;
    usage.peak_bytes = std::max(usage.peak_bytes, ended.peak_bytes);
    return ended.signal;
  }

  Json call(const OpenInput& input, Json head, const Errand& errand) {
    head["document"] = input.token;
    Slot& slot = borrow(input.token);
    Json answer;
    try {
      if (errand.begun) errand.begun();
      answer = ask(*slot.process, input.file, head, errand);
    } catch (const Json::exception& error) {
      give_back(slot, false);
      throw worker_died(std::string("its answer makes no sense: ") + error.what());
    } catch (const Error& error) {
      const int signal = give_back(slot, false);
      if (stop.load()) throw interrupted();
      if (error.reason() == Reason::worker_died && signal != 0) throw worker_died(ended_by(signal));
      throw;
    } catch (...) {
      give_back(slot, false);
      throw;
    }
    if (head.at("task") == "read_page") ++slot.pages;
    if (answer.at("ok").get<bool>()) {
      give_back(slot, true);
      return answer;
    }
    const Error error = believable(answer.at("error"));
    // What ran out of memory has it in pieces.
    give_back(slot, error.reason() != Reason::image_too_large || error.kind() != ErrorKind::retry);
    throw error;
  }

  static Json ask(const WorkerProcess& process, int file, const Json& head, const Errand& errand) {
    const auto deadline = std::chrono::steady_clock::now() +
                          std::chrono::milliseconds(static_cast<long long>(errand.seconds * 1000));
    process.limit_cpu(errand.seconds);
    process.limit_output(errand.output_bytes);
    send_message(process.socket(), {head.dump(), errand.body}, std::array{file, errand.output});
    while (true) {
      const auto received = receive_message(process.socket(), deadline, kMaxAnswerBytes);
      if (!received) throw worker_died("it ended within its task");
      Json answer = Json::parse(received->message.head);
      if (answer.contains("ok")) {
        if (!answer.at("ok").get<bool>()) (void)believable(answer.at("error"));
        return answer;
      }
      if (errand.members == nullptr) throw worker_died("its answer makes no sense");
      errand.members->take(received->message);
    }
  }
};

WorkerPool::WorkerPool(const PoolOptions& options, const std::atomic<bool>& stop)
    : parts_(std::make_unique<Parts>(options, stop)) {}

WorkerPool::~WorkerPool() = default;

void WorkerPool::change(const PoolOptions& options) {
  parts_->change(options);
}

PoolOptions WorkerPool::options() const {
  return parts_->given();
}

int WorkerPool::jobs() const {
  return parts_->given().jobs;
}

InputInfo WorkerPool::inspect(const OpenInput& input) {
  const Json answer = parts_->call(input, {{"task", "inspect"}}, {parts_->given().inspect_seconds});
  return sensible([&] { return input_info_from(answer.at("info")); });
}

PageResult WorkerPool::read_page(const OpenInput& input, int page, const PageInput& how,
                                 bool gently, const std::function<void()>& begun) {
  const PoolOptions options = parts_->given();
  Json head{{"task", "read_page"},
            {"page", page},
            {"input", to_json(how)},
            {"correct", options.correct},
            {"gently", gently}};
  Errand errand{options.page_seconds};
  errand.begun = begun;
  const Json answer = parts_->call(input, std::move(head), errand);
  return sensible([&] {
    PageResult result = page_result_from(answer.at("result"));
    const std::lock_guard lock(parts_->mutex);
    parts_->engine = answer.at("engine").get<std::string>();
    return result;
  });
}

void WorkerPool::write_access_copy(const OpenInput& input, const AccessRequest& request,
                                   const std::string& output) {
  const auto pages = static_cast<double>(request.pages.size());
  const FileDescriptor file(
      ::open(output.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file.valid()) throw_write_error(errno, "cannot create", output, "render");
  Errand errand{parts_->given().access_seconds + 0.5 * pages, to_json(request).dump(), file.get()};
  struct stat original {};
  if (::fstat(input.file, &original) == 0)
    errand.output_bytes = 2 * static_cast<unsigned long long>(original.st_size);
  errand.output_bytes += kOutputBytesAPage * (request.pages.size() + 1);
  try {
    parts_->call(input, {{"task", "access_copy"}}, errand);
  } catch (...) {
    ::unlink(output.c_str());
    throw;
  }
}

std::vector<UnpackedFile> WorkerPool::unpack(const std::string& archive_file,
                                             const std::string& folder,
                                             unsigned long long leave_free) {
  UnpackLimits limits;
  limits.leave_free = leave_free;
  const auto list = [&](const boost::filesystem::path& path, MemberSink& sink) {
    const FileDescriptor file = open_regular_file(path, "unpack");
    MemberReceiver members(sink);
    Errand errand{parts_->given().unpack_seconds};
    errand.members = &members;
    // Any bytes may be a name on the disk, and none but UTF-8 a name in a message.
    const std::string name = to_utf8(to_code_points(path.filename().string()));
    (void)parts_->call({name, file.get()}, {{"task", "unpack"}}, errand);
  };
  std::vector<UnpackedFile> files;
  for (const UnpackedMember& member : sohoa::unpack(archive_file, folder, limits, list))
    files.push_back({member.name, member.file.string(), member.refused});
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
