// Runs a poppler program on untrusted bytes: own process group, limits on
// memory, CPU and wall time, no shell, a minimal environment, output in memory.
#pragma once

#include <string>
#include <vector>

namespace sohoa {

struct ProgramLimits {
  double wall_seconds = 60;                          // then the whole group is killed
  std::size_t output_bytes = 64U << 20U;             // of stdout; more kills it too
  std::size_t memory_bytes = std::size_t{2} << 30U;  // RLIMIT_AS
};

enum class ProgramEnd { exited, killed, timed_out, output_too_large };

struct ProgramResult {
  ProgramEnd end = ProgramEnd::exited;
  int status = 0;      // exit status, or the signal's number when killed
  std::string output;  // stdout
  std::string errors;  // the first 2 kB of stderr
};

// `name` is looked up in PATH. Throws Error{service_broken, missing_component}
// when it is not there and Error{retry, internal} when no process can be made.
// Thread-safe. The child dies with the calling thread.
[[nodiscard]] ProgramResult run_program(const std::string& name,
                                        const std::vector<std::string>& arguments,
                                        const ProgramLimits& limits);

// "exit status 1", "killed by signal 9", "stopped after 60 s"…, and what it said.
[[nodiscard]] std::string describe(const ProgramResult& result);

}  // namespace sohoa
