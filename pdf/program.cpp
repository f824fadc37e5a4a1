#include "pdf/program.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <thread>

#include "document/error.h"

namespace sohoa {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kErrorBytes = 2048;
constexpr int kExecFailed = 127;
constexpr int kInput = 3;
constexpr rlim_t kOpenFiles = 64;
constexpr long long kLongestPoll = 60'000;  // milliseconds

[[noreturn]] void cannot_start(const std::string& name, int error) {
  throw Error(ErrorKind::retry, Reason::internal, "pages",
              "Could not start " + name + ": " + std::strerror(error) +
                  ". The machine may be out of processes or memory.");
}

std::string find_program(const std::string& name) {
  const char* variable = std::getenv("PATH");
  std::string_view rest = variable != nullptr ? variable : "/usr/local/bin:/usr/bin:/bin";
  while (!rest.empty()) {
    const std::size_t colon = rest.find(':');
    const std::string folder(rest.substr(0, colon));
    rest.remove_prefix(colon == std::string_view::npos ? rest.size() : colon + 1);
    if (folder.empty() || folder[0] != '/') continue;
    const std::string path = folder + "/" + name;
    if (::access(path.c_str(), X_OK) == 0) return path;
  }
  throw Error(ErrorKind::service_broken, Reason::missing_component, "pages",
              "The program " + name +
                  " is not installed or not in PATH. Install the package poppler-utils.");
}

ProgramResult result_of(int wait_status) {
  ProgramResult result;
  const bool killed = WIFSIGNALED(wait_status);
  result.end = killed ? ProgramEnd::killed : ProgramEnd::exited;
  result.status = killed ? WTERMSIG(wait_status) : WEXITSTATUS(wait_status);
  return result;
}

void limit(__rlimit_resource what, rlim_t value) {
  const rlimit both{value, value};
  ::setrlimit(what, &both);
}

// Only async-signal-safe calls: other threads' locks may be held for ever here.
[[noreturn]] void become(int file, char* const* arguments, char* const* environment, int input,
                         int out, int err, const ProgramLimits& limits, void (*confine)()) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::signal(SIGPIPE, SIG_DFL);
  const int null = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  // Out of the way of the numbers 0 to 3 first.
  const int given = ::fcntl(input < 0 ? null : input, F_DUPFD_CLOEXEC, kInput + 1);
  if (::dup3(file, kProgramFile, O_CLOEXEC) < 0 || ::dup2(null, 0) < 0 || ::dup2(out, 1) < 0 ||
      ::dup2(err, 2) < 0 || ::dup2(given, kInput) < 0)
    ::_exit(kExecFailed);
  ::close_range(kInput + 1, kProgramFile - 1, 0);
  ::close_range(kProgramFile + 1, ~0U, 0);
  const auto seconds = static_cast<rlim_t>(std::max(1.0, limits.wall_seconds)) + 1;
  limit(RLIMIT_CPU, seconds);
  limit(RLIMIT_AS, limits.memory_bytes);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, 0);
  limit(RLIMIT_NOFILE, kOpenFiles);
  if (confine != nullptr) confine();
  ::execveat(kProgramFile, "", arguments, environment, AT_EMPTY_PATH);
  ::_exit(kExecFailed);
}

// Reads what is there. False at the end of the stream.
bool take(const ProgramDescriptor& from, std::string& to, std::size_t keep) {
  std::array<char, 65536> buffer{};
  const ssize_t got = ::read(from.get(), buffer.data(), buffer.size());
  if (got < 0) return errno == EINTR || errno == EAGAIN;
  const std::size_t room = keep > to.size() ? keep - to.size() : 0;
  to.append(buffer.data(), std::min(room, static_cast<std::size_t>(got)));
  return got > 0;
}

}  // namespace

void ProgramDescriptor::reset(int fd) {
  if (fd_ >= 0) ::close(fd_);
  fd_ = fd;
}

void open_pipe(ProgramPipe& pipe, const std::string& name) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) cannot_start(name, errno);
  pipe.read.reset(ends[0]);
  pipe.write.reset(ends[1]);
}

RunningProgram::~RunningProgram() {
  if (id_ > 0) (void)kill_now(ProgramEnd::killed);
}

ProgramResult RunningProgram::kill_now(ProgramEnd why) {
  ::kill(-id_, SIGKILL);
  ::kill(id_, SIGKILL);
  ProgramResult result = result_of(wait(0));
  result.end = why;
  return result;
}

ProgramResult RunningProgram::wait_until(Clock::time_point deadline) {
  constexpr std::chrono::microseconds kLongest{10'000};
  const ProgramDescriptor ended(static_cast<int>(::syscall(SYS_pidfd_open, id_, 0)));
  for (auto pause = std::chrono::microseconds(200);; pause = std::min(pause * 2, kLongest)) {
    const int status = wait(WNOHANG);
    if (id_ == 0) return result_of(status);
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return kill_now(ProgramEnd::timed_out);
    if (ended.get() < 0) {  // Linux before 5.3
      std::this_thread::sleep_for(pause);
      continue;
    }
    pollfd waiting{ended.get(), POLLIN, 0};
    ::poll(&waiting, 1, static_cast<int>(std::min<long long>(left, kLongestPoll)));
  }
}

int RunningProgram::wait(int options) {
  int status = 0;
  pid_t done = 0;
  do {
    done = ::waitpid(id_, &status, options);
  } while (done < 0 && errno == EINTR);
  if (done != 0) id_ = 0;
  return status;
}

int open_program(const std::string& name) {
  const int file = ::open(find_program(name).c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) cannot_start(name, errno);
  return file;
}

pid_t start_program(int file, const ProgramCall& call, int out, int err, void (*confine)()) {
  std::vector<std::string> words{call.name};
  words.insert(words.end(), call.arguments.begin(), call.arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  std::array<std::string, 3> settings = {"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8",
                                         "HOME=/nonexistent"};
  std::array<char*, 4> envp = {settings[0].data(), settings[1].data(), settings[2].data(), nullptr};
  const pid_t child = ::fork();
  if (child < 0) cannot_start(call.name, errno);
  if (child == 0)
    become(file, argv.data(), envp.data(), call.input, out, err, call.limits, confine);
  ::setpgid(child, child);
  return child;
}

void read_streams(ProgramDescriptor& out, ProgramDescriptor& err, Clock::time_point deadline,
                  const ProgramLimits& limits, ProgramResult& result) {
  while (out.get() >= 0 || err.get() >= 0) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) {
      result.end = ProgramEnd::timed_out;
      return;
    }
    std::array<pollfd, 2> waiting = {pollfd{out.get(), POLLIN, 0}, pollfd{err.get(), POLLIN, 0}};
    ::poll(waiting.data(), waiting.size(), static_cast<int>(std::min<long long>(left, 1000)));
    if (waiting[0].revents != 0 && !take(out, result.output, limits.output_bytes + 1)) out.reset();
    if (waiting[1].revents != 0 && !take(err, result.errors, kErrorBytes)) err.reset();
    if (result.output.size() > limits.output_bytes) {
      result.end = ProgramEnd::output_too_large;
      return;
    }
  }
}

Clock::time_point deadline_of(const ProgramLimits& limits) {
  return Clock::now() + std::chrono::milliseconds(std::llround(limits.wall_seconds * 1000));
}

ProgramResult run_child(const ProgramCall& call) {
  const ProgramDescriptor file(open_program(call.name));
  const Clock::time_point deadline = deadline_of(call.limits);
  ProgramPipe out;
  ProgramPipe err;
  open_pipe(out, call.name);
  open_pipe(err, call.name);
  RunningProgram child(start_program(file.get(), call, out.write.get(), err.write.get(), nullptr));
  out.write.reset();
  err.write.reset();

  ProgramResult result;
  read_streams(out.read, err.read, deadline, call.limits, result);
  const ProgramResult ended =
      result.end == ProgramEnd::exited ? child.wait_until(deadline) : child.kill_now(result.end);
  result.end = ended.end;
  result.status = ended.status;
  return result;
}

std::string describe(const ProgramResult& result) {
  std::string text;
  switch (result.end) {
    case ProgramEnd::exited:
      text = "exit status " + std::to_string(result.status);
      break;
    case ProgramEnd::killed:
      text = "killed by signal " + std::to_string(result.status);
      break;
    case ProgramEnd::timed_out:
      text = "stopped at its time limit";
      break;
    case ProgramEnd::output_too_large:
      text = "stopped, its output grew too large";
      break;
  }
  const std::string first_line = result.errors.substr(0, result.errors.find('\n'));
  return first_line.empty() ? text : text + ": " + first_line;
}

}  // namespace sohoa
