// Locks itself in as a page worker does, then tries one thing that a worker taken over by
// a hostile file might try. The exit status tells what came of it: 0 it was done, 13 it
// was refused; where it is forbidden altogether the process ends by SIGSYS before.
//   caged ACT
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstring>
#include <map>
#include <string>

#include "pipeline/sandbox.h"

namespace {

constexpr int kDone = 0;
constexpr int kRefused = 13;

bool connects() {
  const int line = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(80);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return ::connect(line, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

bool runs_a_shell() {
  std::array<char*, 1> nothing{nullptr};
  ::execve("/bin/sh", nothing.data(), nothing.data());
  return false;
}

bool forks() {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  return child > 0 && ::waitpid(child, nullptr, 0) == child;
}

bool makes_code() {
  void* page =
      ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return page != MAP_FAILED;
}

bool lifts_its_limit() {
  const rlimit none{RLIM_INFINITY, RLIM_INFINITY};
  return ::setrlimit(RLIMIT_CPU, &none) == 0;
}

bool asks_about_a_file() {
  struct stat status {};
  return ::stat("/etc/passwd", &status) == 0 && ::access("/etc/passwd", R_OK) == 0;
}

bool works() {
  std::string text(1 << 20, 'x');
  std::array<int, 2> ends{};
  return ::pipe2(ends.data(), O_CLOEXEC) == 0 && ::write(ends[1], text.data(), 100) == 100 &&
         ::read(ends[0], text.data(), 100) == 100;
}

using Act = bool (*)();

const std::map<std::string, Act>& acts() {
  static const std::map<std::string, Act> all{
      {"work", works},
      {"socket", [] { return ::socket(AF_INET, SOCK_DGRAM, 0) >= 0; }},
      {"local-socket", [] { return ::socket(AF_UNIX, SOCK_STREAM, 0) >= 0; }},
      {"connect", connects},
      {"open-passwd", [] { return ::open("/etc/passwd", O_RDONLY) >= 0; }},
      {"open-itself", [] { return ::open("/proc/self/exe", O_RDONLY) >= 0; }},
      {"write-file", [] { return ::open("/tmp/caged", O_WRONLY | O_CREAT, 0600) >= 0; }},
      {"remove-file", [] { return ::unlink("/tmp/caged") == 0; }},
      {"shell", runs_a_shell},
      {"fork", forks},
      {"ptrace", [] { return ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == 0; }},
      {"kill-parent", [] { return ::kill(::getppid(), 0) == 0; }},
      {"code", makes_code},
      {"limit", lifts_its_limit},
      {"mount", [] { return ::syscall(SYS_mount, "a", "/", "b", 0, 0) == 0; }},
      {"io-uring", [] { return ::syscall(SYS_io_uring_setup, 1, nullptr) >= 0; }},
      {"stat", asks_about_a_file}};
  return all;
}

}  // namespace

int main(int count, char** arguments) {
  const std::string name = count > 1 ? arguments[1] : "";
  const auto act = acts().find(name);
  if (act == acts().end()) return 2;
  sohoa::enter_worker_sandbox();
  return act->second() ? kDone : kRefused;
}
