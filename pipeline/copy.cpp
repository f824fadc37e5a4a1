#include "pipeline/copy.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <boost/filesystem.hpp>
#include <memory>

#include "archive/hash.h"
#include "archive/ledger.h"
#include "archive/ledger_copy.h"
#include "archive/ledger_head.h"
#include "archive/safe_copy.h"
#include "archive/safe_name.h"
#include "document/error.h"
#include "pipeline/actor.h"
#include "pipeline/verify_parts.h"

namespace sohoa {

namespace {

using Steady = std::chrono::steady_clock;

const std::string kStage = "copy";
constexpr int kFilesAtOnce = 500;
constexpr std::chrono::seconds kNoteEvery{2};

[[noreturn]] void refuse(const std::string& message) {
  throw Error(ErrorKind::service_broken, Reason::bad_settings, kStage, message);
}

bool lies_in(const fs::path& inner, const fs::path& outer) {
  const fs::path way = inner.lexically_relative(outer);
  return !way.empty() && *way.begin() != "..";
}

bool is_one_device(const fs::path& a, const fs::path& b) {
  struct stat first {};
  struct stat second {};
  return stat(a.c_str(), &first) == 0 && stat(b.c_str(), &second) == 0 &&
         first.st_dev == second.st_dev;
}

// But for what a copy that was killed before its first file may have left.
bool holds_nothing(const fs::path& folder) {
  remove_leftovers(folder);
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    if (entry.path().filename() != "lost+found" && entry.path().filename() != ".lock") return false;
  return true;
}

FileDescriptor lock_copy(const fs::path& folder) {
  const fs::path path = folder / ".lock";
  FileDescriptor lock(::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644));
  if (!lock.valid()) throw_write_error(errno, "cannot open", path, kStage);
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0)
    refuse(folder.string() +
           " is being brought up to date or verified by another sohoa; wait until it is done");
  return lock;
}

class CopyRun {
 public:
  CopyRun(const ArchiveLayout& layout, const CopyOptions& options, const VerifyWatch& watch,
          const Clock& clock)
      : home_(layout),
        there_(fs::absolute(options.to).lexically_normal()),
        options_(options),
        watch_(watch),
        clock_(clock),
        findings_(watch),
        home_record_(layout.fixity().string()) {}

  CopyReport run() {
    const auto start = Steady::now();
    started_at_ = iso_time(clock_());
    mend_torn_line(home_, started_at_, acting_user());
    const CopyMarker marker = open_folder();
    const FileDescriptor lock = lock_copy(there_.root());
    record_ = std::make_unique<FixityRecord>(there_.fixity().string());
    report_.copy = marker.copy;
    report_.same_device = is_one_device(home_.root(), there_.root());
    const LedgerHead end = list_files();
    note_begun();
    make_folders();
    require_space();
    copy_files();
    copy_settings();
    remove_destroyed();
    copy_ledger(home_, there_, end);
    report_.seq = end.seq;
    report_.seconds = std::chrono::duration<double>(Steady::now() - start).count();
    write_down(end);
    return report_;
  }

 private:
  // The marker of a folder that is this archive's copy, or becomes one now.
  CopyMarker open_folder() {
    const fs::path& root = there_.root();
    const fs::path home = fs::absolute(home_.root()).lexically_normal();
    if (lies_in(root, home) || lies_in(home, root))
      refuse(root.string() + " and the archive lie in one another; choose another folder");
    const std::string identity = archive_identity(home_);
    if (identity.empty()) refuse("the archive has no ledger yet; take something in first");
    if (auto marker = read_copy_marker(root)) {
      if (!has_identity(home_, marker->archive))
        refuse(root.string() + " is a copy of another archive; choose another folder");
      return *marker;
    }
    for (const KnownCopy& known : known_copies(home_, home_record_)) {
      if (known.path != root.string()) continue;
      if (!options_.begin_anew)
        refuse(root.string() +
               " held a copy and holds none now: connect its disk; "
               "if it is lost, begin anew with --new");
      home_record_.forget_copy(known.id);
    }
    if (fs::exists(root) && !holds_nothing(root))
      refuse(root.string() + " is neither empty nor a copy of this archive; choose another folder");
    make_durable_folder(root, 0777, kStage);
    const CopyMarker marker = new_copy_marker(identity, started_at_);
    write_copy_marker(root, marker);
    return marker;
  }

  // The ledger's list into the copy's record. The copy's own lines must be the
  // beginning of the archive's.
  LedgerHead list_files() {
    const NotedHead noted = read_noted_head(there_);
    std::string at_noted;
    const LedgerState state = verify_ledger(home_, {}, *record_, exact_time(clock_()), findings_,
                                            [&](const LedgerLine& line, const LedgerHead& head) {
                                              if (noted.head.seq == head.seq)
                                                at_noted = head.line.hex;
                                              for (const std::string& path : line.entry.removed)
                                                removed_.push_back(path);
                                            });
    if (!state.findings.empty())
      throw Error(ErrorKind::service_broken, Reason::archive_corrupt, kStage,
                  "the archive's ledger is damaged (" + state.findings.front() +
                      "); nothing was copied; run sohoa verify and sohoa repair --from a copy");
    if (noted.state == NotedHeadState::good && at_noted != noted.head.line.hex)
      throw Error(ErrorKind::service_broken, Reason::archive_corrupt, kStage,
                  "the copy's ledger goes up to line " + std::to_string(noted.head.seq) +
                      " and is not the beginning of the archive's; nothing was copied; "
                      "run sohoa repair --from " +
                      there_.root().string());
    return state.head;
  }

  void make_folders() const {
    make_durable_folder(there_.store(), 0777, kStage);
    for (const fs::path& folder : {there_.failed().parent_path(), there_.failed(), there_.secret()})
      make_durable_folder(folder, 0700, kStage);
  }

  void note_begun() {
    KnownCopy known = known_copy();
    known.started_at = started_at_;
    home_record_.put_copy(known);
  }

  [[nodiscard]] KnownCopy known_copy() const {
    for (KnownCopy& known : home_record_.copies())
      if (known.id == report_.copy) {
        known.path = there_.root().string();
        return known;
      }
    KnownCopy known;
    known.id = report_.copy;
    known.path = there_.root().string();
    return known;
  }

  void for_each_file(const std::function<void(const FixityFile&)>& take) const {
    std::string after;
    for (auto files = record_->files(after, kFilesAtOnce); !files.empty();
         files = record_->files(after, kFilesAtOnce)) {
      for (const FixityFile& file : files) take(file);
      after = files.back().path;
    }
  }

  [[nodiscard]] bool stands_there(const FixityFile& file) const {
    boost::system::error_code error;
    const fs::path path = there_.root() / file.path;
    return fs::symlink_status(path, error).type() == fs::regular_file &&
           fs::file_size(path, error) == file.bytes;
  }

  void require_space() {
    unsigned long long needed = 0;
    for_each_file([&](const FixityFile& file) {
      total_bytes_ += file.bytes;
      if (!stands_there(file)) needed += file.bytes;
    });
    const unsigned long long free = fs::space(there_.root()).available;
    if (needed > free)
      throw Error(ErrorKind::service_broken, Reason::disk_full, kStage,
                  there_.root().string() + " has " + std::to_string(free) + " bytes free, " +
                      std::to_string(needed) + " are needed; nothing was copied");
  }

  void copy_files() {
    try {
      for_each_file([&](const FixityFile& file) { bring(file); });
    } catch (...) {
      note();
      throw;
    }
    note();
  }

  void bring(FixityFile file) {
    if (watch_.stop != nullptr && watch_.stop->load())
      throw Error(ErrorKind::retry, Reason::interrupted, kStage,
                  "stopped after " + std::to_string(report_.files) + " files");
    const bool known_good = !file.checked_at.empty() && file.finding.empty();
    const bool there = stands_there(file);
    if (!(there && known_good && !options_.check)) {
      file.finding = there && is_whole_there(file) ? "" : fetch(file);
      file.checked_at = exact_time(clock_());
      noted_.push_back(file);
      if (Steady::now() - last_note_ > kNoteEvery) note();
    }
    if (!file.finding.empty()) return;
    ++report_.files;
    report_.bytes += file.bytes;
    watch_.progress(report_.files, report_.bytes, total_bytes_);
  }

  [[nodiscard]] bool is_whole_there(const FixityFile& file) const {
    return check_stored_file(there_.root() / file.path, file.sha256, file.bytes).state ==
           FixityState::whole;
  }

  // Empty, or what is wrong at home, where what the copy has stays as it is.
  std::string fetch(const FixityFile& file) {
    const fs::path from = home_.root() / file.path;
    const fs::path to = there_.root() / file.path;
    const bool replaces = fs::exists(fs::symlink_status(to));
    remove_leftovers(to.parent_path());
    const unsigned mode = file.path.starts_with("quarantine/") ? 0400 : 0444;
    if (copy_proven_file({from, to, file.sha256, mode}, kStage) != CopyOutcome::copied) {
      const FixityOutcome here = check_stored_file(from, file.sha256, file.bytes);
      findings_.add(finding_kind(here.state), file.path,
                    here.detail + (replaces && is_whole_there(file) ? "; the copy holds it whole"
                                                                    : "; not copied"));
      ++report_.findings;
      return "damaged in the archive: " + here.detail;
    }
    ++report_.copied;
    report_.copied_bytes += file.bytes;
    if (replaces) {
      ++report_.mended;
      findings_.add(FindingKind::copy_mended, file.path, "was damaged in the copy");
    }
    return {};
  }

  void note() {
    if (!noted_.empty()) record_->note(noted_);
    noted_.clear();
    last_note_ = Steady::now();
  }

  // Not in the ledger, since people change them; the newest counts.
  void copy_settings() {
    const auto bring_newest = [&](const fs::path& from, const fs::path& to) {
      if (!fs::exists(from)) return;
      const Checksums sums = hash_file_sha256(from);
      if (check_stored_file(to, sums.sha256.hex, sums.bytes).state == FixityState::whole) return;
      (void)copy_proven_file({from, to, sums.sha256.hex, 0644}, kStage);
    };
    bring_newest(home_.settings(), there_.settings());
    bring_newest(home_.sealing_public_key(), there_.sealing_public_key());
  }

  // What was destroyed by an act in the ledger must not live on in a copy.
  void remove_destroyed() {
    for (const std::string& path : removed_) {
      if (!is_safe_member_path(path) || record_->find(path)) continue;
      boost::system::error_code error;
      if (fs::remove(there_.root() / path, error)) ++report_.removed;
      if (error) throw_write_error(error.value(), "cannot remove", there_.root() / path, kStage);
    }
  }

  // The archive's own line about the copy is brought there too, unless
  // others came between: those come with the files that they name.
  void write_down(const LedgerHead& end) {
    KnownCopy known = known_copy();
    known.finished_at = iso_time(clock_());
    known.seq = end.seq;
    known.files = report_.files;
    known.bytes = report_.bytes;
    known.findings = report_.findings;
    append_to_ledger(
        home_, {known.finished_at, "copy", "", end.line.hex,
                "copy " + report_.copy + " in " + known.path + ": up to line " +
                    std::to_string(end.seq) + ", " + std::to_string(report_.files) + " files, " +
                    std::to_string(report_.bytes) + " bytes, " + std::to_string(report_.copied) +
                    " new, " + std::to_string(report_.findings) + " findings",
                acting_user()});
    const LedgerHead now = ledger_head(home_);
    if (now.seq == end.seq + 1) {
      copy_ledger(home_, there_, now);
      report_.seq = known.seq = now.seq;
    }
    home_record_.put_copy(known);
  }

  const ArchiveLayout& home_;
  const ArchiveLayout there_;
  const CopyOptions& options_;
  const VerifyWatch& watch_;
  const Clock& clock_;
  FindingSink findings_;
  FixityRecord home_record_;
  std::unique_ptr<FixityRecord> record_;  // the copy's own
  std::string started_at_;
  std::vector<std::string> removed_;
  unsigned long long total_bytes_ = 0;
  std::vector<FixityFile> noted_;
  Steady::time_point last_note_ = Steady::now();
  CopyReport report_;
};

}  // namespace

CopyReport copy_archive(const ArchiveLayout& layout, const CopyOptions& options,
                        const VerifyWatch& watch, const Clock& clock) {
  if (fs::exists(options.to) && !fs::is_directory(options.to))
    throw Error(ErrorKind::service_broken, Reason::bad_settings, "copy",
                options.to.string() + " is no folder: name the folder that is to hold the copy");
  return CopyRun(layout, options, watch, clock).run();
}

std::vector<CopyState> copy_states(const ArchiveLayout& layout) {
  std::vector<CopyState> states;
  if (ledger_years(layout).empty()) return states;
  const unsigned long long end = ledger_head(layout).seq;
  FixityRecord record(layout.fixity().string());
  for (KnownCopy& known : known_copies(layout, record)) {
    CopyState state;
    try {
      const auto marker = read_copy_marker(known.path);
      state.reachable = marker && marker->copy == known.id;
    } catch (const Error&) {
      state.reachable = false;
    }
    state.same_device = state.reachable && is_one_device(layout.root(), known.path);
    state.lines_behind = end > known.seq ? end - known.seq : 0;
    state.known = std::move(known);
    states.push_back(std::move(state));
  }
  return states;
}

bool has_identity(const ArchiveLayout& layout, const std::string& identity) {
  if (archive_identity(layout) == identity) return true;
  bool named = false;
  (void)inspect_ledger(layout, [&](const LedgerLine& line, const LedgerHead&) {
    named = named || (line.seq == 2 && line.prev == identity);
  });
  return named;
}

std::string archive_identity(const ArchiveLayout& layout) {
  LedgerReader reader(layout);
  const auto first = reader.next();
  return first && first->whole ? ledger_line_sum(first->text) : std::string();
}

}  // namespace sohoa
