#include "archive/bag_tar.h"

#include <archive.h>
#include <archive_entry.h>

#include <cerrno>
#include <new>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "document/error.h"

namespace sohoa {

namespace {

// What goes to the disk at a time; the bytes are the same whatever it is.
constexpr int kWriteSize = 1 << 18;

}  // namespace

static_assert(std::is_same_v<la_ssize_t, long>);

std::time_t midnight(const std::string& date) {
  std::tm parts{};
  const char* end = strptime(date.c_str(), "%Y-%m-%d", &parts);
  if (date.size() != 10 || end == nullptr || *end != '\0')
    throw std::logic_error("write_bag: the bagging date is not YYYY-MM-DD: " + date);
  return timegm(&parts);
}

void BagTar::Free::operator()(archive* handle) const {
  archive_write_free(handle);
}
void BagTar::Free::operator()(archive_entry* entry) const {
  archive_entry_free(entry);
}

BagTar::BagTar(std::time_t time, Take take)
    : time_(time),
      take_(std::move(take)),
      handle_(archive_write_new()),
      entry_(archive_entry_new()) {
  if (!handle_ || !entry_) throw std::bad_alloc();
  archive_write_set_format_pax_restricted(handle_.get());
  archive_write_set_bytes_per_block(handle_.get(), kWriteSize);
  archive_write_set_bytes_in_last_block(handle_.get(), 1);
  check(archive_write_open(handle_.get(), this, nullptr, take_callback, nullptr));
}

// A tar that was not closed has failed already: freeing writes no more of it.
BagTar::~BagTar() {
  if (!error_) error_ = std::make_exception_ptr(std::logic_error("abandoned"));
}

void BagTar::begin(const std::string& path, unsigned long long bytes) {
  archive_entry_clear(entry_.get());
  archive_entry_set_pathname(entry_.get(), path.c_str());
  archive_entry_set_filetype(entry_.get(), AE_IFREG);
  archive_entry_set_perm(entry_.get(), 0444);
  archive_entry_set_mtime(entry_.get(), time_, 0);
  archive_entry_set_size(entry_.get(), static_cast<la_int64_t>(bytes));
  check(archive_write_header(handle_.get(), entry_.get()));
}

void BagTar::add(const void* data, std::size_t size) {
  if (size == 0) return;
  const la_ssize_t done = archive_write_data(handle_.get(), data, size);
  check(done < 0 ? static_cast<int>(done) : ARCHIVE_OK);
  if (static_cast<std::size_t>(done) != size)
    throw std::logic_error("write_bag: more content than the header said");
}

void BagTar::close() {
  check(archive_write_close(handle_.get()));
}

long BagTar::take_callback(archive* handle, void* client, const void* data, std::size_t size) {
  auto& self = *static_cast<BagTar*>(client);
  if (self.error_) return ARCHIVE_FATAL;
  try {
    self.take_(data, size);
    return static_cast<long>(size);
  } catch (...) {
    self.error_ = std::current_exception();
    archive_set_error(handle, EIO, "the bag cannot be written");
    return ARCHIVE_FATAL;
  }
}

void BagTar::check(int result) {
  if (error_) std::rethrow_exception(error_);
  if (result == ARCHIVE_OK) return;
  const char* text = archive_error_string(handle_.get());
  throw Error(ErrorKind::document_failed, Reason::internal, "keep",
              std::string("libarchive cannot write the bag: ") + (text ? text : "unknown"));
}

}  // namespace sohoa
