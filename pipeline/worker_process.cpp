#include "pipeline/worker_process.h"

#include <spawn.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>

#include "document/error.h"

namespace sohoa {

namespace {

constexpr int kWorkerSocket = 3;

Error cannot_start(const std::string& program, int code) {
  return {ErrorKind::service_broken, Reason::missing_component, "worker",
          "cannot start a page worker (" + program + "): " + std::strerror(code)};
}

std::vector<std::string> worker_environment() {
  std::vector<std::string> environment;
  for (char** entry = environ; *entry != nullptr; ++entry)
    if (std::strncmp(*entry, "OMP_", 4) != 0) environment.emplace_back(*entry);
  environment.emplace_back("OMP_THREAD_LIMIT=1");
  return environment;
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> result;
  for (std::string& text : strings) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

void set_soft_limit(pid_t process, __rlimit_resource what, rlim_t value) {
  rlimit limits{};
  if (::prlimit(process, what, nullptr, &limits) != 0) return;
  limits.rlim_cur = std::min(value, limits.rlim_max);
  (void)::prlimit(process, what, &limits, nullptr);
}

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

}  // namespace

WorkerProcess::WorkerProcess(const std::string& program,
                             const std::vector<std::string>& arguments) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
    throw cannot_start(program, errno);
  socket_ = FileDescriptor(ends[0]);
  const FileDescriptor theirs(ends[1]);

  std::vector<std::string> command{program};
  command.insert(command.end(), arguments.begin(), arguments.end());
  std::vector<std::string> environment = worker_environment();

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, theirs.get(), kWorkerSocket);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);  // Ctrl-C reaches us alone
  const int code = ::posix_spawn(&pid_, program.c_str(), &actions, &attributes,
                                 pointers(command).data(), pointers(environment).data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  if (code != 0) {
    pid_ = -1;
    throw cannot_start(program, code);
  }
}

WorkerProcess::~WorkerProcess() {
  kill();
  end();
}

void WorkerProcess::kill() const {
  if (pid_ > 0) ::kill(-pid_, SIGKILL);
}

void WorkerProcess::limit_cpu(double seconds) const {
  clockid_t clock{};
  timespec used{};
  if (::clock_getcpuclockid(pid_, &clock) != 0 || ::clock_gettime(clock, &used) != 0) return;
  set_soft_limit(
      pid_, RLIMIT_CPU,
      static_cast<rlim_t>(used.tv_sec) + 1 + static_cast<rlim_t>(std::max(0.0, seconds)));
}

void WorkerProcess::limit_output(unsigned long long bytes) const {
  set_soft_limit(pid_, RLIMIT_FSIZE, bytes);
}

WorkerProcess::Usage WorkerProcess::end() {
  socket_ = FileDescriptor();
  if (pid_ <= 0) return {};
  rusage usage{};
  int status = 0;
  while (::wait4(pid_, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  return {seconds(usage.ru_utime) + seconds(usage.ru_stime),
          static_cast<unsigned long long>(usage.ru_maxrss) * 1024,
          WIFSIGNALED(status) ? WTERMSIG(status) : 0};
}

}  // namespace sohoa
