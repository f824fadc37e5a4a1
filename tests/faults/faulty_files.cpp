#include "tests/faults/faulty_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstddef>

namespace sohoa::faults {

namespace {

Plan plan_now;
bool armed = false;
std::atomic<long> count{0};

enum class Act { needs_room, changes, reads };

bool regular(int fd) {
  struct stat status {};
  return ::fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
}

// The error that this act is to fail with, 0 for none. Does not return when the
// process is to stop here.
int error_of(Act act) {
  if (!armed) return 0;
  if (act == Act::reads && plan_now.kind != Kind::io_error) return 0;
  const long number = ++count;
  switch (plan_now.kind) {
    case Kind::none:
      return 0;
    case Kind::stop:
    case Kind::stop_halfway:
      if (number >= plan_now.k) ::_exit(kStopped);
      return 0;
    case Kind::io_error:
      return number == plan_now.k ? EIO : 0;
    case Kind::disk_full:
      return number >= plan_now.k && act == Act::needs_room ? ENOSPC : 0;
  }
  return 0;
}

bool stops_halfway_next() {
  return armed && plan_now.kind == Kind::stop_halfway && count + 1 >= plan_now.k;
}

std::size_t shortened(std::size_t size) {
  if (!armed || plan_now.bytes_a_call <= 0) return size;
  return std::min(size, static_cast<std::size_t>(plan_now.bytes_a_call));
}

// The system call's own answer, unless the act is to fail.
template <typename Call>
long with_fault(Act act, Call call) {
  if (const int error = error_of(act); error != 0) {
    errno = error;
    return -1;
  }
  return call();
}

template <typename Call>
ssize_t write_with_fault(int fd, std::size_t size, Call call) {
  if (!armed || !regular(fd)) return call(size);
  if (stops_halfway_next() && size > 1) (void)call(size / 2);
  return with_fault(Act::needs_room, [&] { return call(shortened(size)); });
}

template <typename Call>
ssize_t read_with_fault(int fd, std::size_t size, Call call) {
  if (!armed || !regular(fd)) return call(size);
  return with_fault(Act::reads, [&] { return call(shortened(size)); });
}

int open_with_fault(int folder, const char* path, int flags, mode_t mode) {
  const auto open_it = [&] { return ::syscall(SYS_openat, folder, path, flags, mode); };
  if ((flags & O_CREAT) == 0 || ::faccessat(folder, path, F_OK, 0) == 0)
    return static_cast<int>(open_it());
  return static_cast<int>(with_fault(Act::needs_room, open_it));
}

}  // namespace

void arm(const Plan& plan) {
  plan_now = plan;
  count = 0;
  armed = true;
}

void disarm() {
  armed = false;
}

long acts() {
  return count;
}

}  // namespace sohoa::faults

namespace faults = sohoa::faults;
using faults::Act;

extern "C" {

ssize_t write(int fd, const void* data, size_t size) {
  return faults::write_with_fault(
      fd, size, [&](size_t bytes) { return ::syscall(SYS_write, fd, data, bytes); });
}

ssize_t pwrite64(int fd, const void* data, size_t size, off64_t at) {
  return faults::write_with_fault(
      fd, size, [&](size_t bytes) { return ::syscall(SYS_pwrite64, fd, data, bytes, at); });
}

ssize_t pwrite(int fd, const void* data, size_t size, off_t at) {
  return pwrite64(fd, data, size, at);
}

ssize_t writev(int fd, const iovec* parts, int number) {
  const auto write_them = [&] { return ::syscall(SYS_writev, fd, parts, number); };
  return faults::regular(fd) ? faults::with_fault(Act::needs_room, write_them) : write_them();
}

ssize_t read(int fd, void* data, size_t size) {
  return faults::read_with_fault(
      fd, size, [&](size_t bytes) { return ::syscall(SYS_read, fd, data, bytes); });
}

ssize_t pread64(int fd, void* data, size_t size, off64_t at) {
  return faults::read_with_fault(
      fd, size, [&](size_t bytes) { return ::syscall(SYS_pread64, fd, data, bytes, at); });
}

ssize_t pread(int fd, void* data, size_t size, off_t at) {
  return pread64(fd, data, size, at);
}

int ftruncate64(int fd, off64_t size) noexcept {
  return static_cast<int>(
      faults::with_fault(Act::changes, [&] { return ::syscall(SYS_ftruncate, fd, size); }));
}

int ftruncate(int fd, off_t size) noexcept {
  return ftruncate64(fd, size);
}

int fsync(int) {
  return static_cast<int>(faults::with_fault(Act::changes, [] { return 0; }));
}

int fdatasync(int fd) {
  return fsync(fd);
}

int syncfs(int fd) noexcept {
  return fsync(fd);
}

int rename(const char* from, const char* to) noexcept {
  return static_cast<int>(
      faults::with_fault(Act::changes, [&] { return ::syscall(SYS_rename, from, to); }));
}

int renameat2(int from_folder, const char* from, int to_folder, const char* to,
              unsigned flags) noexcept {
  return static_cast<int>(faults::with_fault(Act::changes, [&] {
    return ::syscall(SYS_renameat2, from_folder, from, to_folder, to, flags);
  }));
}

int link(const char* from, const char* to) noexcept {
  return static_cast<int>(
      faults::with_fault(Act::needs_room, [&] { return ::syscall(SYS_link, from, to); }));
}

int unlink(const char* path) noexcept {
  return static_cast<int>(
      faults::with_fault(Act::changes, [&] { return ::syscall(SYS_unlink, path); }));
}

int unlinkat(int folder, const char* path, int flags) noexcept {
  return static_cast<int>(faults::with_fault(
      Act::changes, [&] { return ::syscall(SYS_unlinkat, folder, path, flags); }));
}

int mkdir(const char* path, mode_t mode) noexcept {
  return static_cast<int>(
      faults::with_fault(Act::needs_room, [&] { return ::syscall(SYS_mkdir, path, mode); }));
}

int rmdir(const char* path) noexcept {
  return static_cast<int>(
      faults::with_fault(Act::changes, [&] { return ::syscall(SYS_rmdir, path); }));
}

int fchmod(int fd, mode_t mode) noexcept {
  return static_cast<int>(
      faults::with_fault(Act::changes, [&] { return ::syscall(SYS_fchmod, fd, mode); }));
}

int open64(const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0;
  va_end(more);
  return faults::open_with_fault(AT_FDCWD, path, flags, mode);
}

int open(const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0;
  va_end(more);
  return faults::open_with_fault(AT_FDCWD, path, flags, mode);
}

}  // extern "C"
