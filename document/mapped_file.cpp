#include "document/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "document/error.h"

namespace sohoa {

namespace {

Error failed(Reason reason, const std::string& why) {
  return {ErrorKind::document_failed, reason, "pages", why};
}

}  // namespace

MappedFile::MappedFile(const std::string& path)
    : MappedFile(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}

MappedFile::MappedFile(int file) : file_(file) {
  if (file_ < 0)
    throw failed(errno == EACCES ? Reason::no_permission : Reason::not_found,
                 std::string("cannot open the file: ") + std::strerror(errno));
  try {
    map();
  } catch (...) {
    ::close(file_);
    throw;
  }
}

void MappedFile::map() {
  struct stat status {};
  if (::fstat(file_, &status) != 0 || status.st_size == 0)
    throw failed(Reason::empty_file, "the file has no bytes");
  size_ = static_cast<std::size_t>(status.st_size);
  void* mapped = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file_, 0);
  if (mapped == MAP_FAILED)
    throw failed(Reason::internal, std::string("cannot map the file: ") + std::strerror(errno));
  data_ = static_cast<const unsigned char*>(mapped);
}

std::string_view MappedFile::text() const {
  return {reinterpret_cast<const char*>(data_), size_};
}

MappedFile::~MappedFile() {
  ::munmap(const_cast<unsigned char*>(data_), size_);
  ::close(file_);
}

}  // namespace sohoa
