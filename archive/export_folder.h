// A folder of files for others that is there in full or not at all.
//
// Written as ".<name>.<random>.part" beside its place, every file listed in
// SHA256SUMS as `sha256sum -c` reads it, synced, read back, and only then named.
#pragma once

#include <boost/filesystem/path.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "archive/durable_file.h"
#include "archive/safe_name.h"

namespace sohoa {

struct ExportedFile {
  std::string path;  // inside the folder, parts joined by '/'
  Sha256 sha256;
  unsigned long long bytes = 0;
};

// Not thread-safe. One file is written at a time. Paths are made by the caller of
// parts that safe_file_name gives; others are a std::logic_error. Memory
// grows with the number of files of one folder only.
class ExportFolder {
 public:
  // Clears what dead exports to the same place left. Throws Error{document_failed,
  // already_there} when something stands at `target`, {service_broken} when its
  // parent folder cannot be written.
  explicit ExportFolder(const boost::filesystem::path& target);
  // Abandons: removes what was written, unless commit() was reached.
  ~ExportFolder();
  ExportFolder(const ExportFolder&) = delete;
  ExportFolder& operator=(const ExportFolder&) = delete;

  // Begins a file; false when there is one of this name already. Names that
  // differ only in letter case or normal form count as the same, since they are
  // on the systems that exports are carried to.
  [[nodiscard]] bool begin(const std::string& path);
  void write(const void* data, std::size_t size);
  void write(std::string_view text) { write(text.data(), text.size()); }
  // Ends the file; it will be listed.
  ExportedFile end();
  // The same in two steps, so that the file can be looked at before it counts;
  // drop() takes it away again, at any time until list().
  void end_unlisted();
  ExportedFile list();
  void drop();

  // A whole file. A name that is there already is a std::logic_error.
  ExportedFile put(const std::string& path, std::string_view text);

  // Where the file that was begun, or one that was ended, lies for now.
  [[nodiscard]] boost::filesystem::path path_of(const std::string& path) const;

  [[nodiscard]] unsigned long long bytes() const { return bytes_; }
  [[nodiscard]] long long files() const { return files_; }

  // Everything on the device and read back against SHA256SUMS; nothing can be
  // added after it. The sum of SHA256SUMS itself. Throws Error{service_broken}:
  // bag_mismatch when a file did not read back as written, disk_full….
  [[nodiscard]] Sha256 settle();

  // Names what is settled. Throws Error{document_failed, already_there}, {service_broken}.
  void commit();

 private:
  class Output;
  void read_back() const;

  boost::filesystem::path target_;
  boost::filesystem::path folder_;
  FileDescriptor lock_;
  std::unique_ptr<Output> sums_;
  std::unique_ptr<Output> file_;
  ExportedFile last_;
  std::string names_in_;  // the folder that was written to last
  PathSet names_;         // of the files there
  long long files_ = 0;
  unsigned long long bytes_ = 0;
  bool committed_ = false;
};

}  // namespace sohoa
