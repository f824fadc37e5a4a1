// Runs a poppler program on untrusted bytes: own process group, limits on
// memory, CPU and wall time, no shell, a minimal environment, output in memory.
//
// Whoever may start processes calls run_child(). A process that may not, having
// locked itself in, hands PdfReader another ProgramRunner that has it done
// elsewhere, from the same parts: start_program() there, read_streams() here.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace sohoa {

struct ProgramLimits {
  double wall_seconds = 60;                          // then the whole group is killed
  std::size_t output_bytes = 64U << 20U;             // of stdout; more kills it too
  std::size_t memory_bytes = std::size_t{2} << 30U;  // RLIMIT_AS
};

struct ProgramCall {
  std::string name;  // looked up in PATH
  std::vector<std::string> arguments;
  // Open for reading, or -1: becomes descriptor 3 of the program, the only one besides
  // the three standard ones, and is named kProgramInput to it. Opened anew through
  // that name it has a position of its own; as "fd://3" poppler would read all of it.
  int input = -1;
  ProgramLimits limits;
};

constexpr const char* kProgramInput = "/proc/self/fd/3";

enum class ProgramEnd { exited, killed, timed_out, output_too_large };

struct ProgramResult {
  ProgramEnd end = ProgramEnd::exited;
  int status = 0;      // exit status, or the signal's number when killed
  std::string output;  // stdout
  std::string errors;  // the first 2 kB of stderr
};

using ProgramRunner = std::function<ProgramResult(const ProgramCall&)>;

// Throws Error{service_broken, missing_component} when the program is not there and
// Error{retry, internal} when no process can be made. Thread-safe. The child
// dies with the calling thread.
[[nodiscard]] ProgramResult run_child(const ProgramCall& call);

// "exit status 1", "killed by signal 9", "stopped after 60 s"…, and what it said.
[[nodiscard]] std::string describe(const ProgramResult& result);

// The end of a pipe or an open file; closed when this goes.
class ProgramDescriptor {
 public:
  explicit ProgramDescriptor(int fd = -1) : fd_(fd) {}
  ~ProgramDescriptor() { reset(); }
  ProgramDescriptor(const ProgramDescriptor&) = delete;
  ProgramDescriptor& operator=(const ProgramDescriptor&) = delete;

  [[nodiscard]] int get() const { return fd_; }
  void reset(int fd = -1);

 private:
  int fd_;
};

struct ProgramPipe {
  ProgramDescriptor read;
  ProgramDescriptor write;
};

// Throws Error{retry, internal} ("Could not start NAME…").
void open_pipe(ProgramPipe& pipe, const std::string& name);

// A running program; whatever happens, it is dead and reaped when this goes.
class RunningProgram {
 public:
  explicit RunningProgram(pid_t id) : id_(id) {}
  ~RunningProgram();
  RunningProgram(const RunningProgram&) = delete;
  RunningProgram& operator=(const RunningProgram&) = delete;

  // Waits for its end, or kills it at the deadline. Sets `end` and `status` only.
  [[nodiscard]] ProgramResult wait_until(std::chrono::steady_clock::time_point deadline);
  [[nodiscard]] ProgramResult kill_now(ProgramEnd why);

 private:
  int wait(int options);
  pid_t id_;
};

// The descriptor from which every program is executed. Above RLIMIT_NOFILE of the
// program (64): after that, no file can be given this number again.
constexpr int kProgramFile = 100;

// A program found in PATH, open for start_program(). Throws as run_child().
[[nodiscard]] int open_program(const std::string& name);

// Starts the open program `file` with its streams going to `out` and `err`.
// `confine` is called in the child last before it becomes the program, which is
// then done by execveat(kProgramFile, "", …, AT_EMPTY_PATH); where the caller has
// more than one thread it may make async-signal-safe calls only.
[[nodiscard]] pid_t start_program(int file, const ProgramCall& call, int out, int err,
                                  void (*confine)());

// Fills result.output and errors until both streams end. Sets result.end when
// a limit is met first.
void read_streams(ProgramDescriptor& out, ProgramDescriptor& err,
                  std::chrono::steady_clock::time_point deadline, const ProgramLimits& limits,
                  ProgramResult& result);

// When a program that starts now must have ended.
[[nodiscard]] std::chrono::steady_clock::time_point deadline_of(const ProgramLimits& limits);

}  // namespace sohoa
