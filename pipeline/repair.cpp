#include "pipeline/repair.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <boost/filesystem.hpp>
#include <memory>
#include <set>
#include <vector>

#include "archive/anchor.h"
#include "archive/bag.h"
#include "archive/copy_marker.h"
#include "archive/hash.h"
#include "archive/ledger.h"
#include "archive/ledger_copy.h"
#include "archive/ledger_head.h"
#include "archive/safe_copy.h"
#include "document/error.h"
#include "pipeline/actor.h"
#include "pipeline/copy.h"
#include "pipeline/verify_parts.h"
#include "pipeline/work_folder.h"

namespace sohoa {

namespace {

const std::string kStage = "repair";

[[noreturn]] void refuse(const std::string& message) {
  throw Error(ErrorKind::service_broken, Reason::bad_settings, kStage, message);
}

void make_folders(const ArchiveLayout& layout) {
  for (const fs::path& folder :
       {layout.inbox(), layout.store(), ledger_folder(layout), layout.reports()})
    make_durable_folder(folder, 0777, kStage);
  for (const fs::path& folder :
       {layout.failed().parent_path(), layout.failed(), layout.secret(), layout.work()})
    make_durable_folder(folder, 0700, kStage);
}

class Repair {
 public:
  Repair(const ArchiveLayout& layout, const RepairOptions& options,
         const std::function<void(const RepairStep&)>& step, const VerifyWatch& watch,
         const Clock& clock)
      : home_(layout),
        copy_(options.from),
        options_(options),
        step_(step),
        watch_(watch),
        clock_(clock),
        at_(iso_time(clock())),
        exact_at_(exact_time(clock())) {}

  RepairReport run() {
    if (!options_.from.empty()) require_same_archive();
    if (!options_.dry_run) make_folders(home_);
    if (!options_.from.empty()) mend_chain();
    look_for_damage();
    // Damaged anchors after the files, of which they are some.
    std::stable_partition(found_.begin(), found_.end(), [](const Finding& finding) {
      return finding.kind != FindingKind::anchor_broken;
    });
    for (const Finding& finding : found_) mend(finding);
    if (!options_.from.empty()) restore_settings();
    return report_;
  }

 private:
  void tell(RepairAct act, const std::string& path, const std::string& detail) {
    ++count_of(act);
    step_({act, path, detail});
  }

  long long& count_of(RepairAct act) {
    switch (act) {
      case RepairAct::ledger_mended:
        return report_.mended_lines;
      case RepairAct::file_restored:
        return report_.restored;
      case RepairAct::bag_entered:
        return report_.entered;
      case RepairAct::leftover_cleared:
        return report_.cleared;
      case RepairAct::not_mended:
        break;
    }
    return report_.not_mended;
  }

  void require_same_archive() const {
    const std::string theirs = archive_identity(copy_);
    if (theirs.empty()) refuse(copy_.root().string() + " holds no copy of an archive");
    if (has_identity(home_, theirs)) return;
    const auto marker = read_copy_marker(copy_.root());
    const bool nothing_here = ledger_years(home_).empty();
    const bool first_line_gone = marker && marker->archive == theirs && is_known(marker->copy);
    if (!nothing_here && !first_line_gone)
      refuse(copy_.root().string() + " is a copy of another archive");
  }

  [[nodiscard]] bool is_known(const std::string& copy) const {
    if (!fs::exists(home_.fixity())) return false;
    for (const KnownCopy& known : FixityRecord(home_.fixity().string()).copies())
      if (known.id == copy) return true;
    return false;
  }

  // Links the file that is about to be replaced into quarantine/replaced/. What
  // the ledger is to say of it; empty path: there was none.
  LedgerFile keep_replaced(const fs::path& file) const {
    if (!fs::exists(fs::symlink_status(file))) return {};
    const fs::path kept = replaced_folder() / file.lexically_relative(home_.root());
    make_durable_folder(kept.parent_path(), 0700, kStage);
    const bool regular = fs::symlink_status(file).type() == fs::regular_file;
    if (!regular || (::link(file.c_str(), kept.c_str()) != 0 && errno != EEXIST)) {
      if (::rename(file.c_str(), kept.c_str()) != 0)
        throw_write_error(errno, "cannot keep", kept, kStage);
    }
    sync_folder(kept.parent_path(), kStage);
    return regular ? ledger_file(home_, kept) : LedgerFile{};
  }

  [[nodiscard]] fs::path replaced_folder() const {
    std::string name = exact_at_;
    for (char& c : name)
      if (c == ':') c = '-';
    return home_.failed().parent_path() / "replaced" / name;
  }

  void append(const std::string& act, const std::string& sha256, const std::string& detail,
              std::vector<LedgerFile> files) const {
    std::erase_if(files, [](const LedgerFile& file) { return file.path.empty(); });
    append_to_ledger(home_, {at_, act, "", sha256, detail, acting_user(), std::move(files)});
  }

  // Years first, head last: killed in between, the next call does the rest.
  void mend_chain() {
    const fs::path scratch = fs::temp_directory_path() / fs::unique_path("sohoa-repair-%%%%%%%%");
    fs::create_directories(scratch);
    const std::unique_ptr<const fs::path, void (*)(const fs::path*)> clear(
        &scratch, [](const fs::path* folder) {
          boost::system::error_code ignored;
          fs::remove_all(*folder, ignored);
        });
    const LedgerMending mending = mend_ledger(home_, copy_, scratch);
    for (const std::string& what : mending.unmended) tell(RepairAct::not_mended, "ledger", what);
    if (!mending.changed) return;
    std::vector<LedgerFile> kept;
    std::string mended;
    for (const fs::directory_entry& entry : fs::directory_iterator(scratch)) {
      const std::string name = entry.path().filename().string();
      if (name == "head") continue;
      put_ledger_file(entry.path(), ledger_folder(home_) / name, kept, mended);
    }
    put_ledger_file(scratch / "head", ledger_head_file(home_), kept, mended);
    for (const std::string& what : mending.mended) mended += (mended.empty() ? "" : ", ") + what;
    if (!options_.dry_run && mending.unmended.empty() && !mended.empty())
      append("repair", "", "ledger mended: " + mended, std::move(kept));
  }

  void put_ledger_file(const fs::path& from, const fs::path& to, std::vector<LedgerFile>& kept,
                       std::string& mended) {
    const Checksums sums = hash_file_sha256(from);
    if (check_stored_file(to, sums.sha256.hex, sums.bytes).state == FixityState::whole) return;
    const std::string path = to.lexically_relative(home_.root()).string();
    mended += (mended.empty() ? "" : ", ") + path;
    tell(RepairAct::ledger_mended, path, "put together again; the chain proves it");
    if (options_.dry_run) return;
    kept.push_back(keep_replaced(to));
    if (copy_proven_file({from, to, sums.sha256.hex, 0644}, kStage) != CopyOutcome::copied)
      throw Error(ErrorKind::service_broken, Reason::bag_mismatch, kStage,
                  from.string() + " changed while it was read; check the disk");
  }

  // As verify does it, but findings are kept for what follows.
  void look_for_damage() {
    VerifyWatch quiet;
    quiet.stop = watch_.stop;
    quiet.progress = watch_.progress;
    quiet.finding = [this](const Finding& finding) { found_.push_back(finding); };
    FindingSink sink(quiet);
    record_ = std::make_unique<FixityRecord>(options_.dry_run ? std::string(":memory:")
                                                              : home_.fixity().string());
    const LedgerState ledger = verify_ledger(home_, {}, *record_, exact_at_, sink);
    LedgerNews news(home_, ledger.head);
    verify_presence(home_, ledger.findings.empty(), true, clock_, *record_, news, sink);
    VerifyReport ignored;
    verify_files(home_, {}, quiet, clock_, exact_at_, *record_, news, sink, ignored);
    if (watch_.stop != nullptr && watch_.stop->load())
      throw Error(ErrorKind::retry, Reason::interrupted, kStage, "stopped; run it again");
  }

  void mend(const Finding& finding) {
    switch (finding.kind) {
      case FindingKind::file_missing:
      case FindingKind::file_changed:
      case FindingKind::file_unreadable:
        return restore(finding);
      case FindingKind::file_unlisted:
        return enter(finding);
      case FindingKind::leftover:
        return clear(finding);
      case FindingKind::ledger_gap:
        return;  // accepted
      case FindingKind::anchor_broken:
        // An anchor that was damaged itself is a file like others.
        if (restored_.contains(finding.path)) return;
        return tell(RepairAct::not_mended, finding.path, finding.detail);
      default:
        tell(RepairAct::not_mended, finding.path, finding.detail);
    }
  }

  void restore(const Finding& finding) {
    const std::optional<FixityFile> file = record_->find(finding.path);
    const fs::path from = copy_.root() / finding.path;
    if (!file || options_.from.empty())
      return tell(RepairAct::not_mended, finding.path, finding.detail + "; a copy is needed");
    if (check_stored_file(from, file->sha256, file->bytes).state != FixityState::whole)
      return tell(RepairAct::not_mended, finding.path,
                  finding.detail + "; the copy does not hold the right bytes either");
    restored_.insert(finding.path);
    if (options_.dry_run) return tell(RepairAct::file_restored, finding.path, finding.detail);
    const fs::path to = home_.root() / finding.path;
    remove_leftovers(to.parent_path());
    const LedgerFile replaced = keep_replaced(to);
    const unsigned mode = finding.path.starts_with("quarantine/failed") ? 0600 : 0444;
    if (copy_proven_file({from, to, file->sha256, mode}, kStage) != CopyOutcome::copied)
      return tell(RepairAct::not_mended, finding.path, "the copy changed while it was read");
    append("repair", file->sha256, "restored from " + copy_.root().string() + ": " + finding.detail,
           {{file->path, file->sha256, file->bytes}, replaced});
    record_->note({{file->path, file->sha256, file->bytes, exact_time(clock_()), {}}});
    tell(RepairAct::file_restored, finding.path, finding.detail);
  }

  // What proves itself is taken into the ledger: a whole bag in its place, a paper of
  // the register, an anchor that agrees with the ledger, what an interrupted repair
  // kept. Empty: anything else is a person's business.
  [[nodiscard]] std::string what_may_be_entered(const std::string& path) const {
    const fs::path file = home_.root() / path;
    if (path.starts_with("quarantine/replaced/")) return "kept by a repair that was interrupted";
    if (home_.parse_bag(file)) return check_bag(file).empty() ? "a whole bag" : "";
    const auto paper = home_.parse_paper(file);
    if (paper && paper->kind != PaperKind::destroyed) return "a paper of the register";
    if (file.parent_path() != anchor_folder(home_)) return {};
    const bool broken = std::any_of(found_.begin(), found_.end(), [&](const Finding& finding) {
      return finding.kind == FindingKind::anchor_broken && finding.path == path;
    });
    return broken ? "" : "an anchor that agrees with the ledger";
  }

  void enter(const Finding& finding) {
    const std::string what = what_may_be_entered(finding.path);
    if (what.empty()) return tell(RepairAct::not_mended, finding.path, finding.detail);
    const fs::path file = home_.root() / finding.path;
    const auto bag = home_.parse_bag(file);
    if (!options_.dry_run)
      append_to_ledger(home_, {at_,
                               "enter",
                               bag ? bag->id.text : "",
                               "",
                               what + " that no line named",
                               acting_user(),
                               {ledger_file(home_, file)}});
    tell(RepairAct::bag_entered, finding.path, what);
  }

  void clear(const Finding& finding) {
    if (!options_.dry_run && fs::path(finding.path).extension() == ".jsonl") {
      mend_torn_line(home_, at_, acting_user());
    } else if (!options_.dry_run) {
      remove_leftovers((home_.root() / finding.path).parent_path());
      if (fs::exists(home_.root() / finding.path))
        return tell(RepairAct::not_mended, finding.path, "cannot be removed");
    }
    tell(RepairAct::leftover_cleared, finding.path, finding.detail);
  }

  void restore_settings() {
    for (const auto& [from, to] :
         {std::pair{copy_.settings(), home_.settings()},
          std::pair{copy_.sealing_public_key(), home_.sealing_public_key()}}) {
      if (fs::exists(to) || !fs::exists(from)) continue;
      const std::string path = to.lexically_relative(home_.root()).string();
      if (!options_.dry_run)
        (void)copy_proven_file({from, to, hash_file_sha256(from).sha256.hex, 0644}, kStage);
      tell(RepairAct::file_restored, path, "not there");
    }
  }

  const ArchiveLayout& home_;
  const ArchiveLayout copy_;
  const RepairOptions& options_;
  const std::function<void(const RepairStep&)>& step_;
  const VerifyWatch& watch_;
  const Clock& clock_;
  const std::string at_;
  const std::string exact_at_;
  std::unique_ptr<FixityRecord> record_;
  std::vector<Finding> found_;
  std::set<std::string> restored_;
  RepairReport report_;
};

}  // namespace

std::string_view repair_act_name(RepairAct act) {
  switch (act) {
    case RepairAct::ledger_mended:
      return "ledger_mended";
    case RepairAct::file_restored:
      return "file_restored";
    case RepairAct::bag_entered:
      return "bag_entered";
    case RepairAct::leftover_cleared:
      return "leftover_cleared";
    case RepairAct::not_mended:
      return "not_mended";
  }
  return "";
}

RepairReport repair(const ArchiveLayout& layout, const RepairOptions& options,
                    const std::function<void(const RepairStep&)>& step, const VerifyWatch& watch,
                    const Clock& clock) {
  return Repair(layout, options, step, watch, clock).run();
}

}  // namespace sohoa
