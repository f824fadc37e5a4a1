#include "pipeline/lost_lines.h"

#include <boost/filesystem.hpp>

#include "archive/anchor.h"
#include "archive/durable_file.h"
#include "archive/ledger_check.h"
#include "document/error.h"
#include "pipeline/actor.h"

namespace sohoa {

namespace {

constexpr const char* kStage = "ledger";
constexpr std::size_t kMaxAnchor = 64 << 10;

bool is_lost(const LedgerCut& cut, unsigned long long seq) {
  return seq > cut.held.seq && seq <= cut.noted.seq;
}

std::vector<std::string> anchors_of(const ArchiveLayout& layout, const LedgerCut& cut) {
  std::vector<std::string> names;
  boost::system::error_code none;
  for (fs::directory_iterator file(anchor_folder(layout), none), end; !none && file != end;
       file.increment(none)) {
    if (file->path().extension() != ".txt") continue;
    const auto anchor = parse_anchor(read_small_file(file->path(), kMaxAnchor, kStage));
    if (anchor && is_lost(cut, anchor->head.seq))
      names.push_back(file->path().lexically_relative(layout.root()).string() + ": " +
                      std::to_string(anchor->head.seq));
  }
  return names;
}

Error refused(const std::string& why) {
  return {ErrorKind::service_broken, Reason::bad_settings, kStage, why};
}

}  // namespace

std::optional<LostLines> find_lost_lines(const ArchiveLayout& layout) {
  const std::optional<LedgerCut> cut = find_cut(layout);
  if (!cut) return std::nullopt;
  LostLines lost;
  lost.cut = *cut;
  (void)inspect_ledger(layout, [&](const LedgerLine& line, const LedgerHead&) {
    lost.held_at = line.entry.at;
    lost.held_act = line.entry.act + (line.entry.record.empty() ? "" : " " + line.entry.record);
  });
  lost.anchors = anchors_of(layout, *cut);
  for (CopyState& copy : copy_states(layout))
    if (copy.known.seq > cut->held.seq) lost.copies.push_back(std::move(copy));
  return lost;
}

void accept_loss(const ArchiveLayout& layout, const LostLines& lost, const std::string& reason,
                 const Clock& clock) {
  if (reason.find_first_not_of(' ') == std::string::npos)
    throw refused("the ledger must say why the lines are given up: --reason");
  for (const CopyState& copy : lost.copies)
    if (copy.reachable)
      throw refused("the copy in " + copy.known.path + " holds lines up to " +
                    std::to_string(copy.known.seq) + "; run sohoa repair --from " +
                    copy.known.path);
  accept_cut(layout, lost.cut, reason, iso_time(clock()), acting_user());
}

}  // namespace sohoa
