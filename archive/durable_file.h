// Files that are either there in full or not there at all, also after a crash.
//
// Written under a temporary name in the target's folder, synced, moved to the
// final name without replacing anything, and the folder synced. Leftovers of a
// crash are named ".<name>.<random>.part" and are never taken for anything else.
#pragma once

#include <boost/filesystem/path.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "archive/hash.h"

namespace sohoa {

// Owns one file descriptor.
class FileDescriptor {
 public:
  explicit FileDescriptor(int fd = -1) : fd_(fd) {}
  FileDescriptor(FileDescriptor&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  FileDescriptor& operator=(FileDescriptor&& other) noexcept;
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor();
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool valid() const { return fd_ >= 0; }

 private:
  int fd_;
};

// Opens a regular file for reading; links are not followed and pipes never
// block. Throws Error{retry} with not_found, no_permission or not_a_regular_file.
[[nodiscard]] FileDescriptor open_regular_file(const boost::filesystem::path& path,
                                               const std::string& stage);

// Up to `size` bytes, 0 at the end. Throws Error{retry, internal} when the device fails.
[[nodiscard]] std::size_t read_some(int fd, void* buffer, std::size_t size,
                                    const boost::filesystem::path& path, const std::string& stage);

// A whole small file. Throws Error{document_failed, archive_corrupt} beyond `max_bytes`.
[[nodiscard]] std::string read_small_file(const boost::filesystem::path& path,
                                          std::size_t max_bytes, const std::string& stage);

// Makes the folder and its missing parents, each synced into its parent.
void make_durable_folder(const boost::filesystem::path& folder, unsigned mode,
                         const std::string& stage);

// Throws Error{service_broken}, as every writing call here.
void sync_folder(const boost::filesystem::path& folder, const std::string& stage);

// Unlinks the temporary files in `folder` whose writer is dead (it holds a lock
// while it lives).
void remove_leftovers(const boost::filesystem::path& folder);

// The error for a failed system call that was to write: disk_full,
// no_permission, else internal; service_broken in any case.
[[noreturn]] void throw_write_error(int error_number, const std::string& what,
                                    const boost::filesystem::path& path, const std::string& stage);

class DurableFile {
 public:
  // Whether written() is asked for: not where what was written is read back by its own sums.
  enum class Summing { sha256, none };

  // Makes missing parents; they are durable with the file. `mode` is that of the
  // finished file.
  DurableFile(const boost::filesystem::path& target, unsigned mode, std::string stage,
              Summing summing = Summing::sha256);
  // Abandons: removes the temporary file unless commit() was reached.
  ~DurableFile();
  DurableFile(const DurableFile&) = delete;
  DurableFile& operator=(const DurableFile&) = delete;

  void write(const void* data, std::size_t size);

  // Everything written is on the device and out of the cache after this, so
  // that reading temporary_path() reads what the device holds.
  void sync();
  [[nodiscard]] const boost::filesystem::path& temporary_path() const { return temporary_; }
  [[nodiscard]] const Checksums& written() const { return written_; }  // after sync(); no SHA-512

  // Moves to the final name. False: something already stands there and was left alone.
  [[nodiscard]] bool commit();
  // The same, but takes the place of what stands there.
  void commit_replacing();

 private:
  void sync_names();

  boost::filesystem::path target_;
  boost::filesystem::path temporary_;
  std::string stage_;
  unsigned mode_;
  FileDescriptor fd_;
  std::vector<boost::filesystem::path> to_sync_;  // that got a new folder
  long long written_bytes_ = 0;
  long long pushed_bytes_ = 0;  // of them, on their way to the device
  std::optional<Hasher> hasher_;
  Checksums written_;
  bool synced_ = false;
  bool committed_ = false;
};

}  // namespace sohoa
