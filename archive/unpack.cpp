// What a header declares is never believed: bytes are counted as they come out.
#include "archive/unpack.h"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <array>
#include <boost/filesystem/operations.hpp>
#include <cerrno>
#include <cstdio>
#include <optional>
#include <vector>

#include "archive/archive_kinds.h"
#include "archive/durable_file.h"
#include "archive/safe_name.h"
#include "document/error.h"

namespace sohoa {

namespace fs = boost::filesystem;

namespace {

const std::string kStage = "unpack";
// Below this a high ratio is harmless: an empty page compresses a thousandfold.
constexpr unsigned long long kRatioFree = 64ULL << 20;
constexpr unsigned long long kLookEvery = 4ULL << 20;

[[noreturn]] void throw_failed(Reason reason, const std::string& message) {
  throw Error(ErrorKind::document_failed, reason, kStage, message);
}

// What has come out so far, of all archives within the outermost one.
struct Budget {
  const UnpackLimits& limits;
  unsigned long long packed;  // bytes of the outermost file
  unsigned long long bytes = 0;
  int members = 0;

  void count_member() {
    if (++members > limits.max_members)
      throw_failed(Reason::archive_too_large,
                   "more than " + std::to_string(limits.max_members) + " members");
  }
  void count_bytes(std::size_t size) {
    bytes += size;
    if (bytes > limits.max_bytes)
      throw_failed(Reason::archive_too_large,
                   "unpacks to more than " + std::to_string(limits.max_bytes) + " bytes");
    if (bytes > kRatioFree &&
        static_cast<double>(bytes) > limits.max_ratio * static_cast<double>(packed))
      throw_failed(Reason::archive_too_large,
                   "unpacks to more than " + std::to_string(static_cast<int>(limits.max_ratio)) +
                       " times its size");
  }
};

// A new file under a name of our own.
class MemberFile {
 public:
  explicit MemberFile(fs::path path) : path_(std::move(path)) {
    fd_ = FileDescriptor(
        open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!fd_.valid()) throw_write_error(errno, "cannot create", path_, kStage);
  }
  void write(const char* data, std::size_t size) {
    while (size > 0) {
      const ssize_t done = ::write(fd_.get(), data, size);
      if (done < 0 && errno == EINTR) continue;
      if (done < 0) throw_write_error(errno, "cannot write", path_, kStage);
      data += done;
      size -= static_cast<std::size_t>(done);
    }
  }

 private:
  fs::path path_;
  FileDescriptor fd_;
};

std::string first_bytes_of(const fs::path& file) {
  const FileDescriptor fd = open_regular_file(file, kStage);
  std::string bytes(kSniffBytes, '\0');
  std::size_t got = 0;
  while (got < bytes.size()) {
    const std::size_t more =
        read_some(fd.get(), bytes.data() + got, bytes.size() - got, file, kStage);
    if (more == 0) break;
    got += more;
  }
  bytes.resize(got);
  return bytes;
}

// Files under names of our own in one folder.
class OwnFiles {
 public:
  OwnFiles(fs::path folder, unsigned long long leave_free)
      : folder_(std::move(folder)), leave_free_(leave_free) {}

  [[nodiscard]] fs::path next() { return path_of(next_++); }

  // Before so many bytes are written. What a member will unpack to is not known before.
  void insist_on_room(std::size_t size) {
    if (leave_free_ == 0) return;
    if (size > looked_at_) {
      struct statvfs disk {};
      if (::statvfs(folder_.c_str(), &disk) != 0 ||
          disk.f_bavail * disk.f_frsize < leave_free_ + size + kLookEvery)
        throw_write_error(ENOSPC, "no room to unpack into", folder_, kStage);
      looked_at_ = size + kLookEvery;
    }
    looked_at_ -= size;
  }

  void remove_all() const noexcept {
    boost::system::error_code ignored;
    for (int i = 1; i < next_; ++i) fs::remove(path_of(i), ignored);
  }

 private:
  [[nodiscard]] fs::path path_of(int number) const {
    std::array<char, 16> name{};
    std::snprintf(name.data(), name.size(), "%06d", number);
    return folder_ / name.data();
  }

  fs::path folder_;
  unsigned long long leave_free_;
  unsigned long long looked_at_ = 0;  // so many bytes had room, when last looked
  int next_ = 1;
};

// The members of one archive, as they come.
class Level final : public MemberSink {
 public:
  // `prefix` is the archive's own name and '/', or empty for the outermost.
  Level(std::string prefix, Budget& budget, OwnFiles& files)
      : prefix_(std::move(prefix)), budget_(budget), files_(files) {}

  void begin(const MemberHead& head) override {
    budget_.count_member();
    if (head.kind == MemberKind::folder || head.kind == MemberKind::clutter) return;
    const std::string name = prefix_ + head.name;
    if (head.encrypted) {
      ++encrypted_;
      members_.push_back({name, {}, Reason::archive_encrypted});
      return;
    }
    ++taken_;
    Reason refused = Reason::none;
    if (head.kind == MemberKind::other) refused = Reason::not_a_regular_file;
    if (!is_safe_member_path(name)) refused = Reason::unsafe_name;
    members_.push_back({name, {}, refused});
    size_ = 0;
    if (refused != Reason::none) return;
    members_.back().file = files_.next();
    file_.emplace(members_.back().file);
  }

  // Refused contents are counted like any other, and go nowhere.
  void bytes(const char* data, std::size_t size) override {
    budget_.count_bytes(size);
    size_ += size;
    if (size_ > budget_.limits.max_member_bytes) refuse(Reason::archive_too_large);
    if (!file_) return;
    files_.insist_on_room(size);
    file_->write(data, size);
  }

  void end(Reason failed) override {
    if (failed != Reason::none) refuse(failed);
    file_.reset();
  }

  [[nodiscard]] bool only_encrypted() const { return taken_ == 0 && encrypted_ > 0; }
  [[nodiscard]] std::vector<UnpackedMember> take() { return std::move(members_); }

 private:
  void refuse(Reason reason) {
    if (members_.empty() || members_.back().refused != Reason::none) return;
    file_.reset();
    fs::remove(members_.back().file);
    members_.back().file.clear();
    members_.back().refused = reason;
  }

  std::string prefix_;
  Budget& budget_;
  OwnFiles& files_;
  std::vector<UnpackedMember> members_;
  std::optional<MemberFile> file_;  // of the last member, while its bytes come
  unsigned long long size_ = 0;     // of them
  int taken_ = 0;
  int encrypted_ = 0;
};

class Unpacking {
 public:
  Unpacking(const fs::path& folder, const UnpackLimits& limits, unsigned long long packed,
            const MemberLister& list)
      : files_(folder, limits.leave_free), budget_{limits, packed}, list_(list) {}

  // Takes all that is in one archive and in those inside it.
  void open(const fs::path& file, const std::string& prefix, int depth) {
    Level level(prefix, budget_, files_);
    list_(file, level);
    if (prefix.empty() && level.only_encrypted())
      throw_failed(Reason::archive_encrypted, "every member needs a password");
    for (UnpackedMember& member : level.take()) {
      if (member.refused == Reason::none && is_archive_file(first_bytes_of(member.file)))
        open_nested(std::move(member), depth);
      else
        members_.push_back(std::move(member));
    }
  }

  [[nodiscard]] std::vector<UnpackedMember> take() { return std::move(members_); }
  void remove_all() const noexcept { files_.remove_all(); }

 private:
  void open_nested(UnpackedMember archive, int depth);

  OwnFiles files_;
  Budget budget_;
  const MemberLister& list_;
  std::vector<UnpackedMember> members_;
};

void Unpacking::open_nested(UnpackedMember archive, int depth) {
  const std::size_t before = members_.size();
  try {
    if (depth >= budget_.limits.max_depth)
      throw_failed(Reason::archive_too_deep, "archives inside archives");
    open(archive.file, archive.name + "/", depth + 1);
  } catch (const Error& error) {
    const bool only_this =
        error.kind() == ErrorKind::document_failed && error.reason() != Reason::archive_too_large;
    if (!only_this) throw;
    for (std::size_t i = before; i < members_.size(); ++i)
      if (!members_[i].file.empty()) fs::remove(members_[i].file);
    members_.resize(before);
    if (error.reason() == Reason::unknown_format) {
      members_.push_back(std::move(archive));  // for the next stage to judge
      return;
    }
    members_.push_back({archive.name, {}, error.reason()});
  }
  fs::remove(archive.file);
}

}  // namespace

void list_members_here(const fs::path& archive_file, MemberSink& sink) {
  list_members(open_regular_file(archive_file, kStage), archive_file.filename().string(), sink);
}

std::vector<UnpackedMember> unpack(const fs::path& archive_file, const fs::path& folder,
                                   const UnpackLimits& limits, const MemberLister& list) {
  Unpacking unpacking(folder, limits, fs::file_size(archive_file), list);
  try {
    unpacking.open(archive_file, "", 1);
  } catch (...) {
    unpacking.remove_all();
    throw;
  }
  return unpacking.take();
}

}  // namespace sohoa
