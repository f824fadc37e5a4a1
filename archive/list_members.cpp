#include "archive/list_members.h"

#include <archive_entry.h>
#include <unistd.h>

#include <ctime>
#include <vector>

#include "archive/archive_input.h"
#include "archive/archive_kinds.h"
#include "document/error.h"
#include "document/vietnamese_text.h"

namespace sohoa {

namespace {

const std::string kStage = "unpack";
constexpr std::size_t kReadSize = 1 << 18;

// "./a" and "a" are the same; zips made on old Windows separate with backslashes.
std::string tidy_name(std::string name, bool zip) {
  if (zip)
    for (char& c : name)
      if (c == '\\') c = '/';
  while (name.starts_with("./")) name.erase(0, 2);
  return to_nfc(name);
}

bool is_system_clutter(const std::string& name) {
  const std::string last = name.substr(name.rfind('/') + 1);
  return name.starts_with("__MACOSX/") || last == ".DS_Store" || last == "Thumbs.db" ||
         last == "desktop.ini";
}

// Office documents and e-books are zips too: recognised by the member that
// their standards put first (ECMA-376-2, 10.1.2.2; ODF 1.2-3, 3.3; OCF 3.2).
bool marks_office_document(const std::string& name, bool first) {
  return name == "[Content_Types].xml" || (first && name == "mimetype");
}

bool begins_as_zip(int file) {
  std::string bytes(kSniffBytes, '\0');
  const ssize_t got = ::pread(file, bytes.data(), bytes.size(), 0);
  bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return is_zip(bytes);
}

MemberKind kind_of(archive_entry* entry, const std::string& name) {
  if (archive_entry_filetype(entry) == AE_IFDIR) return MemberKind::folder;
  if (is_system_clutter(name)) return MemberKind::clutter;
  if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry) != nullptr ||
      archive_entry_symlink(entry) != nullptr)
    return MemberKind::other;
  return MemberKind::file;
}

void hand_out(ArchiveInput& input, std::vector<char>& buffer, MemberSink& sink) {
  Reason failed = Reason::none;
  while (true) {
    std::size_t got = 0;
    try {
      got = input.read(buffer.data(), buffer.size());
    } catch (const Error& error) {
      if (!input.member_failed()) throw;
      failed = error.reason();
    }
    if (got == 0) break;
    sink.bytes(buffer.data(), got);
  }
  sink.end(failed);
}

}  // namespace

void list_members(FileDescriptor file, const std::string& name, MemberSink& sink) {
  const Utf8Names utf8_names;
  const bool zip = begins_as_zip(file.get());
  ArchiveInput input(std::move(file), name, ArchiveFormats::all, kStage);
  std::vector<char> buffer(kReadSize);
  bool first = true;
  while (archive_entry* entry = input.next()) {
    MemberHead head;
    head.name = tidy_name(ArchiveInput::name_of(entry), zip);
    if (zip && marks_office_document(head.name, first))
      throw Error(ErrorKind::document_failed, Reason::unknown_format, kStage,
                  name +
                      " is an office document or e-book, not an archive of scans; print it to "
                      "PDF and bring that");
    first = false;
    head.kind = kind_of(entry, head.name);
    head.encrypted = archive_entry_is_data_encrypted(entry) != 0;
    sink.begin(head);
    const bool has_bytes = head.kind == MemberKind::file || head.kind == MemberKind::other;
    if (has_bytes && !head.encrypted) hand_out(input, buffer, sink);
  }
}

void prepare_list_members() {
  const Utf8Names utf8_names;
  ::tzset();
}

}  // namespace sohoa
