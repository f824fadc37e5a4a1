#include "pipeline/sandbox.h"

#include <fcntl.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <string_view>

#include "document/error.h"
#include "pipeline/landlock.h"

namespace sohoa {

namespace {

struct ReleaseFilter {
  void operator()(void* filter) const { ::seccomp_release(filter); }
};
using Filter = std::unique_ptr<void, ReleaseFilter>;

[[noreturn]] void refused(const char* part, int cause) {
  throw Error(ErrorKind::service_broken, Reason::internal, "sandbox",
              std::string("the kernel has ") + part + " and refuses it: " + std::strerror(cause) +
                  ". Run `sohoa status` and look at what confines the program itself.");
}

// What decoding needs whoever does it: memory, its descriptors, time, its own end.
constexpr std::array kCommon = {SCMP_SYS(read),
                                SCMP_SYS(readv),
                                SCMP_SYS(pread64),
                                SCMP_SYS(preadv),
                                SCMP_SYS(write),
                                SCMP_SYS(writev),
                                SCMP_SYS(pwrite64),
                                SCMP_SYS(lseek),
                                SCMP_SYS(close),
                                SCMP_SYS(fstat),
                                SCMP_SYS(newfstatat),
                                SCMP_SYS(fcntl),
                                SCMP_SYS(dup),
                                SCMP_SYS(pipe2),
                                SCMP_SYS(poll),
                                SCMP_SYS(ppoll),
                                SCMP_SYS(brk),
                                SCMP_SYS(munmap),
                                SCMP_SYS(mremap),
                                SCMP_SYS(madvise),
                                SCMP_SYS(futex),
                                SCMP_SYS(sched_yield),
                                SCMP_SYS(sched_getaffinity),
                                SCMP_SYS(clock_gettime),
                                SCMP_SYS(clock_getres),
                                SCMP_SYS(clock_nanosleep),
                                SCMP_SYS(nanosleep),
                                SCMP_SYS(gettimeofday),
                                SCMP_SYS(time),
                                SCMP_SYS(times),
                                SCMP_SYS(getrusage),
                                SCMP_SYS(getrandom),
                                SCMP_SYS(getpid),
                                SCMP_SYS(gettid),
                                SCMP_SYS(getuid),
                                SCMP_SYS(geteuid),
                                SCMP_SYS(getgid),
                                SCMP_SYS(getegid),
                                SCMP_SYS(uname),
                                SCMP_SYS(sysinfo),
                                SCMP_SYS(rt_sigaction),
                                SCMP_SYS(rt_sigprocmask),
                                SCMP_SYS(rt_sigreturn),
                                SCMP_SYS(sigaltstack),
                                SCMP_SYS(restart_syscall),
                                SCMP_SYS(exit),
                                SCMP_SYS(exit_group),
                                SCMP_SYS(set_robust_list),
                                SCMP_SYS(set_tid_address),
                                SCMP_SYS(rseq),
                                SCMP_SYS(membarrier)};

// Besides: its socket, the access copy, and waiting for who starts poppler for it.
constexpr std::array kWorker = {SCMP_SYS(sendmsg),   SCMP_SYS(sendto), SCMP_SYS(recvmsg),
                                SCMP_SYS(recvfrom),  SCMP_SYS(wait4),  SCMP_SYS(ftruncate),
                                SCMP_SYS(fdatasync), SCMP_SYS(fsync)};

// Besides: what the dynamic linker and the search for fonts do.
constexpr std::array kProgram = {SCMP_SYS(mmap),      SCMP_SYS(mprotect), SCMP_SYS(getdents64),
                                 SCMP_SYS(fadvise64), SCMP_SYS(getcwd),   SCMP_SYS(fstatfs),
                                 SCMP_SYS(arch_prctl)};

// Asked about names in passing; an answer of "no" harms nobody.
constexpr std::array kDenied = {
    SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(stat),  SCMP_SYS(lstat),
    SCMP_SYS(statx),  SCMP_SYS(readlink),  SCMP_SYS(readlinkat), SCMP_SYS(ioctl), SCMP_SYS(statfs)};

// The same, for a program: names may be asked about, there is nothing else to see.
constexpr std::array kAsked = {SCMP_SYS(access),   SCMP_SYS(faccessat),  SCMP_SYS(faccessat2),
                               SCMP_SYS(stat),     SCMP_SYS(lstat),      SCMP_SYS(statx),
                               SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(statfs)};

// Builds a filter rule by rule; what is not allowed ends the process.
class Rules {
 public:
  Rules() : filter_(::seccomp_init(SCMP_ACT_KILL_PROCESS)) {
    if (!filter_) throw std::bad_alloc();
  }

  void allow(std::span<const int> calls) { add(SCMP_ACT_ALLOW, calls); }
  void deny(std::span<const int> calls) { add(SCMP_ACT_ERRNO(EACCES), calls); }

  void allow_when(int call, std::initializer_list<scmp_arg_cmp> arguments) {
    check(::seccomp_rule_add_array(filter_.get(), SCMP_ACT_ALLOW, call,
                                   static_cast<unsigned>(arguments.size()), arguments.begin()));
  }
  void deny_when(int call, std::initializer_list<scmp_arg_cmp> arguments) {
    check(::seccomp_rule_add_array(filter_.get(), SCMP_ACT_ERRNO(EACCES), call,
                                   static_cast<unsigned>(arguments.size()), arguments.begin()));
  }

  void load() {
    if (const int result = ::seccomp_load(filter_.get()); result != 0) refused("seccomp", -result);
  }

 private:
  void add(std::uint32_t action, std::span<const int> calls) {
    for (const int call : calls)
      check(::seccomp_rule_add_array(filter_.get(), action, call, 0, nullptr));
  }

  // A call that this processor does not have is none to allow.
  static void check(int result) {
    if (result != 0 && result != -EDOM && result != -EINVAL) refused("seccomp", -result);
  }

  Filter filter_;
};

scmp_arg_cmp equals(unsigned argument, std::uint64_t value) {
  return {argument, SCMP_CMP_EQ, value, 0};
}
scmp_arg_cmp has_none_of(unsigned argument, std::uint64_t bits) {
  return {argument, SCMP_CMP_MASKED_EQ, bits, 0};
}

// To itself alone: what abort() does. Its own limits are read, never set.
void allow_about_itself(Rules& rules) {
  rules.allow_when(SCMP_SYS(tgkill), {equals(0, static_cast<std::uint64_t>(::getpid()))});
  rules.allow_when(SCMP_SYS(prlimit64), {equals(2, 0)});
}

constexpr std::array<std::string_view, 13> kProgramPlaces = {"/usr/lib",
                                                             "/lib",
                                                             "/lib64",
                                                             "/usr/local/lib",
                                                             "/etc/ld.so.cache",
                                                             "/etc/fonts",
                                                             "/usr/share/fonts",
                                                             "/usr/local/share/fonts",
                                                             "/usr/share/fontconfig",
                                                             "/var/cache/fontconfig",
                                                             "/usr/share/poppler",
                                                             "/usr/share/color",
                                                             "/dev/null"};

bool has_seccomp() {
  const std::uint32_t kill = SECCOMP_RET_KILL_PROCESS;
  return ::syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &kill) == 0;
}

}  // namespace

SandboxState sandbox_state() {
  return {has_seccomp(), landlock_abi()};
}

std::string describe(const SandboxState& state) {
  const std::string calls = state.system_calls ? "seccomp" : "no seccomp";
  return calls +
         (state.landlock > 0 ? ", Landlock " + std::to_string(state.landlock) : ", no Landlock");
}

void enter_worker_sandbox() {
  if (!enter_landlock({})) refused("Landlock", errno);
  if (!has_seccomp()) return;
  Rules rules;
  rules.allow(kCommon);
  rules.allow(kWorker);
  rules.deny(kDenied);
  rules.allow_when(SCMP_SYS(mmap), {has_none_of(2, PROT_EXEC)});
  rules.allow_when(SCMP_SYS(mprotect), {has_none_of(2, PROT_EXEC)});
  allow_about_itself(rules);
  rules.load();
}

void enter_program_sandbox(int program, int input) {
  if (!enter_landlock({kProgramPlaces, program, input})) refused("Landlock", errno);
  if (!has_seccomp()) return;
  Rules rules;
  rules.allow(kCommon);
  rules.allow(kProgram);
  rules.allow(kAsked);
  rules.deny_when(SCMP_SYS(ioctl), {});
  rules.allow_when(SCMP_SYS(openat),
                   {has_none_of(2, O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND)});
  rules.allow_when(SCMP_SYS(execveat),
                   {equals(0, static_cast<std::uint64_t>(program)), equals(4, AT_EMPTY_PATH)});
  allow_about_itself(rules);
  rules.load();
}

}  // namespace sohoa
