// A package as a zip, written by libarchive while its files come.
#pragma once

#include <cstddef>
#include <ctime>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "archive/layout.h"

struct archive;
struct archive_entry;

namespace sohoa {

struct PackagedFile {
  Sha256 sha256;
  unsigned long long bytes = 0;
};

// Names are UTF-8. Texts are deflated, everything else is stored, since PDFs and
// images are compressed already. Not thread-safe; one file at a time. Throws
// Error{service_broken} and what `take` throws.
class PackageZip {
 public:
  using Take = std::function<void(const void*, std::size_t)>;

  // `take` gets the bytes of the zip in order; `time` is that of every member.
  PackageZip(std::time_t time, Take take);
  ~PackageZip();
  PackageZip(const PackageZip&) = delete;
  PackageZip& operator=(const PackageZip&) = delete;

  void put(const std::string& path, std::string_view text);
  // The file's bytes, which must not change meanwhile.
  void put_file(const std::string& path, const fs::path& file);
  // The zip is not whole without it.
  void close();

  [[nodiscard]] const std::map<std::string, PackagedFile>& files() const { return files_; }
  [[nodiscard]] const PackagedFile& last() const { return *last_; }

 private:
  struct Free {
    void operator()(archive* handle) const;
    void operator()(archive_entry* entry) const;
  };
  static long take_callback(archive* handle, void* client, const void* data, std::size_t size);
  void begin(const std::string& path, unsigned long long bytes, bool deflate);
  void add(const void* data, std::size_t size) const;
  void check(long result) const;

  std::time_t time_;
  Take take_;
  std::exception_ptr error_;  // no exception crosses libarchive
  std::unique_ptr<archive, Free> handle_;
  std::unique_ptr<archive_entry, Free> entry_;
  std::map<std::string, PackagedFile> files_;
  const PackagedFile* last_ = nullptr;
};

// Reads a zip back: every member is there once with these bytes, and nothing else.
// Empty: so it is; else the first thing that is not.
[[nodiscard]] std::string check_package(const fs::path& zip,
                                        const std::map<std::string, PackagedFile>& files);

}  // namespace sohoa
