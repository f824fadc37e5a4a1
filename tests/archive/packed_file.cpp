#include "tests/archive/packed_file.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

#include <memory>
#include <stdexcept>

namespace sohoa {

namespace {

struct Free {
  void operator()(archive* handle) const { archive_write_free(handle); }
  void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};

void expect(archive* handle, int result) {
  if (result == ARCHIVE_OK || result == ARCHIVE_WARN) return;
  const char* text = archive_error_string(handle);
  throw std::runtime_error(std::string("cannot pack: ") + (text != nullptr ? text : "unknown"));
}

void choose(archive* handle, Packing packing) {
  switch (packing) {
    case Packing::zip_stored:
    case Packing::zip:
      expect(handle, archive_write_set_format_zip(handle));
      if (packing == Packing::zip_stored) archive_write_zip_set_compression_store(handle);
      return;
    case Packing::seven_zip:
      expect(handle, archive_write_set_format_7zip(handle));
      return;
    case Packing::tar_gz:
      expect(handle, archive_write_add_filter_gzip(handle));
      break;
    case Packing::tar_bz2:
      expect(handle, archive_write_add_filter_bzip2(handle));
      break;
    case Packing::tar_xz:
      expect(handle, archive_write_add_filter_xz(handle));
      break;
    case Packing::tar_zstd:
      expect(handle, archive_write_add_filter_zstd(handle));
      break;
    case Packing::tar:
      break;
  }
  expect(handle, archive_write_set_format_pax_restricted(handle));
  archive_write_set_bytes_in_last_block(handle, 1);
}

void describe(archive_entry* entry, const PackedEntry& given) {
  archive_entry_set_pathname(entry, given.name.c_str());
  archive_entry_set_perm(entry, 0644);
  archive_entry_set_mtime(entry, 1'700'000'000, 0);
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_entry_set_size(entry, 0);
  switch (given.kind) {
    case PackedKind::file:
      archive_entry_set_size(entry, static_cast<la_int64_t>(given.content.size()));
      break;
    case PackedKind::folder:
      archive_entry_set_filetype(entry, AE_IFDIR);
      break;
    case PackedKind::symlink:
      archive_entry_set_filetype(entry, AE_IFLNK);
      archive_entry_set_symlink(entry, given.content.c_str());
      break;
    case PackedKind::hardlink:
      archive_entry_set_hardlink(entry, given.content.c_str());
      break;
    case PackedKind::fifo:
      archive_entry_set_filetype(entry, AE_IFIFO);
      break;
  }
}

}  // namespace

void pack(const boost::filesystem::path& file, Packing packing,
          const std::vector<PackedEntry>& entries, const std::string& password) {
  const locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  const locale_t before = uselocale(utf8);
  const std::unique_ptr<archive, Free> handle(archive_write_new());
  choose(handle.get(), packing);
  if (!password.empty()) {
    expect(handle.get(), archive_write_set_options(handle.get(), "zip:encryption=traditional"));
    expect(handle.get(), archive_write_set_passphrase(handle.get(), password.c_str()));
  }
  expect(handle.get(), archive_write_open_filename(handle.get(), file.c_str()));
  for (const PackedEntry& given : entries) {
    const std::unique_ptr<archive_entry, Free> entry(archive_entry_new());
    describe(entry.get(), given);
    expect(handle.get(), archive_write_header(handle.get(), entry.get()));
    if (given.kind == PackedKind::file && !given.content.empty())
      archive_write_data(handle.get(), given.content.data(), given.content.size());
  }
  expect(handle.get(), archive_write_close(handle.get()));
  uselocale(before);
  freelocale(utf8);
}

}  // namespace sohoa
