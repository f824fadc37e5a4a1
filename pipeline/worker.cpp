#include "pipeline/worker.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <memory>
#include <new>
#include <nlohmann/json.hpp>
#include <string>

#include "archive/unpack.h"
#include "document/error.h"
#include "pipeline/message.h"
#include "pipeline/page_tasks.h"
#include "pipeline/task_json.h"

namespace sohoa {

namespace {

using Json = nlohmann::json;

constexpr unsigned long long kMaxMessageBytes = 1ULL << 31;

// The document that the last task was about, kept open for its next page.
struct InHand {
  std::string token;
  FileDescriptor file{};
  std::unique_ptr<InputFile> input;
};

class Worker {
 public:
  explicit Worker(const OcrOptions& options) : options_(options) {}

  Message answer(Received received) {
    try {
      const Json head = Json::parse(received.message.head);
      Json reply = run(head, std::move(received));
      reply["ok"] = true;
      return {reply.dump(), ""};
    } catch (const Error& error) {
      return failure(error);
    } catch (const std::bad_alloc&) {
      return failure(Error(ErrorKind::document_failed, Reason::image_too_large, "worker",
                           "the page needs more memory than a worker may use"));
    } catch (const std::exception& error) {
      return failure(Error(ErrorKind::document_failed, Reason::internal, "worker", error.what()));
    }
  }

 private:
  static Message failure(const Error& error) {
    return {Json{{"ok", false}, {"error", to_json(error)}}.dump(-1, ' ', false,
                                                                Json::error_handler_t::replace),
            ""};
  }

  Json run(const Json& head, Received received) {
    if (head.at("task") == "unpack") return unpack_archive(head);
    take_in_hand(head.at("document").get<std::string>(), std::move(received.file));
    const auto task = head.at("task").get<std::string>();
    if (task == "inspect") return {{"info", to_json(in_hand_.input->inspect())}};
    if (task == "read_page") return read_page(head);
    if (task == "access_copy") {
      in_hand_.input->write_access_copy(access_request_from(Json::parse(received.message.body)));
      return Json::object();
    }
    throw Error(ErrorKind::service_broken, Reason::internal, "worker", "unknown task: " + task);
  }

  void take_in_hand(const std::string& token, FileDescriptor file) {
    if (in_hand_.input && in_hand_.token == token) return;
    in_hand_ = InHand{};
    const std::string path =
        "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(file.get());
    in_hand_.input = std::make_unique<InputFile>(path);
    in_hand_.file = std::move(file);
    in_hand_.token = token;
  }

  Json read_page(const Json& head) {
    if (!engine_) engine_ = make_tesseract_engine(options_);
    ReadOptions options;
    options.correct = head.at("correct").get<bool>();
    const int page = head.at("page").get<int>();
    const PageResult result =
        in_hand_.input->read_page(page, page_input_from(head.at("input")), *engine_, options);
    return {{"result", to_json(result)}, {"engine", engine_->description()}};
  }

  static Json unpack_archive(const Json& head) {
    Json members = Json::array();
    for (const UnpackedMember& member :
         unpack(head.at("path").get<std::string>(), head.at("folder").get<std::string>(),
                UnpackLimits{}))
      members.push_back({{"name", member.name},
                         {"file", member.file.string()},
                         {"refused", reason_code(member.refused)}});
    return {{"members", std::move(members)}};
  }

  OcrOptions options_;
  std::unique_ptr<OcrEngine> engine_;
  InHand in_hand_;
};

void limit(int resource, unsigned long long value) {
  const rlimit limits{value, value};
  ::setrlimit(static_cast<__rlimit_resource>(resource), &limits);
}

void confine(const WorkerLimits& limits) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  std::signal(SIGINT, SIG_IGN);  // the supervisor decides when a worker stops
  limit(RLIMIT_CORE, 0);
  // The sanitizers of a test build reserve terabytes of addresses.
#if !defined(__SANITIZE_ADDRESS__)
  limit(RLIMIT_AS, limits.address_space);
#endif
  limit(RLIMIT_FSIZE, limits.file_size);
}

}  // namespace

int run_worker(int socket, const OcrOptions& options, const WorkerLimits& limits) {
  confine(limits);
  Worker worker(options);
  while (auto received = receive_message(socket, std::nullopt, kMaxMessageBytes))
    send_message(socket, worker.answer(std::move(*received)), -1);
  return 0;
}

}  // namespace sohoa
