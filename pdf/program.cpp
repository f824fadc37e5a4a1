#include "pdf/program.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
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

class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  ~Descriptor() { reset(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  [[nodiscard]] int get() const { return fd_; }
  void reset(int fd = -1) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = fd;
  }

 private:
  int fd_;
};

struct Pipe {
  Descriptor read;
  Descriptor write;
};

[[noreturn]] void cannot_start(const std::string& name, int error) {
  throw Error(ErrorKind::retry, Reason::internal, "pages",
              "Could not start " + name + ": " + std::strerror(error) +
                  ". The machine may be out of processes or memory.");
}

void open_pipe(Pipe& pipe, const std::string& name) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) cannot_start(name, errno);
  pipe.read.reset(ends[0]);
  pipe.write.reset(ends[1]);
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

void limit(__rlimit_resource what, rlim_t value) {
  const rlimit both{value, value};
  ::setrlimit(what, &both);
}

// Only async-signal-safe calls: other threads' locks may be held for ever here.
[[noreturn]] void become(const char* path, char* const* arguments, char* const* environment,
                         int out, int err, const ProgramLimits& limits) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::signal(SIGPIPE, SIG_DFL);
  const int null = ::open("/dev/null", O_RDONLY);
  if (::dup2(null, 0) < 0 || ::dup2(out, 1) < 0 || ::dup2(err, 2) < 0) ::_exit(kExecFailed);
  ::closefrom(3);
  const auto seconds = static_cast<rlim_t>(std::max(1.0, limits.wall_seconds)) + 1;
  limit(RLIMIT_CPU, seconds);
  limit(RLIMIT_AS, limits.memory_bytes);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, 0);
  limit(RLIMIT_NOFILE, 64);
  ::execve(path, arguments, environment);
  ::_exit(kExecFailed);
}

pid_t start(const std::string& path, const std::vector<std::string>& arguments, int out, int err,
            const ProgramLimits& limits) {
  std::vector<std::string> words{path};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  std::array<std::string, 3> settings = {"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8",
                                         "HOME=/nonexistent"};
  std::array<char*, 4> envp = {settings[0].data(), settings[1].data(), settings[2].data(), nullptr};
  const pid_t child = ::fork();
  if (child < 0) cannot_start(path, errno);
  if (child == 0) become(path.c_str(), argv.data(), envp.data(), out, err, limits);
  ::setpgid(child, child);
  return child;
}

// The running child; whatever happens, it is dead and reaped when this goes.
class Child {
 public:
  explicit Child(pid_t id) : id_(id) {}
  ~Child() {
    if (id_ > 0) kill_now();
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  int kill_now() {
    ::kill(-id_, SIGKILL);
    ::kill(id_, SIGKILL);
    return wait(0);
  }

  // The wait status, or -1 while it runs on at the deadline.
  int wait_until(Clock::time_point deadline) {
    for (auto pause = std::chrono::microseconds(200);; pause = std::min(pause * 2, kLongest)) {
      const int status = wait(WNOHANG);
      if (id_ == 0) return status;
      if (Clock::now() >= deadline) return -1;
      std::this_thread::sleep_for(pause);
    }
  }

 private:
  static constexpr std::chrono::microseconds kLongest{10'000};

  int wait(int options) {
    int status = 0;
    pid_t done = 0;
    do {
      done = ::waitpid(id_, &status, options);
    } while (done < 0 && errno == EINTR);
    if (done != 0) id_ = 0;
    return status;
  }

  pid_t id_;
};

// Reads what is there. False at the end of the stream.
bool take(const Descriptor& from, std::string& to, std::size_t keep) {
  std::array<char, 65536> buffer{};
  const ssize_t got = ::read(from.get(), buffer.data(), buffer.size());
  if (got < 0) return errno == EINTR || errno == EAGAIN;
  const std::size_t room = keep > to.size() ? keep - to.size() : 0;
  to.append(buffer.data(), std::min(room, static_cast<std::size_t>(got)));
  return got > 0;
}

// Fills result.output and errors until both streams end. Sets result.end when
// a limit is met first.
void read_all(Descriptor& out, Descriptor& err, Clock::time_point deadline,
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

}  // namespace

ProgramResult run_program(const std::string& name, const std::vector<std::string>& arguments,
                          const ProgramLimits& limits) {
  const std::string path = find_program(name);
  const Clock::time_point deadline =
      Clock::now() + std::chrono::milliseconds(std::llround(limits.wall_seconds * 1000));
  Pipe out;
  Pipe err;
  open_pipe(out, name);
  open_pipe(err, name);
  Child child(start(path, arguments, out.write.get(), err.write.get(), limits));
  out.write.reset();
  err.write.reset();

  ProgramResult result;
  read_all(out.read, err.read, deadline, limits, result);
  int status = result.end == ProgramEnd::exited ? child.wait_until(deadline) : child.kill_now();
  if (status == -1) {
    result.end = ProgramEnd::timed_out;
    status = child.kill_now();
  }
  if (result.end == ProgramEnd::exited && WIFSIGNALED(status)) result.end = ProgramEnd::killed;
  result.status = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
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
