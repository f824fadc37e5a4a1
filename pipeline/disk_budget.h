// Room on the disk, promised before it is used: no document is begun that might
// fill it.
#pragma once

#include <chrono>
#include <mutex>

#include "archive/durable_file.h"
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

// What files that stand for promises are called in work/; one is locked while the
// program that made the promise lives, and means nothing afterwards.
inline constexpr const char* kRoomPrefix = "room-";

// Safe between threads, and between the programs that work at one archive: what one of
// them has promised is no room for the others.
class DiskBudget {
 public:
  // `work`: the archive's; `min_free` bytes are left to everyone else.
  DiskBudget(fs::path work, unsigned long long min_free);
  ~DiskBudget();
  DiskBudget(const DiskBudget&) = delete;
  DiskBudget& operator=(const DiskBudget&) = delete;

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
  [[nodiscard]] unsigned long long promised_by_others() const;
  // False when it cannot be written down.
  bool tell();

  fs::path work_;
  unsigned long long min_free_;
  mutable std::mutex mutex_;
  unsigned long long reserved_ = 0;
  std::chrono::steady_clock::time_point no_room_until_;
  fs::path own_;         // the file that says so
  FileDescriptor lock_;  // of it
};

}  // namespace sohoa
