#include "pipeline/disk_budget.h"

#include <sys/statvfs.h>

#include <algorithm>

namespace sohoa {

namespace {

constexpr unsigned long long kTimes = 4;
constexpr unsigned long long kAtLeast = 16ULL << 20;

}  // namespace

unsigned long long room_for_document(unsigned long long file_bytes) {
  return file_bytes * kTimes + kAtLeast;
}

unsigned long long largest_for_room(unsigned long long room) {
  return room > kAtLeast ? (room - kAtLeast) / kTimes : 0;
}

DiskBudget::DiskBudget(fs::path place, unsigned long long min_free)
    : place_(std::move(place)), min_free_(min_free) {}

unsigned long long DiskBudget::room_left() const {
  if (std::chrono::steady_clock::now() < no_room_until_) return 0;
  struct statvfs disk {};
  if (::statvfs(place_.c_str(), &disk) != 0) return 0;
  const unsigned long long free = disk.f_bavail * disk.f_frsize;
  const unsigned long long taken = min_free_ + reserved_;
  return free > taken ? free - taken : 0;
}

unsigned long long DiskBudget::room() const {
  const std::lock_guard lock(mutex_);
  return room_left();
}

bool DiskBudget::reserve(unsigned long long bytes) {
  const std::lock_guard lock(mutex_);
  if (bytes > room_left()) return false;
  reserved_ += bytes;
  return true;
}

void DiskBudget::release(unsigned long long bytes) {
  const std::lock_guard lock(mutex_);
  reserved_ -= std::min(bytes, reserved_);
}

void DiskBudget::hold_off(std::chrono::seconds time) {
  const std::lock_guard lock(mutex_);
  no_room_until_ = std::chrono::steady_clock::now() + time;
}

void DiskBudget::leave_free(unsigned long long min_free) {
  const std::lock_guard lock(mutex_);
  min_free_ = min_free;
}

}  // namespace sohoa
