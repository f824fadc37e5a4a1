// verify, second part: is everything there that must be, and nothing else?
#include <fcntl.h>
#include <sys/file.h>

#include <boost/filesystem.hpp>

#include "archive/durable_file.h"
#include "archive/ledger_line.h"
#include "archive/store.h"
#include "pipeline/destroy.h"
#include "pipeline/verify_parts.h"

namespace sohoa {

namespace {

constexpr int kFilesAtOnce = 1000;

// Missing, or of another length; such a file is looked at more closely at once.
void check_listed(const ArchiveLayout& layout, const Clock& clock, FixityRecord& record,
                  FindingSink& findings) {
  std::string after;
  for (auto files = record.files(after, kFilesAtOnce); !files.empty();
       files = record.files(after, kFilesAtOnce)) {
    std::vector<FixityFile> wrong;
    for (FixityFile& file : files) {
      const fs::path path = layout.root() / file.path;
      boost::system::error_code error;
      const bool regular = fs::symlink_status(path, error).type() == fs::regular_file;
      if (regular && fs::file_size(path, error) == file.bytes && !error) continue;
      const FixityOutcome outcome = check_stored_file(path, file.sha256, file.bytes);
      if (outcome.state == FixityState::whole) continue;
      findings.add(finding_kind(outcome.state), file.path, outcome.detail);
      file.checked_at = exact_time(clock());
      file.finding = outcome.detail;
      wrong.push_back(file);
    }
    after = files.back().path;
    if (!wrong.empty()) record.note(wrong);
  }
}

bool is_leftover(const fs::path& file) {
  const std::string name = file.filename().string();
  return name.starts_with('.') && name.ends_with(".part");
}

// Its writer holds a lock while it lives.
bool is_being_written(const fs::path& file) {
  const FileDescriptor fd(::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  return fd.valid() && ::flock(fd.get(), LOCK_SH | LOCK_NB) != 0;
}

class StrayCheck {
 public:
  StrayCheck(const ArchiveLayout& layout, bool ledger_whole, const FixityRecord& record,
             FindingSink& findings)
      : layout_(layout), ledger_whole_(ledger_whole), record_(record), findings_(findings) {}

  void store() {
    StoreWalk walk(layout_);
    while (const std::optional<StoreEntry> entry = walk.next()) {
      if (entry->kind == StoreEntryKind::strange)
        find(FindingKind::strange_file, entry->path, "has no place in the store");
      else
        file(entry->path);
    }
  }

  // Every file below the folder must be listed.
  void listed_only(const fs::path& folder) {
    boost::system::error_code none;
    for (fs::recursive_directory_iterator entry(folder, none), end; !none && entry != end;
         entry.increment(none))
      if (fs::symlink_status(entry->path()).type() != fs::directory_file) file(entry->path());
  }

  void ledger() {
    boost::system::error_code none;
    for (fs::directory_iterator entry(ledger_folder(layout_), none), end; !none && entry != end;
         entry.increment(none)) {
      const fs::path& path = entry->path();
      const std::string name = path.filename().string();
      if (name == "head" || name == ".lock" || name == "anchors") continue;
      if (is_leftover(path))
        file(path);
      else if (path.extension() != ".jsonl" || name.size() != 10)
        find(FindingKind::strange_file, path, "has no place beside the ledger");
    }
    listed_only(ledger_folder(layout_) / "anchors");
  }

 private:
  void find(FindingKind kind, const fs::path& path, const std::string& detail) {
    findings_.add(kind, path.lexically_relative(layout_.root()).string(), detail);
  }

  void file(const fs::path& path) {
    if (is_leftover(path)) {
      if (!is_being_written(path)) find(FindingKind::leftover, path, "its writer is gone");
      return;
    }
    if (!ledger_whole_ || path == layout_.sealing_public_key()) return;
    if (record_.find(path.lexically_relative(layout_.root()).string())) return;
    const std::optional<BagPlace> bag = layout_.parse_bag(path);
    if (bag && find_destroyed(layout_, bag->id)) return;  // verify_disposals tells it
    if (!may_be_in_the_making(layout_, path))
      find(FindingKind::file_unlisted, path, "no line of the ledger names it");
  }

  const ArchiveLayout& layout_;
  const bool ledger_whole_;
  const FixityRecord& record_;
  FindingSink& findings_;
};

}  // namespace

void verify_presence(const ArchiveLayout& layout, bool ledger_whole, const Clock& clock,
                     FixityRecord& record, FindingSink& findings) {
  check_listed(layout, clock, record, findings);
  StrayCheck strays(layout, ledger_whole, record, findings);
  strays.store();
  strays.listed_only(layout.failed().parent_path());
  strays.listed_only(layout.papers());
  strays.ledger();
}

}  // namespace sohoa
