// A whole file as bytes, mapped read-only. The file must not shrink meanwhile.
#pragma once

#include <span>
#include <string>

namespace sohoa {

class MappedFile {
 public:
  // Throws Error{document_failed}: empty_file, not_found or no_permission.
  explicit MappedFile(const std::string& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  [[nodiscard]] std::span<const unsigned char> bytes() const { return {data_, size_}; }

 private:
  const unsigned char* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace sohoa
