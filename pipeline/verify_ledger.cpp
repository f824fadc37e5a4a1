// verify, first part: the ledger, and what it says must be there.
#include <boost/filesystem.hpp>

#include "archive/anchor.h"
#include "archive/durable_file.h"
#include "archive/safe_name.h"
#include "document/error.h"
#include "pipeline/verify_parts.h"

namespace sohoa {

namespace {

const std::string kStage = "verify";
constexpr std::size_t kMaxAnchor = 64 << 10;

void add_anchor(AnchorCheck& check, const std::string& name, const fs::path& file) {
  std::string text;
  try {
    text = read_small_file(file, kMaxAnchor, kStage);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::retry) throw;  // cannot be read; too long is no anchor
  }
  check.add(name, text);
}

void add_own_anchors(const ArchiveLayout& layout, AnchorCheck& check) {
  boost::system::error_code none;
  for (fs::directory_iterator file(anchor_folder(layout), none), end; !none && file != end;
       file.increment(none))
    if (file->path().extension() == ".txt")
      add_anchor(check, file->path().lexically_relative(layout.root()).string(), file->path());
}

void take_list(const LedgerLine& line, FixityRecord& record, FindingSink& findings) {
  for (const LedgerFile& file : line.entry.files) {
    if (is_safe_member_path(file.path))
      record.list({file.path, file.sha256, file.bytes, {}, {}});
    else
      findings.add(FindingKind::ledger_damaged, "ledger",
                   "seq " + std::to_string(line.seq) + " names a dangerous path");
  }
  for (const std::string& path : line.entry.removed) record.unlist(path);
}

}  // namespace

LedgerState verify_ledger(const ArchiveLayout& layout, const std::vector<fs::path>& anchors,
                          FixityRecord& record, const std::string& now, FindingSink& findings,
                          const std::function<void(const LedgerLine&, const LedgerHead&)>& also) {
  AnchorCheck anchor_check;
  add_own_anchors(layout, anchor_check);
  for (const fs::path& file : anchors) add_anchor(anchor_check, file.string(), file);
  record.begin_list(now);
  LedgerState state = inspect_ledger(layout, [&](const LedgerLine& line, const LedgerHead& head) {
    anchor_check.see(head);
    take_list(line, record, findings);
    if (also) also(line, head);
  });
  record.end_list();
  for (const std::string& finding : state.findings) {
    const std::size_t place = finding.find_first_of(" :");
    findings.add(FindingKind::ledger_damaged, "ledger/" + finding.substr(0, place), finding);
  }
  for (const AcceptedGap& gap : state.gaps)
    findings.add(FindingKind::ledger_gap, "ledger",
                 gap.accept.entry.detail + "; accepted on " + gap.accept.entry.at + " by " +
                     gap.accept.entry.who);
  if (!state.torn.empty())
    findings.add(FindingKind::leftover, "ledger/" + state.torn.substr(0, state.torn.find(' ')),
                 state.torn);
  for (const auto& [name, finding] : anchor_check.finish(state))
    findings.add(FindingKind::anchor_broken, name, finding);
  return state;
}

LedgerNews::LedgerNews(const ArchiveLayout& layout, LedgerHead read_to)
    : layout_(layout), read_to_(std::move(read_to)) {}

std::optional<LedgerFile> LedgerNews::written(const std::string& path) {
  const std::lock_guard guard(lock_);
  look();
  const auto file = written_.find(path);
  return file == written_.end() ? std::nullopt : std::optional(file->second);
}

bool LedgerNews::removed(const std::string& path) {
  const std::lock_guard guard(lock_);
  look();
  return removed_.contains(path);
}

void LedgerNews::look() {
  try {
    if (ledger_head(layout_).seq <= read_to_.seq) return;
    LedgerReader reader(layout_);
    while (const auto text = reader.next()) {
      const std::optional<LedgerLine> line = parse_ledger_line(text->text);
      if (!text->whole || !line || line->seq <= read_to_.seq) continue;
      read_to_ = {line->seq, Sha256{ledger_line_sum(text->text)}};
      for (const LedgerFile& file : line->entry.files) {
        written_[file.path] = file;
        removed_.erase(file.path);
      }
      for (const std::string& path : line->entry.removed) {
        written_.erase(path);
        removed_.insert(path);
      }
    }
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::retry) throw;  // a damaged end tells no news
  }
}

FixityOutcome check_listed_file(const ArchiveLayout& layout, const FixityFile& file,
                                FixityDepth depth, LedgerNews& news) {
  const fs::path path = layout.root() / file.path;
  FixityOutcome outcome = check_stored_file(path, file.sha256, file.bytes, depth);
  if (outcome.state == FixityState::whole) return outcome;
  if (news.removed(file.path)) return {};
  if (const auto now = news.written(file.path); now && now->sha256 != file.sha256)
    return check_stored_file(path, now->sha256, now->bytes, depth);
  return outcome;
}

}  // namespace sohoa
