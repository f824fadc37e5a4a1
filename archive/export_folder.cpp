#include "archive/export_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/filesystem/operations.hpp>
#include <cerrno>
#include <cstdio>
#include <stdexcept>
#include <vector>

#include "document/error.h"

namespace sohoa {

namespace fs = boost::filesystem;

namespace {

const std::string kStage = "export";
constexpr const char* kSums = "SHA256SUMS";
constexpr std::size_t kBuffer = 1 << 18;

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

Error already_there(const fs::path& path) {
  return {ErrorKind::document_failed, Reason::already_there, kStage,
          path.string() + " is there already; name another place or move it away"};
}

FileDescriptor open_folder(const fs::path& folder) {
  return FileDescriptor(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

// Unfinished exports to the same target whose writer does not live any more.
void remove_dead(const fs::path& target) {
  const std::string begin = "." + target.filename().string() + ".";
  boost::system::error_code ignored;
  std::vector<fs::path> dead;
  for (fs::directory_iterator it(folder_of(target), ignored), end; !ignored && it != end;
       it.increment(ignored)) {
    const std::string name = it->path().filename().string();
    if (!name.starts_with(begin) || !name.ends_with(".part")) continue;
    const FileDescriptor fd = open_folder(it->path());
    if (fd.valid() && flock(fd.get(), LOCK_EX | LOCK_NB) == 0) dead.push_back(it->path());
  }
  for (const fs::path& path : dead) fs::remove_all(path, ignored);
}

Checksums read_from_disk(const fs::path& path) {
  const FileDescriptor fd = open_regular_file(path, kStage);
  posix_fadvise(fd.get(), 0, 0, POSIX_FADV_DONTNEED);
  Hasher hasher(HashKinds::sha256);
  std::vector<char> buffer(kBuffer);
  while (const std::size_t got = read_some(fd.get(), buffer.data(), buffer.size(), path, kStage))
    hasher.add(buffer.data(), got);
  return hasher.finish();
}

}  // namespace

// One file being written.
class ExportFolder::Output {
 public:
  explicit Output(const fs::path& path) : path_(path), hasher_(HashKinds::sha256) {
    fd_ = FileDescriptor(
        open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644));
    if (!fd_.valid()) throw_write_error(errno, "cannot create", path, kStage);
    pending_.reserve(kBuffer);
  }
  void write(const void* data, std::size_t size) {
    hasher_.add(data, size);
    if (pending_.size() + size > kBuffer) flush();
    if (size > kBuffer)
      write_now(static_cast<const char*>(data), size);
    else
      pending_.append(static_cast<const char*>(data), size);
  }
  void flush() {
    write_now(pending_.data(), pending_.size());
    pending_.clear();
  }
  [[nodiscard]] Checksums finish() {
    flush();
    return hasher_.finish();
  }

 private:
  void write_now(const char* next, std::size_t size) const {
    while (size > 0) {
      const ssize_t done = ::write(fd_.get(), next, size);
      if (done < 0 && errno == EINTR) continue;
      if (done < 0) throw_write_error(errno, "cannot write", path_, kStage);
      next += done;
      size -= static_cast<std::size_t>(done);
    }
  }

  fs::path path_;
  FileDescriptor fd_;
  Hasher hasher_;
  std::string pending_;
};

ExportFolder::ExportFolder(const fs::path& target)
    : target_(target.filename() == "." ? target.parent_path() : target) {
  if (fs::exists(fs::symlink_status(target_))) throw already_there(target_);
  make_durable_folder(folder_of(target_), 0777, kStage);
  remove_dead(target_);
  folder_ = folder_of(target_) /
            fs::unique_path("." + target_.filename().string() + ".%%%%%%%%%%%%%%%%.part");
  if (mkdir(folder_.c_str(), 0777) != 0)
    throw_write_error(errno, "cannot make the folder", folder_, kStage);
  lock_ = open_folder(folder_);
  flock(lock_.get(), LOCK_EX | LOCK_NB);
  sums_ = std::make_unique<Output>(folder_ / kSums);
}

ExportFolder::~ExportFolder() {
  if (committed_) return;
  file_.reset();
  sums_.reset();
  boost::system::error_code ignored;
  fs::remove_all(folder_, ignored);
}

fs::path ExportFolder::path_of(const std::string& path) const {
  return folder_ / path;
}

bool ExportFolder::begin(const std::string& path) {
  if (file_ || !is_safe_member_path(path) || path.find('\n') != std::string::npos || path == kSums)
    throw std::logic_error("export: not a path of an export: " + path);
  const std::size_t slash = path.rfind('/');
  const std::string parent = slash == std::string::npos ? "" : path.substr(0, slash);
  if (parent != names_in_) names_.clear();
  names_in_ = parent;
  const std::string name = path.substr(slash + 1);
  if (names_.add(name).kind != PathMeeting::Kind::none) return false;
  if (fs::exists(folder_ / path)) {
    names_.remove(name);
    return false;
  }
  fs::create_directories(folder_ / parent);
  file_ = std::make_unique<Output>(folder_ / path);
  last_ = {path, {}, 0};
  return true;
}

void ExportFolder::write(const void* data, std::size_t size) {
  file_->write(data, size);
}

ExportedFile ExportFolder::end() {
  end_unlisted();
  return list();
}

void ExportFolder::end_unlisted() {
  const Checksums sums = file_->finish();
  file_.reset();
  last_.sha256 = sums.sha256;
  last_.bytes = sums.bytes;
}

ExportedFile ExportFolder::list() {
  const std::string line = last_.sha256.hex + "  " + last_.path + "\n";
  sums_->write(line.data(), line.size());
  ++files_;
  bytes_ += last_.bytes;
  return last_;
}

void ExportFolder::drop() {
  file_.reset();
  fs::remove(folder_ / last_.path);
  names_.remove(fs::path(last_.path).filename().string());
}

ExportedFile ExportFolder::put(const std::string& path, std::string_view text) {
  if (!begin(path)) throw std::logic_error("export: twice the path " + path);
  write(text);
  return end();
}

void ExportFolder::read_back() const {
  std::FILE* raw = std::fopen((folder_ / kSums).c_str(), "re");
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> sums(raw, std::fclose);
  std::array<char, 8192> line{};  // paths have at most some hundred bytes
  constexpr std::size_t kSum = 64;
  while (sums && std::fgets(line.data(), line.size(), sums.get()) != nullptr) {
    const std::string text(line.data());
    const std::string path = text.substr(kSum + 2, text.size() - kSum - 3);
    if (read_from_disk(folder_ / path).sha256.hex != text.substr(0, kSum))
      throw Error(ErrorKind::service_broken, Reason::bag_mismatch, kStage,
                  path + " did not read back as written; check the disk that is exported to");
  }
  if (!sums || std::ferror(sums.get()) != 0)
    throw_write_error(errno, "cannot read", folder_ / kSums, kStage);
}

Sha256 ExportFolder::settle() {
  const Sha256 sum = sums_->finish().sha256;
  sums_.reset();
  if (syncfs(lock_.get()) != 0) throw_write_error(errno, "cannot sync", folder_, kStage);
  read_back();
  if (read_from_disk(folder_ / kSums).sha256 != sum)
    throw Error(ErrorKind::service_broken, Reason::bag_mismatch, kStage,
                std::string(kSums) + " did not read back as written; check the disk");
  return sum;
}

void ExportFolder::commit() {
  if (renameat2(AT_FDCWD, folder_.c_str(), AT_FDCWD, target_.c_str(), RENAME_NOREPLACE) != 0) {
    if (errno == EEXIST || errno == ENOTEMPTY) throw already_there(target_);
    // Not every file system knows RENAME_NOREPLACE; rename() of a folder replaces
    // an empty folder at most.
    if ((errno != EINVAL && errno != ENOSYS) || rename(folder_.c_str(), target_.c_str()) != 0)
      throw_write_error(errno, "cannot name", target_, kStage);
  }
  committed_ = true;
  sync_folder(folder_of(target_), kStage);
}

}  // namespace sohoa
