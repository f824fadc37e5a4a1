#include "archive/archive_input.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <unistd.h>
#include <clocale>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include "archive/sealed_bag.h"
#include "document/error.h"
#include "document/vietnamese_text.h"

namespace sohoa {

namespace {

constexpr std::size_t kReadSize = 1 << 18;

// 0x80 to 0xFF of IBM code page 437.
constexpr std::u32string_view kCodePage437 =
    U"ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌"
    U"█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00A0";
static_assert(kCodePage437.size() == 128);

locale_t utf8_locale() {
  static const locale_t made = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  if (made == nullptr)
    throw Error(ErrorKind::service_broken, Reason::missing_component, "archive",
                "the locale C.UTF-8 is missing; install libc-bin");
  return made;
}

bool is_utf8(std::string_view bytes) {
  return to_utf8(to_code_points(bytes)) == bytes;
}

std::string from_code_page_437(std::string_view bytes) {
  std::u32string points;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    points += byte < 0x80 ? byte : kCodePage437[byte - 0x80U];
  }
  return to_utf8(points);
}

ArchiveInput& input_of(void* client) {
  return *static_cast<ArchiveInput*>(client);
}

la_ssize_t fill_callback(archive*, void* client, const void** data) {
  return input_of(client).fill(data);
}
la_int64_t skip_callback(archive*, void* client, la_int64_t count) {
  return input_of(client).skip(count);
}
la_int64_t seek_callback(archive*, void* client, la_int64_t offset, int whence) {
  return input_of(client).seek(offset, whence);
}

void allow(archive* handle, ArchiveFormats formats) {
  archive_read_support_format_tar(handle);
  if (formats == ArchiveFormats::plain_tar) return;
  archive_read_support_format_zip(handle);
  archive_read_support_format_7zip(handle);
  archive_read_support_filter_gzip(handle);
  archive_read_support_filter_bzip2(handle);
  archive_read_support_filter_xz(handle);
  archive_read_support_filter_zstd(handle);
}

}  // namespace

Utf8Names::Utf8Names() : before_(uselocale(utf8_locale())) {}

Utf8Names::~Utf8Names() {
  uselocale(static_cast<locale_t>(before_));
}

void ArchiveInput::Close::operator()(archive* handle) const {
  archive_read_free(handle);
}

ArchiveInput::ArchiveInput(const boost::filesystem::path& file, ArchiveFormats formats,
                           std::string stage, Observer observer, Observer file_observer)
    : ArchiveInput(open_regular_file(file, stage), file, formats, stage, std::move(observer),
                   std::move(file_observer)) {}

ArchiveInput::ArchiveInput(FileDescriptor file, const boost::filesystem::path& name,
                           ArchiveFormats formats, std::string stage, Observer observer,
                           Observer file_observer)
    : file_(name),
      stage_(std::move(stage)),
      observer_(std::move(observer)),
      file_observer_(std::move(file_observer)),
      fd_(std::move(file)),
      buffer_(kReadSize),
      handle_(archive_read_new()) {
  if (!handle_) throw std::bad_alloc();
  if (formats == ArchiveFormats::plain_tar && is_sealed_bag(fd_))
    sealed_ = std::make_unique<SealedBagInput>(fd_, file_, stage_, file_observer_);
  archive* const handle = handle_.get();
  allow(handle, formats);
  archive_read_set_read_callback(handle, fill_callback);
  if (!observer_ && !file_observer_ && !sealed_) {
    archive_read_set_skip_callback(handle, skip_callback);
    archive_read_set_seek_callback(handle, seek_callback);
  }
  archive_read_set_callback_data(handle, this);
}

ArchiveInput::~ArchiveInput() = default;

archive_entry* ArchiveInput::next() {
  if (!opened_ && archive_read_open1(handle_.get()) != ARCHIVE_OK) fail();
  opened_ = true;
  archive_entry* entry = nullptr;
  const int result = archive_read_next_header(handle_.get(), &entry);
  if (result == ARCHIVE_EOF) return nullptr;
  if (result != ARCHIVE_OK && result != ARCHIVE_WARN) fail();
  return entry;
}

std::size_t ArchiveInput::read(void* buffer, std::size_t size) {
  const la_ssize_t got = archive_read_data(handle_.get(), buffer, size);
  if (got >= 0) return static_cast<std::size_t>(got);
  member_failed_ = got != ARCHIVE_FATAL;
  fail();
}

void ArchiveInput::drain() {
  const void* data = nullptr;
  while (fill(&data) > 0) continue;
  if (error_) std::rethrow_exception(error_);
}

std::string ArchiveInput::name_of(archive_entry* entry) {
  const char* name = archive_entry_pathname(entry);
  if (name == nullptr) return {};
  return is_utf8(name) ? std::string(name) : from_code_page_437(name);
}

long long ArchiveInput::fill(const void** data) {
  try {
    std::string_view got;
    if (sealed_) {
      got = sealed_->next();
    } else {
      got = {buffer_.data(), read_some(fd_.get(), buffer_.data(), buffer_.size(), file_, stage_)};
      if (file_observer_) file_observer_(got.data(), got.size());
    }
    if (observer_) observer_(got.data(), got.size());
    *data = got.data();
    return static_cast<long long>(got.size());
  } catch (...) {
    error_ = std::current_exception();
    archive_set_error(handle_.get(), EIO, "the file cannot be read");
    return ARCHIVE_FATAL;
  }
}

long long ArchiveInput::skip(long long count) {
  // Skipping past the end must stay visible as truncation, so the last step is read.
  const off_t here = lseek(fd_.get(), 0, SEEK_CUR);
  const off_t end = lseek(fd_.get(), 0, SEEK_END);
  const off_t target = here + count;
  if (here < 0 || end < 0 || target > end) {
    lseek(fd_.get(), here, SEEK_SET);
    return 0;
  }
  return lseek(fd_.get(), target, SEEK_SET) == target ? count : 0;
}

long long ArchiveInput::seek(long long offset, int whence) {
  const off_t at = lseek(fd_.get(), offset, whence);
  return at < 0 ? ARCHIVE_FATAL : at;
}

void ArchiveInput::fail() {
  if (error_) std::rethrow_exception(error_);
  archive* const handle = handle_.get();
  const char* text = archive_error_string(handle);
  const std::string detail = text != nullptr ? text : "unknown";
  Reason reason = Reason::archive_damaged;
  // Told by its words: libarchive 3.6 crashes when asked whether there are
  // encrypted entries in what has no known format.
  if (detail.find("ncrypted") != std::string::npos) reason = Reason::archive_encrypted;
  if (detail.find("Unrecognized archive format") != std::string::npos)
    reason = Reason::unknown_format;
  throw Error(ErrorKind::document_failed, reason, stage_,
              "cannot unpack " + file_.filename().string() + ": " + detail);
}

}  // namespace sohoa
