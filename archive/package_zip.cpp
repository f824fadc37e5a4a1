#include "archive/package_zip.h"

#include <archive.h>
#include <archive_entry.h>

#include <boost/filesystem/operations.hpp>
#include <cerrno>
#include <stdexcept>
#include <vector>

#include "archive/archive_input.h"
#include "archive/durable_file.h"
#include "archive/hash.h"
#include "document/error.h"

namespace sohoa {

namespace {

const std::string kStage = "export";
constexpr std::size_t kReadSize = 1 << 18;

Error broken(const std::string& why) {
  return {ErrorKind::service_broken, Reason::internal, kStage, "cannot write the package: " + why};
}

}  // namespace

void PackageZip::Free::operator()(archive* handle) const {
  archive_write_free(handle);
}
void PackageZip::Free::operator()(archive_entry* entry) const {
  archive_entry_free(entry);
}

PackageZip::PackageZip(std::time_t time, Take take)
    : time_(time),
      take_(std::move(take)),
      handle_(archive_write_new()),
      entry_(archive_entry_new()) {
  if (!handle_ || !entry_) throw std::bad_alloc();
  check(archive_write_set_format_zip(handle_.get()));
  check(archive_write_set_options(handle_.get(), "zip:hdrcharset=UTF-8"));
  check(archive_write_set_bytes_in_last_block(handle_.get(), 1));
  check(archive_write_open(handle_.get(), this, nullptr, take_callback, nullptr));
}

PackageZip::~PackageZip() {
  // Freeing closes, and closing would write on.
  if (handle_) archive_write_fail(handle_.get());
}

long PackageZip::take_callback(archive* handle, void* client, const void* data, std::size_t size) {
  auto* zip = static_cast<PackageZip*>(client);
  try {
    zip->take_(data, size);
    return static_cast<long>(size);
  } catch (...) {
    zip->error_ = std::current_exception();
    archive_set_error(handle, EIO, "stopped");
    return -1;
  }
}

void PackageZip::check(long result) const {
  if (error_) std::rethrow_exception(error_);
  if (result < ARCHIVE_OK) throw broken(archive_error_string(handle_.get()));
}

void PackageZip::begin(const std::string& path, unsigned long long bytes, bool deflate) {
  const Utf8Names utf8_names;
  const auto [place, is_new] = files_.try_emplace(path);
  if (!is_new) throw std::logic_error("package: twice the path " + path);
  place->second.bytes = bytes;
  last_ = &place->second;
  archive_entry_clear(entry_.get());
  archive_entry_set_pathname(entry_.get(), path.c_str());
  archive_entry_set_filetype(entry_.get(), AE_IFREG);
  archive_entry_set_perm(entry_.get(), 0644);
  archive_entry_set_mtime(entry_.get(), time_, 0);
  archive_entry_set_size(entry_.get(), static_cast<la_int64_t>(bytes));
  check(deflate ? archive_write_zip_set_compression_deflate(handle_.get())
                : archive_write_zip_set_compression_store(handle_.get()));
  check(archive_write_header(handle_.get(), entry_.get()));
}

void PackageZip::add(const void* data, std::size_t size) const {
  const la_ssize_t done = archive_write_data(handle_.get(), data, size);
  check(static_cast<long>(done));
  if (static_cast<std::size_t>(done) != size) throw broken("a member is longer than it was said");
}

void PackageZip::put(const std::string& path, std::string_view text) {
  begin(path, text.size(), true);
  add(text.data(), text.size());
  check(archive_write_finish_entry(handle_.get()));
  files_.at(path).sha256 = hash_bytes(text).sha256;
}

void PackageZip::put_file(const std::string& path, const fs::path& file) {
  begin(path, fs::file_size(file), false);
  const FileDescriptor fd = open_regular_file(file, kStage);
  Hasher hasher(HashKinds::sha256);
  std::vector<char> buffer(kReadSize);
  while (const std::size_t got = read_some(fd.get(), buffer.data(), buffer.size(), file, kStage)) {
    hasher.add(buffer.data(), got);
    add(buffer.data(), got);
  }
  check(archive_write_finish_entry(handle_.get()));
  const Checksums sums = hasher.finish();
  if (sums.bytes != files_.at(path).bytes)
    throw broken(file.string() + " changed while it was read");
  files_.at(path).sha256 = sums.sha256;
}

void PackageZip::close() {
  const Utf8Names utf8_names;
  check(archive_write_close(handle_.get()));
  handle_.reset();
}

std::string check_package(const fs::path& zip, const std::map<std::string, PackagedFile>& files) {
  const Utf8Names utf8_names;
  std::size_t seen = 0;
  try {
    ArchiveInput input(zip, ArchiveFormats::all, kStage);
    std::vector<char> buffer(kReadSize);
    while (archive_entry* entry = input.next()) {
      const std::string name = ArchiveInput::name_of(entry);
      const auto expected = files.find(name);
      if (expected == files.end()) return name + " is in it and was not put there";
      Hasher hasher(HashKinds::sha256);
      while (const std::size_t got = input.read(buffer.data(), buffer.size()))
        hasher.add(buffer.data(), got);
      if (hasher.finish().sha256 != expected->second.sha256) return name + " has other bytes";
      ++seen;
    }
  } catch (const Error& error) {
    return error.message();
  }
  return seen == files.size() ? "" : "a member is missing";
}

}  // namespace sohoa
