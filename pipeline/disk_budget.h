// Room on the disk, promised before it is used: no document is begun that might
// fill it.
#pragma once

#include <chrono>
#include <mutex>

#include "archive/layout.h"

namespace sohoa {

// Bytes that taking in a file of this size may need at once: access copy in work/,
// and the bag with original, access copy and texts. A born-digital file that must
// be rendered grows most; measured on samples and real scans the sum stays below
// 3.5 times the file. Archive files are counted by what they hold, so far as
// that is usual for scans (deflate gains little on them).
[[nodiscard]] unsigned long long room_for_document(unsigned long long file_bytes);
// The largest file for which so much room is enough; 0: none.
[[nodiscard]] unsigned long long largest_for_room(unsigned long long room);

// Thread-safe.
class DiskBudget {
 public:
  // `place`: any folder on the disk; `min_free` bytes are left to everyone else.
  DiskBudget(fs::path place, unsigned long long min_free);

  // Bytes that can still be promised; 0 when there are none, or the disk cannot be asked.
  [[nodiscard]] unsigned long long room() const;
  // False, and nothing is promised, when there is not so much room.
  [[nodiscard]] bool reserve(unsigned long long bytes);
  void release(unsigned long long bytes);
  // A write found the disk full: there is no room for so long, whatever it says of itself.
  void hold_off(std::chrono::seconds time);
  void leave_free(unsigned long long min_free);

 private:
  [[nodiscard]] unsigned long long room_left() const;

  fs::path place_;
  unsigned long long min_free_;
  mutable std::mutex mutex_;
  unsigned long long reserved_ = 0;
  std::chrono::steady_clock::time_point no_room_until_;
};

}  // namespace sohoa
