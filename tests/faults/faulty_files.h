// A file layer that fails or stops the process at the k-th act: the calls by which any code or
// library of this program changes files (write, sync, rename, unlink…) are caught and counted.
//
// faulty_files.cpp defines those calls in the test program itself, where the dynamic linker
// finds them before the C library's: SQLite, libarchive and Boost go through it too. Only
// regular files count, never sockets and pipes. Syncing is counted and answered at once: what
// is tested is the order of acts, not the device.
#pragma once

namespace sohoa::faults {

enum class Kind {
  none,          // counts only
  stop,          // the process ends just before the k-th act, as by SIGKILL
  stop_halfway,  // the same, but a write has put half of its bytes down
  io_error,      // the k-th act or read fails with EIO, the others succeed
  disk_full      // from the k-th act on, whatever needs room fails with ENOSPC
};

struct Plan {
  Kind kind = Kind::none;
  long k = 0;             // counted from 1
  long bytes_a_call = 0;  // reads and writes of regular files move at most as many; 0: all
};

// From here on, for this process and its forks. One thread arms, any thread acts.
void arm(const Plan& plan);
void disarm();

// Acts (with io_error: and reads) since arm().
[[nodiscard]] long acts();

// How a stopped process ends.
inline constexpr int kStopped = 86;

}  // namespace sohoa::faults
