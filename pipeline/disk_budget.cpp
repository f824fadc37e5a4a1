#include "pipeline/disk_budget.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <boost/filesystem/operations.hpp>

namespace sohoa {

namespace {

constexpr unsigned long long kTimes = 4;
constexpr unsigned long long kAtLeast = 16ULL << 20;
// A promise is the length of an empty file in KiB: a hole needs no room of its own.
constexpr unsigned long long kUnit = 1024;

// One program at a time looks and promises.
FileDescriptor alone_in(const fs::path& work) {
  FileDescriptor turn(::open((work / "room").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (turn.valid()) (void)::flock(turn.get(), LOCK_EX);
  return turn;
}

// 0 of a program that is gone.
unsigned long long promise_in(const fs::path& path) {
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  if (!file.valid() || ::flock(file.get(), LOCK_SH | LOCK_NB) == 0) return 0;
  struct stat told {};
  return ::fstat(file.get(), &told) == 0 ? static_cast<unsigned long long>(told.st_size) * kUnit
                                         : 0;
}

}  // namespace

unsigned long long room_for_document(unsigned long long file_bytes) {
  return file_bytes * kTimes + kAtLeast;
}

unsigned long long largest_for_room(unsigned long long room) {
  return room > kAtLeast ? (room - kAtLeast) / kTimes : 0;
}

DiskBudget::DiskBudget(fs::path work, unsigned long long min_free)
    : work_(std::move(work)), min_free_(min_free) {}

DiskBudget::~DiskBudget() {
  if (lock_.valid()) ::unlink(own_.c_str());
}

unsigned long long DiskBudget::promised_by_others() const {
  unsigned long long sum = 0;
  boost::system::error_code error;
  for (fs::directory_iterator entry(work_, error), end; !error && entry != end;
       entry.increment(error))
    if (entry->path() != own_ && entry->path().filename().string().starts_with(kRoomPrefix))
      sum += promise_in(entry->path());
  return sum;
}

unsigned long long DiskBudget::room_left() const {
  if (std::chrono::steady_clock::now() < no_room_until_) return 0;
  struct statvfs disk {};
  if (::statvfs(work_.c_str(), &disk) != 0) return 0;
  const unsigned long long free = disk.f_bavail * disk.f_frsize;
  const unsigned long long taken = min_free_ + reserved_ + promised_by_others();
  return free > taken ? free - taken : 0;
}

unsigned long long DiskBudget::room() const {
  const std::lock_guard lock(mutex_);
  return room_left();
}

bool DiskBudget::tell() {
  if (!lock_.valid()) {
    own_ = work_ / fs::unique_path(std::string(kRoomPrefix) + "%%%%%%%%");
    lock_ = FileDescriptor(::open(own_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!lock_.valid() || ::flock(lock_.get(), LOCK_EX) != 0) return false;
  }
  return ::ftruncate(lock_.get(), static_cast<off_t>((reserved_ + kUnit - 1) / kUnit)) == 0;
}

bool DiskBudget::reserve(unsigned long long bytes) {
  const std::lock_guard lock(mutex_);
  const FileDescriptor turn = alone_in(work_);
  if (bytes > room_left()) return false;
  reserved_ += bytes;
  if (tell()) return true;
  reserved_ -= bytes;
  return false;
}

void DiskBudget::release(unsigned long long bytes) {
  const std::lock_guard lock(mutex_);
  reserved_ -= std::min(bytes, reserved_);
  (void)tell();
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
