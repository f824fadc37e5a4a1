// What a header declares is never believed: bytes are counted as they come out.
#include "archive/unpack.h"

#include <archive_entry.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <boost/filesystem/operations.hpp>
#include <cerrno>
#include <cstdio>
#include <optional>
#include <vector>

#include "archive/archive_input.h"
#include "archive/archive_kinds.h"
#include "archive/durable_file.h"
#include "archive/safe_name.h"
#include "document/error.h"
#include "document/vietnamese_text.h"

namespace sohoa {

namespace fs = boost::filesystem;

namespace {

const std::string kStage = "unpack";
constexpr std::size_t kReadSize = 1 << 18;
// Below this a high ratio is harmless: an empty page compresses a thousandfold.
constexpr unsigned long long kRatioFree = 64ULL << 20;

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

class Unpacking {
 public:
  Unpacking(const fs::path& folder, const UnpackLimits& limits, unsigned long long packed)
      : folder_(folder), budget_{limits, packed} {}

  // Takes the members of one archive. `prefix` is its own name and '/', or empty.
  void open(const fs::path& file, const std::string& prefix, int depth);

  [[nodiscard]] std::vector<UnpackedMember> take() { return std::move(members_); }
  void remove_all() noexcept;

 private:
  void take_entry(ArchiveInput& input, archive_entry* entry, const std::string& name, int depth);
  [[nodiscard]] Reason copy(ArchiveInput& input, const fs::path& target);
  void open_nested(const fs::path& file, const std::string& name, int depth);
  void refuse(const std::string& name, Reason reason) { members_.push_back({name, {}, reason}); }

  fs::path folder_;
  Budget budget_;
  int next_file_ = 1;
  std::vector<UnpackedMember> members_;
};

// "./a" and "a" are the same; zips made on old Windows separate with backslashes.
std::string tidy_name(std::string name, bool zip) {
  if (zip)
    for (char& c : name)
      if (c == '\\') c = '/';
  while (name.starts_with("./")) name.erase(0, 2);
  return to_nfc(name);
}

// What the packing system adds of its own accord; never a document.
bool is_system_clutter(const std::string& name) {
  const std::string last = name.substr(name.rfind('/') + 1);
  return name.starts_with("__MACOSX/") || last == ".DS_Store" || last == "Thumbs.db" ||
         last == "desktop.ini";
}

// Office documents and e-books are zips too: recognised by the member that
// their standards put first (ECMA-376-2, 10.1.2.2; ODF 1.2-3, 3.3; OCF 3.2).
bool marks_office_document(const std::string& name, bool first) {
  return name == "[Content_Types].xml" || (first && name == "mimetype");
}

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

void Unpacking::open(const fs::path& file, const std::string& prefix, int depth) {
  const bool zip = is_zip(first_bytes_of(file));
  ArchiveInput input(file, ArchiveFormats::all, kStage);
  bool first = true;
  int taken = 0;
  int encrypted = 0;
  while (archive_entry* entry = input.next()) {
    budget_.count_member();
    const std::string name = tidy_name(ArchiveInput::name_of(entry), zip);
    if (zip && marks_office_document(name, first))
      throw_failed(Reason::unknown_format, file.filename().string() +
                                               " is an office document or e-book, not an archive"
                                               " of scans; print it to PDF and bring that");
    first = false;
    if (archive_entry_filetype(entry) == AE_IFDIR || is_system_clutter(name)) continue;
    ++(archive_entry_is_data_encrypted(entry) ? encrypted : taken);
    take_entry(input, entry, prefix + name, depth);
  }
  if (taken == 0 && encrypted > 0 && prefix.empty())
    throw_failed(Reason::archive_encrypted, "every member needs a password");
}

void Unpacking::take_entry(ArchiveInput& input, archive_entry* entry, const std::string& name,
                           int depth) {
  Reason refused = Reason::none;
  if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry) != nullptr ||
      archive_entry_symlink(entry) != nullptr)
    refused = Reason::not_a_regular_file;
  if (!is_safe_member_path(name)) refused = Reason::unsafe_name;
  if (archive_entry_is_data_encrypted(entry)) {
    refuse(name, Reason::archive_encrypted);
    return;
  }
  // Refused contents are read and counted like any other, and go nowhere.
  std::array<char, 16> own_name{};
  std::snprintf(own_name.data(), own_name.size(), "%06d", next_file_);
  const fs::path target = refused == Reason::none ? folder_ / own_name.data() : fs::path();
  if (refused == Reason::none) ++next_file_;
  const Reason failed = copy(input, target);
  if (refused == Reason::none) refused = failed;
  if (refused != Reason::none) {
    if (!target.empty()) fs::remove(target);
    refuse(name, refused);
  } else if (is_archive_file(first_bytes_of(target))) {
    open_nested(target, name, depth);
  } else {
    members_.push_back({name, target, Reason::none});
  }
}

// Empty target: nowhere.
Reason Unpacking::copy(ArchiveInput& input, const fs::path& target) {
  std::optional<MemberFile> file;
  if (!target.empty()) file.emplace(target);
  std::vector<char> buffer(kReadSize);
  unsigned long long size = 0;
  Reason failed = Reason::none;
  try {
    while (const std::size_t got = input.read(buffer.data(), buffer.size())) {
      budget_.count_bytes(got);
      size += got;
      if (size > budget_.limits.max_member_bytes) failed = Reason::archive_too_large;
      if (file && failed == Reason::none) file->write(buffer.data(), got);
    }
  } catch (const Error& error) {
    if (!input.member_failed()) throw;
    failed = error.reason();
  }
  return failed;
}

void Unpacking::open_nested(const fs::path& file, const std::string& name, int depth) {
  if (depth >= budget_.limits.max_depth) {
    fs::remove(file);
    refuse(name, Reason::archive_too_deep);
    return;
  }
  const std::size_t before = members_.size();
  try {
    open(file, name + "/", depth + 1);
  } catch (const Error& error) {
    const bool only_this =
        error.kind() == ErrorKind::document_failed && error.reason() != Reason::archive_too_large;
    if (!only_this) throw;
    for (std::size_t i = before; i < members_.size(); ++i)
      if (!members_[i].file.empty()) fs::remove(members_[i].file);
    members_.resize(before);
    if (error.reason() == Reason::unknown_format) {
      members_.push_back({name, file, Reason::none});  // for the next stage to judge
      return;
    }
    refuse(name, error.reason());
  }
  fs::remove(file);
}

void Unpacking::remove_all() noexcept {
  boost::system::error_code ignored;
  for (int i = 1; i < next_file_; ++i) {
    std::array<char, 16> own_name{};
    std::snprintf(own_name.data(), own_name.size(), "%06d", i);
    fs::remove(folder_ / own_name.data(), ignored);
  }
}

}  // namespace

std::vector<UnpackedMember> unpack(const fs::path& archive_file, const fs::path& folder,
                                   const UnpackLimits& limits) {
  const Utf8Names utf8_names;
  Unpacking unpacking(folder, limits, fs::file_size(archive_file));
  try {
    unpacking.open(archive_file, "", 1);
  } catch (...) {
    unpacking.remove_all();
    throw;
  }
  return unpacking.take();
}

}  // namespace sohoa
