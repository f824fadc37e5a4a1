// verify, second part: is everything there that must be, and nothing else?
#include <fcntl.h>
#include <sys/file.h>

#include <boost/filesystem.hpp>

#include "archive/copy_marker.h"
#include "archive/durable_file.h"
#include "archive/fonds_keys.h"
#include "archive/ledger_line.h"
#include "archive/store.h"
#include "pipeline/destroy.h"
#include "pipeline/verify_parts.h"

namespace sohoa {

namespace {

constexpr int kFilesAtOnce = 1000;

// sohoa copy takes away what the archive destroyed, and keys that were changed,
// before the ledger comes that says so.
bool awaits_its_line(const ArchiveLayout& copy, const std::string& path) {
  const fs::path file = copy.root() / path;
  const std::optional<BagPlace> bag = copy.parse_bag(file);
  if (bag) return find_destroyed(copy, bag->id).has_value();
  return is_fonds_key_name(file.filename().string()) &&
         is_encrypted_fonds(copy, file.parent_path().filename().string());
}

class ListedCheck {
 public:
  ListedCheck(const ArchiveLayout& layout, bool is_copy, const Clock& clock, FixityRecord& record,
              LedgerNews& news, FindingSink& findings)
      : layout_(layout),
        is_copy_(is_copy),
        clock_(clock),
        record_(record),
        news_(news),
        findings_(findings) {}

  // Missing, or of another length; such a file is looked at more closely at once.
  void run() {
    std::string after;
    for (auto files = record_.files(after, kFilesAtOnce); !files.empty();
         files = record_.files(after, kFilesAtOnce)) {
      std::vector<FixityFile> looked_at;
      for (FixityFile& file : files)
        if (!has_its_length(file)) looked_at.push_back(look_at(std::move(file)));
      after = last_path_;
      if (!looked_at.empty()) record_.note(looked_at);
    }
  }

 private:
  bool has_its_length(const FixityFile& file) {
    last_path_ = file.path;
    const fs::path path = layout_.root() / file.path;
    boost::system::error_code error;
    return fs::symlink_status(path, error).type() == fs::regular_file &&
           fs::file_size(path, error) == file.bytes && !error;
  }

  FixityFile look_at(FixityFile file) {
    const FixityOutcome outcome = check_listed_file(layout_, file, FixityDepth::regular, news_);
    file.checked_at = exact_time(clock_());
    file.finding = outcome.detail;
    if (outcome.state == FixityState::whole) return file;
    if (is_copy_ && outcome.state == FixityState::missing && awaits_its_line(layout_, file.path))
      findings_.add(FindingKind::copy_unfinished, file.path, "taken away; its line is to come");
    else
      findings_.add(finding_kind(outcome.state), file.path, outcome.detail);
    return file;
  }

  const ArchiveLayout& layout_;
  const bool is_copy_;
  const Clock& clock_;
  FixityRecord& record_;
  LedgerNews& news_;
  FindingSink& findings_;
  std::string last_path_;
};

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
  StrayCheck(const ArchiveLayout& layout, bool is_copy, bool ledger_whole,
             const FixityRecord& record, LedgerNews& news, FindingSink& findings)
      : layout_(layout),
        is_copy_(is_copy),
        ledger_whole_(ledger_whole),
        record_(record),
        news_(news),
        findings_(findings) {}

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

  // Last: by now the lines have come of what was written while the walk went on.
  void tell_unlisted(bool alone) {
    for (const fs::path& path : unlisted_) {
      const std::string name = path.lexically_relative(layout_.root()).string();
      if (news_.written(name) || !fs::exists(fs::symlink_status(path))) continue;
      if (is_copy_)
        findings_.add(FindingKind::copy_unfinished, name, "the copy's ledger does not name it yet");
      else if (alone || !may_be_in_the_making(layout_, path))
        findings_.add(FindingKind::file_unlisted, name, "no line of the ledger names it");
    }
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
    unlisted_.push_back(path);
  }

  const ArchiveLayout& layout_;
  const bool is_copy_;
  const bool ledger_whole_;
  const FixityRecord& record_;
  LedgerNews& news_;
  FindingSink& findings_;
  std::vector<fs::path> unlisted_;
};

}  // namespace

void verify_presence(const ArchiveLayout& layout, bool ledger_whole, bool alone, const Clock& clock,
                     FixityRecord& record, LedgerNews& news, FindingSink& findings) {
  const bool is_copy = read_copy_marker(layout.root()).has_value();
  ListedCheck(layout, is_copy, clock, record, news, findings).run();
  StrayCheck strays(layout, is_copy, ledger_whole, record, news, findings);
  strays.store();
  strays.listed_only(layout.failed().parent_path());
  strays.listed_only(layout.papers());
  strays.ledger();
  strays.tell_unlisted(alone);
}

}  // namespace sohoa
