#include "archive/ledger_head.h"

#include <fcntl.h>
#include <sys/file.h>

#include <boost/filesystem/operations.hpp>
#include <cerrno>
#include <charconv>

#include "archive/ledger_line.h"
#include "document/error.h"

namespace sohoa {

namespace {

const std::string kStage = "ledger";
constexpr std::string_view kMagic = "sohoa-ledger-head 1 ";
constexpr std::size_t kSum = 64;
constexpr std::size_t kCheck = 16;
constexpr std::size_t kMaxHead = 256;

fs::path lock_file(const ArchiveLayout& layout) {
  return ledger_folder(layout) / ".lock";
}

void wait_for(const FileDescriptor& fd, int kind, const fs::path& path) {
  while (flock(fd.get(), kind) != 0)
    if (errno != EINTR) throw_write_error(errno, "cannot lock", path, kStage);
}

}  // namespace

FileDescriptor lock_ledger_to_append(const ArchiveLayout& layout) {
  const fs::path path = lock_file(layout);
  FileDescriptor fd(open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644));
  if (!fd.valid()) throw_write_error(errno, "cannot open", path, kStage);
  wait_for(fd, LOCK_EX, path);
  return fd;
}

FileDescriptor lock_ledger_to_read(const ArchiveLayout& layout) {
  const fs::path path = lock_file(layout);
  FileDescriptor fd(open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  if (fd.valid()) wait_for(fd, LOCK_SH, path);
  return fd;
}

fs::path ledger_head_file(const ArchiveLayout& layout) {
  return ledger_folder(layout) / "head";
}

std::string spell_noted_head(const LedgerHead& head) {
  const std::string text =
      std::string(kMagic) + std::to_string(head.seq) + " " + head.line.hex + " ";
  return text + ledger_line_sum(text).substr(0, kCheck) + "\n";
}

std::optional<LedgerHead> parse_noted_head(std::string_view text) {
  if (!text.starts_with(kMagic)) return std::nullopt;
  LedgerHead head;
  const char* const end = text.data() + text.size();
  const char* const after = std::from_chars(text.data() + kMagic.size(), end, head.seq).ptr;
  if (static_cast<std::size_t>(end - after) != kSum + kCheck + 3) return std::nullopt;
  head.line.hex.assign(after + 1, kSum);
  if (spell_noted_head(head) != text) return std::nullopt;
  return head;
}

NotedHead read_noted_head(const ArchiveLayout& layout) {
  const fs::path file = ledger_head_file(layout);
  boost::system::error_code ignored;
  if (fs::symlink_status(file, ignored).type() == fs::file_not_found) return {};
  try {
    const auto head = parse_noted_head(read_small_file(file, kMaxHead, kStage));
    if (head) return {NotedHeadState::good, *head};
  } catch (const Error&) {
    // Too long, a link or a folder: not a head.
  }
  return {NotedHeadState::damaged, {}};
}

void write_noted_head(const ArchiveLayout& layout, const LedgerHead& head) {
  const std::string text = spell_noted_head(head);
  DurableFile file(ledger_head_file(layout), 0644, kStage);
  file.write(text.data(), text.size());
  file.commit_replacing();
}

}  // namespace sohoa
