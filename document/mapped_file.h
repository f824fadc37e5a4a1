// A whole file as bytes, mapped read-only. The file must not shrink meanwhile:
// reading what is gone ends the process (SIGBUS), so map what nobody else writes.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace sohoa {

class MappedFile {
 public:
  // Throws Error{document_failed}: empty_file, not_found or no_permission.
  explicit MappedFile(const std::string& path);
  // Takes `file`, a descriptor open for reading, as its own.
  explicit MappedFile(int file);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  [[nodiscard]] std::span<const unsigned char> bytes() const { return {data_, size_}; }
  [[nodiscard]] std::string_view text() const;  // the same bytes
  // The open descriptor; its position is nobody's.
  [[nodiscard]] int file() const { return file_; }

 private:
  void map();

  int file_ = -1;
  const unsigned char* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace sohoa
