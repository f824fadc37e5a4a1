// Reading archive files with libarchive (tar, zip, 7z): opening, names, errors.
#pragma once

#include <boost/filesystem/path.hpp>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "archive/durable_file.h"

struct archive;
struct archive_entry;

namespace sohoa {

class SealedBagInput;

// While one lives, this thread's character set is UTF-8, whatever the
// process's locale: libarchive converts names through it. Does not nest across threads.
class Utf8Names {
 public:
  Utf8Names();
  ~Utf8Names();
  Utf8Names(const Utf8Names&) = delete;
  Utf8Names& operator=(const Utf8Names&) = delete;

 private:
  void* before_;
};

enum class ArchiveFormats {
  plain_tar,  // a bag: tar, not compressed; decrypted while it is read, where it is encrypted
  all         // zip, 7z, tar with gzip, bzip2, xz or zstd
};

// One open archive file. Use within a Utf8Names and on one thread.
class ArchiveInput {
 public:
  // Called with every byte of the file in order; such a file is read without seeking.
  using Observer = std::function<void(const void*, std::size_t)>;

  // `observer` sees what libarchive reads, `file_observer` the file as it lies on
  // the disk: another thing for an encrypted bag. Throws Error{retry} when the
  // file cannot be opened, {service_broken, key_missing} for an encrypted bag
  // without its key. What the contents are is found by next().
  ArchiveInput(const boost::filesystem::path& file, ArchiveFormats formats, std::string stage,
               Observer observer = nullptr, Observer file_observer = nullptr);
  // The same for a file that is open, at its beginning; `name` is for messages.
  ArchiveInput(FileDescriptor file, const boost::filesystem::path& name, ArchiveFormats formats,
               std::string stage, Observer observer = nullptr, Observer file_observer = nullptr);
  ~ArchiveInput();
  ArchiveInput(const ArchiveInput&) = delete;
  ArchiveInput& operator=(const ArchiveInput&) = delete;

  // The next member's header, null at the end; valid until the next call.
  // Throws Error{document_failed}: archive_damaged, archive_encrypted, unknown_format.
  [[nodiscard]] archive_entry* next();

  // The next bytes of the current member, holes filled with zeros; 0 at its
  // end. Throws Error{document_failed, archive_damaged}; member_failed() then
  // says whether only this member is damaged.
  [[nodiscard]] std::size_t read(void* buffer, std::size_t size);
  [[nodiscard]] bool member_failed() const { return member_failed_; }

  // Lets the observers see what is left behind the end of the archive.
  void drain();

  // UTF-8; bytes that are not UTF-8 are read as code page 437, as the zip
  // specification has it. Empty when the name cannot be told.
  [[nodiscard]] static std::string name_of(archive_entry* entry);

  // For the callbacks that libarchive calls.
  [[nodiscard]] long long fill(const void** data);
  [[nodiscard]] long long skip(long long count);
  [[nodiscard]] long long seek(long long offset, int whence);

 private:
  [[noreturn]] void fail();

  struct Close {
    void operator()(archive* handle) const;
  };
  boost::filesystem::path file_;
  std::string stage_;
  Observer observer_;
  Observer file_observer_;
  FileDescriptor fd_;
  std::unique_ptr<SealedBagInput> sealed_;
  std::vector<char> buffer_;
  std::exception_ptr error_;  // no exception crosses libarchive
  bool opened_ = false;
  bool member_failed_ = false;
  std::unique_ptr<archive, Close> handle_;
};

}  // namespace sohoa
