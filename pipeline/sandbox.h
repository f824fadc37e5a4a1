// What a process that decodes untrusted bytes may still do. Two cages, each of
// seccomp (which system calls), Landlock (which files, sockets, signals) and what
// rlimits its owner sets beside them. docs/sandbox.md says why each thing is allowed.
//
// The worker's cage has no key: no file is opened any more, no socket and no
// process made, no memory made executable. What it works on are descriptors that it had
// before or that come over its socket. So everything that libraries open late (models,
// locales, time zone) is opened before.
//
// poppler cannot live so: a program is loaded, opens its libraries and looks for fonts.
// Its cage lets it be executed once, then open for reading what libraries and
// fonts are, and the one document; it makes no socket and no process.
//
// A forbidden call ends the process at once (SIGSYS); a file that Landlock
// withholds is answered with EACCES. What the kernel does not have is left out:
// sandbox_state() says so. Sources: seccomp(2), landlock(7), libseccomp's manual.
#pragma once

#include <string>

namespace sohoa {

// What this kernel gives to a process like this one.
struct SandboxState {
  bool system_calls = false;  // seccomp filters that end the process
  int landlock = 0;           // version of its ABI; 0: none

  [[nodiscard]] bool complete() const { return system_calls && landlock > 0; }
};

// Asks the kernel; changes nothing. Thread-safe.
[[nodiscard]] SandboxState sandbox_state();

// "seccomp, Landlock 7"; "none: …". English.
[[nodiscard]] std::string describe(const SandboxState& state);

// Both lock this process, which must have one thread, for ever. They throw
// Error{service_broken, internal} when the kernel has a part and refuses it.
void enter_worker_sandbox();

// `input`: open document (or -1) that may be opened anew through /proc. To be called
// before execveat(`program`, "", …, AT_EMPTY_PATH), `program` being a descriptor.
void enter_program_sandbox(int program, int input);

}  // namespace sohoa
