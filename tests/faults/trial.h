// An operation on an archive, repeated with a fault at every single act of it.
#pragma once

#include <gtest/gtest.h>

#include <boost/filesystem/path.hpp>
#include <functional>
#include <string>
#include <vector>

#include "tests/faults/faulty_files.h"

namespace sohoa::faults {

namespace fs = boost::filesystem;

// All paths lie below `place`, a folder that each trial finds in the same state.
struct Operation {
  std::function<void(const fs::path& place)> prepare;
  // What is interrupted, and what running the program again does. May throw.
  std::function<void(const fs::path& place)> act;
  // Everything that must be alike however often the operation was interrupted.
  std::function<std::string(const fs::path& place)> state;
  // What is wrong with what lies there now; also asked right after a stop.
  std::function<std::vector<std::string>(const fs::path& place)> problems;
  // What is wrong once the operation has ended well; may write.
  std::function<std::vector<std::string>(const fs::path& place)> settled;
};

// Runs `operation` undisturbed, counts its acts, then once for every `stride`-th
// act with `kind` at that act, runs it again undisturbed and compares: no
// problems after the fault, none after the restart, and the same state as
// undisturbed. Reports each difference as a test failure.
void survives_every_act(const Operation& operation, Kind kind, int stride = 1);

// For tests that are repeated with each kind, and their names.
[[nodiscard]] inline auto every_kind() {
  return ::testing::Values(Kind::stop, Kind::stop_halfway, Kind::io_error, Kind::disk_full);
}
[[nodiscard]] std::string kind_name(Kind kind);

// Once, with every read and write of a file moving `bytes` bytes at most.
void survives_short_calls(const Operation& operation, long bytes);

}  // namespace sohoa::faults
