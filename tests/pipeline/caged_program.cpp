// What poppler would be in its cage, were it taken over: executed there, it tries
// one thing. Exit status as of caged.cpp. With "enter" it goes into the cage itself
// and is executed once more, with the descriptors that poppler has.
//   caged_program enter DOCUMENT ACT | caged_program ACT
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <map>
#include <string>

#include "pdf/program.h"
#include "pipeline/sandbox.h"

namespace {

constexpr int kDone = 0;
constexpr int kRefused = 13;

bool reads(const char* path) {
  return ::open(path, O_RDONLY) >= 0;
}

bool executes_again() {
  std::array<char*, 1> nothing{nullptr};
  ::execveat(sohoa::kProgramFile, "", nothing.data(), nothing.data(), AT_EMPTY_PATH);
  return false;
}

bool executes_another() {
  // As near as it can come: another file under a number of its own choice.
  const int file = ::open("/lib64/ld-linux-x86-64.so.2", O_RDONLY);
  return ::fcntl(file, F_DUPFD, sohoa::kProgramFile) >= 0;
}

bool runs_a_shell() {
  std::array<char*, 1> nothing{nullptr};
  ::execve("/bin/sh", nothing.data(), nothing.data());
  return false;
}

using Act = bool (*)();

const std::map<std::string, Act>& acts() {
  static const std::map<std::string, Act> all{
      {"document", [] { return reads(sohoa::kProgramInput); }},
      {"library", [] { return reads("/usr/lib/os-release"); }},
      {"passwd", [] { return reads("/etc/passwd"); }},
      {"home", [] { return reads("/root"); }},
      {"write", [] { return ::open("/tmp/caged", O_WRONLY | O_CREAT, 0600) >= 0; }},
      {"socket", [] { return ::socket(AF_INET, SOCK_STREAM, 0) >= 0; }},
      {"fork", [] { return ::fork() >= 0; }},
      {"again", executes_again},
      {"another", executes_another},
      {"shell", runs_a_shell}};
  return all;
}

int enter(char* document, char* act) {
  const int input = ::open(document, O_RDONLY);
  const int program = ::open("/proc/self/exe", O_RDONLY);
  // dup2() clears close-on-exec, dup3() sets it.
  if (::dup2(input, 3) < 0 || ::dup3(program, sohoa::kProgramFile, O_CLOEXEC) < 0) return 2;
  ::close_range(4, sohoa::kProgramFile - 1, 0);
  const rlimit few{64, 64};
  ::setrlimit(RLIMIT_NOFILE, &few);
  sohoa::enter_program_sandbox(sohoa::kProgramFile, 3);
  std::string name = "caged_program";
  std::array<char*, 3> words{name.data(), act, nullptr};
  std::array<char*, 1> nothing{nullptr};
  ::execveat(sohoa::kProgramFile, "", words.data(), nothing.data(), AT_EMPTY_PATH);
  return 2;
}

}  // namespace

int main(int count, char** arguments) {
  if (count == 4 && std::strcmp(arguments[1], "enter") == 0)
    return enter(arguments[2], arguments[3]);
  const auto act = acts().find(count > 1 ? arguments[1] : "");
  if (act == acts().end()) return 2;
  return act->second() ? kDone : kRefused;
}
