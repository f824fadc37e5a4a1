#include "pipeline/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "document/error.h"
#include "pipeline/message.h"

namespace sohoa {

MappedFile::MappedFile(const std::string& path) {
  const auto fail = [&](Reason reason, const std::string& why) -> Error {
    return {ErrorKind::document_failed, reason, "pages", why};
  };
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.valid())
    throw fail(errno == EACCES ? Reason::no_permission : Reason::not_found,
               std::string("cannot open the file: ") + std::strerror(errno));
  struct stat status {};
  if (::fstat(file.get(), &status) != 0 || status.st_size == 0)
    throw fail(Reason::empty_file, "the file has no bytes");
  size_ = static_cast<std::size_t>(status.st_size);
  void* mapped = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file.get(), 0);
  if (mapped == MAP_FAILED)
    throw fail(Reason::internal, std::string("cannot map the file: ") + std::strerror(errno));
  data_ = static_cast<const unsigned char*>(mapped);
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) ::munmap(const_cast<unsigned char*>(data_), size_);
}

}  // namespace sohoa
