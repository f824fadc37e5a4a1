#include "pipeline/worker.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <memory>
#include <new>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "archive/list_members.h"
#include "document/error.h"
#include "pipeline/member_messages.h"
#include "pipeline/message.h"
#include "pipeline/page_tasks.h"
#include "pipeline/program_launcher.h"
#include "pipeline/sandbox.h"
#include "pipeline/task_json.h"

namespace sohoa {

namespace {

using Json = nlohmann::json;

constexpr unsigned long long kMaxMessageBytes = 1ULL << 31;

// The document that the last task was about, kept open for its next page.
struct InHand {
  std::string token;
  std::unique_ptr<InputFile> input;
};

// The recogniser, made while models can still be opened. That one is missing is
// said to whom asks for a page.
class Engine {
 public:
  explicit Engine(const OcrOptions& options) {
    try {
      engine_ = make_tesseract_engine(options);
    } catch (const Error& error) {
      missing_ = error;
    }
  }

  [[nodiscard]] OcrEngine& get() {
    if (missing_) throw *missing_;
    return *engine_;
  }

 private:
  std::unique_ptr<OcrEngine> engine_;
  std::optional<Error> missing_;
};

class Worker {
 public:
  Worker(int socket, Engine& engine, ProgramLauncher& launcher)
      : socket_(socket), engine_(engine), launcher_(launcher) {}

  // Throws what ends the worker: the other side or the launcher is gone.
  void serve(const Received& received) { send_message(socket_, answer(received)); }

 private:
  Message answer(const Received& received) {
    try {
      Json reply = run(Json::parse(received.message.head), received);
      reply["ok"] = true;
      return {reply.dump(), ""};
    } catch (const Error& error) {
      if (error.reason() == Reason::worker_died) throw;
      return failure(error);
    } catch (const std::bad_alloc&) {
      return failure(Error(ErrorKind::retry, Reason::image_too_large, "worker",
                           "the page needs more memory than a worker may use"));
    } catch (const std::exception& error) {
      return failure(Error(ErrorKind::document_failed, Reason::internal, "worker", error.what()));
    }
  }

  static Message failure(const Error& error) {
    return {Json{{"ok", false}, {"error", to_json(error)}}.dump(-1, ' ', false,
                                                                Json::error_handler_t::replace),
            ""};
  }

  Json run(const Json& head, const Received& received) {
    const auto task = head.at("task").get<std::string>();
    const auto document = head.at("document").get<std::string>();
    if (received.files.empty()) throw without_files();
    const int file = received.files[0].get();
    if (task == "unpack") return send_members(file, document);
    take_in_hand(document, file);
    if (task == "inspect") return {{"info", to_json(in_hand_.input->inspect())}};
    if (task == "read_page") return read_page(head);
    if (task == "access_copy") {
      if (received.files.size() < 2) throw without_files();
      in_hand_.input->write_access_copy(access_request_from(Json::parse(received.message.body)),
                                        received.files[1].get());
      return Json::object();
    }
    throw Error(ErrorKind::service_broken, Reason::internal, "worker", "unknown task: " + task);
  }

  static Error without_files() {
    return {ErrorKind::service_broken, Reason::internal, "worker", "the task has not its files"};
  }

  static int again(int file) { return ::fcntl(file, F_DUPFD_CLOEXEC, 0); }

  void take_in_hand(const std::string& token, int file) {
    if (in_hand_.input && in_hand_.token == token) return;
    in_hand_ = InHand{};
    in_hand_.input = std::make_unique<InputFile>(
        again(file), [this](const ProgramCall& call) { return launcher_.run(call); });
    in_hand_.token = token;
  }

  Json read_page(const Json& head) {
    OcrEngine& engine = engine_.get();
    ReadOptions options;
    options.correct = head.at("correct").get<bool>();
    options.gently = head.at("gently").get<bool>();
    const int page = head.at("page").get<int>();
    const PageResult result =
        in_hand_.input->read_page(page, page_input_from(head.at("input")), engine, options);
    return {{"result", to_json(result)}, {"engine", engine.description()}};
  }

  Json send_members(int file, const std::string& name) const {
    MemberSender sender(socket_);
    list_members(FileDescriptor(again(file)), name, sender);
    return Json::object();
  }

  int socket_;
  Engine& engine_;
  ProgramLauncher& launcher_;
  InHand in_hand_;
};

void limit(int resource, unsigned long long value) {
  const rlimit limits{value, value};
  ::setrlimit(static_cast<__rlimit_resource>(resource), &limits);
}

void offer_to_the_oom_killer(int score) {
  const FileDescriptor file(::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC));
  const std::string text = std::to_string(score);
  if (file.valid()) (void)!::write(file.get(), text.data(), text.size());
}

// The terminal and the output of the program are not a worker's to read or write.
void let_go_of_descriptors(int socket) {
  const FileDescriptor null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  for (int standard = 0; standard <= 2; ++standard) ::dup2(null.get(), standard);
  ::close_range(static_cast<unsigned>(socket) + 1, ~0U, 0);
}

void prepare(int socket, const WorkerLimits& limits) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  std::signal(SIGINT, SIG_IGN);  // the supervisor decides when a worker stops
  std::signal(SIGHUP, SIG_IGN);
  std::signal(SIGPIPE, SIG_IGN);
  let_go_of_descriptors(socket);
  offer_to_the_oom_killer(limits.oom_score);
  limit(RLIMIT_CORE, 0);
}

// After the launcher was made, whose programs have limits of their own.
void lock_in(const WorkerLimits& limits) {
  prepare_list_members();
  limit(RLIMIT_FSIZE, limits.file_size);
  limit(RLIMIT_NOFILE, static_cast<unsigned long long>(limits.open_files));
  limit(RLIMIT_NPROC, 0);
  // The sanitizers of a test build reserve terabytes of addresses and make calls of
  // their own.
#if !defined(__SANITIZE_ADDRESS__)
  limit(RLIMIT_AS, limits.address_space);
  enter_worker_sandbox();
#endif
}

}  // namespace

int run_worker(int socket, const OcrOptions& options, const WorkerLimits& limits) {
  prepare(socket, limits);
  ProgramLauncher launcher(socket);
  Engine engine(options);
  lock_in(limits);
  Worker worker(socket, engine, launcher);
  while (const auto received = receive_message(socket, std::nullopt, kMaxMessageBytes))
    worker.serve(*received);
  return 0;
}

}  // namespace sohoa
