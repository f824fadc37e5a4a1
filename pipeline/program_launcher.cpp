#include "pipeline/program_launcher.h"

#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <nlohmann/json.hpp>

#include "document/error.h"
#include "pipeline/sandbox.h"
#include "pipeline/task_json.h"

namespace sohoa {

namespace {

using Json = nlohmann::json;

constexpr unsigned long long kMaxMessageBytes = 1U << 16U;
constexpr int kDocument = 3;             // where start_program() puts it
constexpr double kLongestSeconds = 600;  // of a program, whatever the worker says
constexpr std::chrono::seconds kGrace{10};

void confine_program() {
#if !defined(__SANITIZE_ADDRESS__)
  try {
    enter_program_sandbox(kProgramFile, kDocument);
  } catch (const std::exception&) {
    ::_exit(EXIT_FAILURE);
  }
#endif
}

ProgramCall call_from(const Json& json) {
  ProgramCall call;
  call.name = json.at("program").get<std::string>();
  if (call.name != "pdftoppm" && call.name != "pdftotext")
    throw Error(ErrorKind::service_broken, Reason::internal, "worker",
                "only programs of poppler are started");
  call.arguments = json.at("arguments").get<std::vector<std::string>>();
  call.limits.wall_seconds = std::clamp(json.at("seconds").get<double>(), 0.0, kLongestSeconds);
  return call;
}

Json start_and_wait(const Received& received) {
  ProgramCall call = call_from(Json::parse(received.message.head));
  if (received.files.size() < 2)
    throw Error(ErrorKind::service_broken, Reason::internal, "worker",
                "a program needs somewhere to write to");
  if (received.files.size() > 2) call.input = received.files[2].get();
  const auto deadline = deadline_of(call.limits);
  const ProgramDescriptor file(open_program(call.name));
  RunningProgram program(start_program(file.get(), call, received.files[0].get(),
                                       received.files[1].get(), confine_program));
  const ProgramResult result = program.wait_until(deadline);
  return {{"ok", true}, {"end", static_cast<int>(result.end)}, {"status", result.status}};
}

[[noreturn]] void serve(int socket) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  int status = EXIT_SUCCESS;
  try {
    while (const auto received = receive_message(socket, std::nullopt, kMaxMessageBytes)) {
      Json answer;
      try {
        answer = start_and_wait(*received);
      } catch (const Error& error) {
        answer = {{"ok", false}, {"error", to_json(error)}};
      }
      send_message(socket, {answer.dump(), ""});
    }
  } catch (const std::exception&) {
    status = EXIT_FAILURE;
  }
  ::_exit(status);
}

Error cannot_fork(int cause) {
  return {ErrorKind::service_broken, Reason::internal, "worker",
          std::string("cannot make a process: ") + std::strerror(cause)};
}

}  // namespace

ProgramLauncher::ProgramLauncher(int not_for_it) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
    throw cannot_fork(errno);
  socket_ = FileDescriptor(ends[0]);
  const FileDescriptor theirs(ends[1]);
  child_ = ::fork();
  if (child_ < 0) throw cannot_fork(errno);
  if (child_ > 0) return;
  ::close(not_for_it);
  ::close(ends[0]);
  serve(theirs.get());
}

ProgramLauncher::~ProgramLauncher() {
  socket_ = FileDescriptor();
  while (::waitpid(child_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

ProgramResult ProgramLauncher::run(const ProgramCall& call) {
  const auto deadline = deadline_of(call.limits);
  ProgramPipe out;
  ProgramPipe err;
  open_pipe(out, call.name);
  open_pipe(err, call.name);
  const Json head{
      {"program", call.name}, {"arguments", call.arguments}, {"seconds", call.limits.wall_seconds}};
  send_message(socket_.get(), {head.dump(), ""},
               std::array{out.write.get(), err.write.get(), call.input});
  out.write.reset();
  err.write.reset();

  ProgramResult result;
  read_streams(out.read, err.read, deadline, call.limits, result);
  out.read.reset();  // who still writes is ended by that
  err.read.reset();
  const auto received = receive_message(socket_.get(), deadline + kGrace, kMaxMessageBytes);
  if (!received)
    throw Error(ErrorKind::retry, Reason::worker_died, "worker",
                "the process that starts programs is gone");
  const Json answer = Json::parse(received->message.head);
  if (!answer.at("ok").get<bool>()) throw error_from(answer.at("error"));
  if (result.end == ProgramEnd::exited)
    result.end = static_cast<ProgramEnd>(answer.at("end").get<int>());
  result.status = answer.at("status").get<int>();
  return result;
}

}  // namespace sohoa
