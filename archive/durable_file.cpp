#include "archive/durable_file.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <boost/filesystem/operations.hpp>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

#include "archive/move_file.h"
#include "document/error.h"

namespace sohoa {

namespace fs = boost::filesystem;

namespace {

constexpr long long kLarge = 8 << 20;
constexpr std::string_view kPartSuffix = ".part";

std::string describe(int error_number) {
  return std::generic_category().message(error_number);
}

std::string random_hex() {
  std::array<unsigned char, 8> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  std::array<char, 17> hex{};
  sodium_bin2hex(hex.data(), hex.size(), bytes.data(), bytes.size());
  return hex.data();
}

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

bool is_leftover_name(const std::string& name) {
  return name.size() > kPartSuffix.size() && name.front() == '.' && name.ends_with(kPartSuffix);
}

}  // namespace

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

FileDescriptor::~FileDescriptor() {
  if (fd_ >= 0) close(fd_);
}

FileDescriptor open_regular_file(const fs::path& path, const std::string& stage) {
  FileDescriptor fd(open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!fd.valid()) {
    const int error = errno;
    Reason reason = Reason::internal;
    if (error == ENOENT || error == ENOTDIR) reason = Reason::not_found;
    if (error == EACCES || error == EPERM) reason = Reason::no_permission;
    if (error == ELOOP || error == ENXIO) reason = Reason::not_a_regular_file;
    throw Error(ErrorKind::retry, reason, stage,
                "cannot open " + path.string() + ": " + describe(error));
  }
  struct stat status {};
  if (fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode))
    throw Error(ErrorKind::retry, Reason::not_a_regular_file, stage,
                path.string() + " is not a regular file");
  posix_fadvise(fd.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
  return fd;
}

std::size_t read_some(int fd, void* buffer, std::size_t size, const fs::path& path,
                      const std::string& stage) {
  for (;;) {
    const ssize_t got = read(fd, buffer, size);
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR)
      throw Error(ErrorKind::retry, Reason::internal, stage,
                  "cannot read " + path.string() + ": " + describe(errno) + "; check the disk");
  }
}

std::string read_small_file(const fs::path& path, std::size_t max_bytes, const std::string& stage) {
  const FileDescriptor fd = open_regular_file(path, stage);
  std::string text;
  std::array<char, 16384> buffer{};
  while (const std::size_t got = read_some(fd.get(), buffer.data(), buffer.size(), path, stage)) {
    text.append(buffer.data(), got);
    if (text.size() > max_bytes)
      throw Error(ErrorKind::document_failed, Reason::archive_corrupt, stage,
                  path.string() + " is larger than " + std::to_string(max_bytes) +
                      " bytes, which no file of its kind is");
  }
  return text;
}

namespace {

bool is_folder(const fs::path& path) {
  boost::system::error_code ignored;
  return fs::is_directory(path, ignored);
}

// The parents of the folders that had to be made, the innermost last.
std::vector<fs::path> make_folders(const fs::path& folder, unsigned mode,
                                   const std::string& stage) {
  if (folder.empty() || is_folder(folder)) return {};
  std::vector<fs::path> parents = make_folders(folder.parent_path(), mode, stage);
  if (mkdir(folder.c_str(), mode) != 0) {
    const int error = errno;
    if (error != EEXIST || !is_folder(folder))
      throw_write_error(error, "cannot make the folder", folder, stage);
  }
  parents.push_back(folder_of(folder));
  return parents;
}

}  // namespace

void make_durable_folder(const fs::path& folder, unsigned mode, const std::string& stage) {
  for (const fs::path& parent : make_folders(folder, mode, stage)) sync_folder(parent, stage);
}

void sync_folder(const fs::path& folder, const std::string& stage) {
  const FileDescriptor fd(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  // Some network file systems cannot sync a folder and say EINVAL: they have no
  // cache of names to lose.
  if (!fd.valid() || (fsync(fd.get()) != 0 && errno != EINVAL))
    throw_write_error(errno, "cannot sync the folder", folder, stage);
}

void remove_leftovers(const fs::path& folder) {
  boost::system::error_code ignored;
  for (fs::directory_iterator it(folder, ignored), end; !ignored && it != end;
       it.increment(ignored)) {
    const fs::path path = it->path();
    if (!is_leftover_name(path.filename().string())) continue;
    const FileDescriptor fd(open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (fd.valid() && flock(fd.get(), LOCK_EX | LOCK_NB) == 0) unlink(path.c_str());
  }
}

namespace {

// False: the file lost its name to somebody who cleared up after the dead and came
// between its making and its locking; he holds it only for that moment.
bool lock_with_name(int fd) {
  while (flock(fd, LOCK_EX) != 0 && errno == EINTR) {
  }
  struct stat status {};
  return fstat(fd, &status) != 0 || status.st_nlink > 0;
}

}  // namespace

void throw_write_error(int error_number, const std::string& what, const fs::path& path,
                       const std::string& stage) {
  Reason reason = Reason::internal;
  if (error_number == ENOSPC || error_number == EDQUOT || error_number == EFBIG)
    reason = Reason::disk_full;
  if (error_number == EACCES || error_number == EPERM || error_number == EROFS)
    reason = Reason::no_permission;
  throw Error(ErrorKind::service_broken, reason, stage,
              what + " " + path.string() + ": " + describe(error_number));
}

DurableFile::DurableFile(const fs::path& target, unsigned mode, std::string stage, Summing summing)
    : target_(target), stage_(std::move(stage)), mode_(mode) {
  if (summing == Summing::sha256) hasher_.emplace(HashKinds::sha256);
  const fs::path folder = folder_of(target);
  to_sync_ = make_folders(folder, 0777, stage_);
  do {
    // The name stays below 255 bytes whatever the target's length.
    std::string name(".");
    name.append(target.filename().string(), 0, 200).append(".").append(random_hex());
    temporary_ = folder / name.append(kPartSuffix);
    fd_ = FileDescriptor(
        open(temporary_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!fd_.valid()) throw_write_error(errno, "cannot create", temporary_, stage_);
  } while (!lock_with_name(fd_.get()));
}

DurableFile::~DurableFile() {
  if (fd_.valid() && !committed_) unlink(temporary_.c_str());
}

void DurableFile::write(const void* data, std::size_t size) {
  if (hasher_) hasher_->add(data, size);
  const char* next = static_cast<const char*>(data);
  while (size > 0) {
    const ssize_t done = ::write(fd_.get(), next, size);
    if (done < 0) {
      if (errno == EINTR) continue;
      throw_write_error(errno, "cannot write", temporary_, stage_);
    }
    next += done;
    size -= static_cast<std::size_t>(done);
    written_bytes_ += done;
  }
  // The device works while the rest is prepared; sync() waits for it.
  constexpr long long kPushed = 8 << 20;
  if (written_bytes_ - pushed_bytes_ < kPushed) return;
  sync_file_range(fd_.get(), pushed_bytes_, written_bytes_ - pushed_bytes_, SYNC_FILE_RANGE_WRITE);
  pushed_bytes_ = written_bytes_;
}

void DurableFile::sync() {
  if (synced_) return;
  if (fchmod(fd_.get(), mode_) != 0)
    throw_write_error(errno, "cannot set the mode of", temporary_, stage_);
  if (fsync(fd_.get()) != 0) throw_write_error(errno, "cannot sync", temporary_, stage_);
  posix_fadvise(fd_.get(), 0, 0, POSIX_FADV_DONTNEED);
  // Whoever reads it back now finds the device at it already.
  if (written_bytes_ >= kLarge) posix_fadvise(fd_.get(), 0, 0, POSIX_FADV_WILLNEED);
  if (hasher_) written_ = hasher_->finish();
  synced_ = true;
}

// The innermost first: where one sync writes all names, the others find nothing to do.
void DurableFile::sync_names() {
  sync_folder(folder_of(target_), stage_);
  for (auto parent = to_sync_.rbegin(); parent != to_sync_.rend(); ++parent)
    sync_folder(*parent, stage_);
}

bool DurableFile::commit() {
  sync();
  const int error = move_without_replacing(temporary_, target_);
  if (error == EEXIST) return false;
  if (error != 0) throw_write_error(error, "cannot name", target_, stage_);
  committed_ = true;
  sync_names();
  return true;
}

void DurableFile::commit_replacing() {
  sync();
  if (rename(temporary_.c_str(), target_.c_str()) != 0)
    throw_write_error(errno, "cannot name", target_, stage_);
  committed_ = true;
  sync_names();
}

}  // namespace sohoa
