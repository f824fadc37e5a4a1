#include "pipeline/destroy.h"

#include <unistd.h>

#include <boost/filesystem.hpp>
#include <cerrno>
#include <map>

#include "archive/durable_file.h"
#include "archive/hash.h"
#include "archive/store.h"
#include "document/error.h"
#include "pipeline/disposal.h"
#include "pipeline/holds.h"

namespace sohoa {

namespace {

constexpr const char* kStage = "disposal";

PaperPlace paper_of(const std::string& fonds, const std::string& number, const char* paper) {
  return {fonds, PaperKind::disposal, number, paper};
}
PaperPlace destroyed_place(const std::string& fonds, const std::string& id) {
  return {fonds, PaperKind::destroyed, "", id};
}

Error refused(const std::string& why) {
  return {ErrorKind::document_failed, Reason::bad_settings, kStage, why};
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += (text.empty() ? "" : "; ") + line;
  return text;
}

void require_approvals(const Disposal& disposal) {
  const std::string& number = disposal.proposal.number;
  if (disposal.approvals.size() < kApprovalsNeeded)
    throw refused(number + " has " + std::to_string(disposal.approvals.size()) +
                  " approvals that count and needs " + std::to_string(kApprovalsNeeded) +
                  (disposal.findings.empty() ? "" : "; " + joined(disposal.findings)));
}

// The certificate, written now or by the run that was cut short.
std::string certify(const Registrar& registrar, const Catalogue& catalogue,
                    const Disposal& disposal) {
  const std::string& number = disposal.proposal.number;
  const PaperPlace place = paper_of(registrar.fonds, number, "certificate");
  const LedgerEntry line{now(registrar),
                         "disposal-certificate",
                         "",
                         "",
                         "disposal " + number + ": " +
                             std::to_string(disposal.proposal.records.size()) +
                             " records will be destroyed",
                         registrar.user};
  if (std::optional<std::string> text = read_paper(registrar.layout, place)) {
    const CertificateHead head = parse_certificate(*text);
    if (spell_certificate(registrar.fonds, head, disposal) != *text)
      throw Error(ErrorKind::service_broken, Reason::archive_corrupt, kStage,
                  "the certificate of " + number +
                      " is not about what was proposed and approved; nothing was destroyed");
    (void)write_paper(registrar.layout, place, *text, line);
    return *text;
  }
  if (const auto against = objections(registrar, catalogue, disposal.proposal); !against.empty())
    throw refused(joined(against));
  std::string text =
      spell_certificate(registrar.fonds, {number, line.at, registrar.user}, disposal);
  if (!write_paper(registrar.layout, place, text, line))
    throw refused("somebody else has just begun to carry out " + number);
  return text;
}

// A hold that came after the certificate keeps what is still there.
void require_no_hold(const Registrar& registrar, const Proposal& proposal) {
  const std::vector<Hold> all = holds(registrar.layout, registrar.fonds);
  for (const DisposalRecord& record : proposal.records)
    for (const Hold& hold : holds_on(all, record.file, record.id))
      throw refused("the hold " + hold.number + " stands on " + hold.file + hold.record + ": " +
                    hold.reason);
}

void remove_durably(const fs::path& file) {
  if (::unlink(file.c_str()) != 0 && errno != ENOENT)
    throw_write_error(errno, "cannot remove", file, kStage);
}

// Newest first, so that no version is ever left without what it builds on.
void remove_bags(const ArchiveLayout& layout, const DisposalRecord& record) {
  if (record.bags.empty()) return;
  for (auto bag = record.bags.rbegin(); bag != record.bags.rend(); ++bag)
    remove_durably(layout.root() / bag->path);
  const fs::path folder = (layout.root() / record.bags.front().path).parent_path();
  if (!fs::exists(folder)) return;
  sync_folder(folder, kStage);
  if (::rmdir(folder.c_str()) == 0) sync_folder(folder.parent_path(), kStage);
}

class Destruction {
 public:
  Destruction(const Registrar& registrar, const Disposal& disposal, std::string certificate_sha256)
      : registrar_(registrar),
        disposal_(disposal),
        certificate_sha256_(std::move(certificate_sha256)),
        in_ledger_(papers_in_ledger(registrar.layout)) {}

  void destroy(const DisposalRecord& record) {
    state_intention(record);
    remove_bags(registrar_.layout, record);
  }

 private:
  // The paper and the ledger's line; either may be there from a run that was cut short.
  void state_intention(const DisposalRecord& record) {
    const ArchiveLayout& layout = registrar_.layout;
    const PaperPlace place = destroyed_place(registrar_.fonds, record.id);
    const fs::path path = layout.paper(place);
    if (in_ledger_.contains(path.lexically_relative(layout.root()).generic_string())) return;
    const std::string at = now(registrar_);
    const std::string text =
        read_paper(layout, place)
            .value_or(spell_destroyed({record.id, record.sha256, registrar_.fonds, record.file,
                                       disposal_.proposal.number, certificate_sha256_, at}));
    if (parse_destroyed(text).certificate_sha256 != certificate_sha256_)
      throw Error(ErrorKind::service_broken, Reason::archive_corrupt, kStage,
                  path.string() + " is not of this disposal");
    LedgerEntry line{
        at, "destroy", record.id, "", "disposal " + disposal_.proposal.number, registrar_.user};
    for (const DisposalBag& bag : record.bags) line.removed.push_back(bag.path);
    (void)write_paper(layout, place, text, std::move(line));
  }

  const Registrar& registrar_;
  const Disposal& disposal_;
  const std::string certificate_sha256_;
  const LedgerPapers in_ledger_;
};

DestructionReport count(const Proposal& proposal) {
  DestructionReport report;
  for (const DisposalRecord& record : proposal.records) {
    ++report.records;
    for (const DisposalBag& bag : record.bags) {
      ++report.bags;
      report.bytes += bag.bytes;
    }
  }
  return report;
}

void forget_rows(const Proposal& proposal, Catalogue& catalogue, SearchIndex& search) {
  std::vector<std::string> ids;
  for (const DisposalRecord& record : proposal.records) ids.push_back(record.id);
  search.forget(ids);
  catalogue.forget(ids);
}

void complete(const Registrar& registrar, const std::string& number,
              const DestructionReport& report) {
  const std::string at = now(registrar);
  (void)write_paper(
      registrar.layout, paper_of(registrar.fonds, number, "completion"),
      spell_completion(registrar.fonds, number,
                       {at, registrar.user, report.records, report.bags, report.bytes}),
      {at, "disposal-completed", "", "",
       "disposal " + number + ": " + std::to_string(report.records) + " records destroyed",
       registrar.user});
}

}  // namespace

DestructionReport carry_out_disposal(
    const Registrar& registrar, Catalogue& catalogue, SearchIndex& search,
    const std::string& number,
    const std::function<void(long long done, long long total)>& progress) {
  const Disposal disposal = read_disposal(registrar.layout, registrar.fonds, number);
  const DestructionReport report = count(disposal.proposal);
  if (disposal.state == DisposalState::completed) {
    complete_register(registrar.layout, now(registrar), registrar.user);
    return report;
  }
  if (disposal.state == DisposalState::withdrawn) throw refused(number + " was withdrawn");
  require_approvals(disposal);
  require_no_hold(registrar, disposal.proposal);
  complete_register(registrar.layout, now(registrar), registrar.user);
  const std::string certificate = certify(registrar, catalogue, disposal);
  Destruction destruction(registrar, disposal, hash_bytes(certificate).sha256.hex);
  long long done = 0;
  for (const DisposalRecord& record : disposal.proposal.records) {
    destruction.destroy(record);
    progress(++done, report.records);
  }
  forget_rows(disposal.proposal, catalogue, search);
  complete(registrar, number, report);
  return report;
}

std::optional<DestroyedRecord> find_destroyed(const ArchiveLayout& layout, const RecordId& id) {
  for (const std::string& fonds : register_fonds(layout))
    if (const auto text = read_paper(layout, destroyed_place(fonds, id.text)))
      return parse_destroyed(*text);
  return std::nullopt;
}

namespace {

struct Judged {
  std::string certificate_sha256;
  bool good = false;  // two approvals count, and it is about what was approved
  bool completed = false;
};

class DisposalCheck {
 public:
  explicit DisposalCheck(const ArchiveLayout& layout) : layout_(layout) {}

  void check(const std::string& fonds) {
    std::map<std::string, Judged> certificates;
    for (const std::string& number : names(fonds, PaperKind::disposal))
      guarded(number, [&] { judge(fonds, number, certificates[number]); });
    for (const std::string& id : names(fonds, PaperKind::destroyed))
      guarded(id, [&] { check_destroyed(fonds, id, certificates); });
  }

  [[nodiscard]] const DisposalsState& state() const { return state_; }

 private:
  std::vector<std::string> names(const std::string& fonds, PaperKind kind) {
    return paper_names(layout_, fonds, kind);
  }

  void find(const std::string& what) { state_.findings.push_back(what); }

  void guarded(const std::string& what, const std::function<void()>& action) {
    try {
      action();
    } catch (const Error& error) {
      find(what + ": " + error.message());
    }
  }

  void judge(const std::string& fonds, const std::string& number, Judged& judged) {
    const Disposal disposal = read_disposal(layout_, fonds, number);
    for (const std::string& finding : disposal.findings) find(finding);
    judged.completed = disposal.state == DisposalState::completed;
    if (disposal.state == DisposalState::under_way) ++state_.under_way;
    const auto text = read_paper(layout_, paper_of(fonds, number, "certificate"));
    if (!text) {
      if (judged.completed) find("the disposal " + number + " is completed without a certificate");
      return;
    }
    judged.certificate_sha256 = hash_bytes(*text).sha256.hex;
    judged.good = disposal.approvals.size() >= kApprovalsNeeded &&
                  spell_certificate(fonds, parse_certificate(*text), disposal) == *text;
    if (!judged.good)
      find("the certificate of " + number + " is not about what two people approved");
    if (judged.completed) check_completed(fonds, disposal);
  }

  void check_completed(const std::string& fonds, const Disposal& disposal) {
    for (const DisposalRecord& record : disposal.proposal.records) {
      if (!fs::exists(layout_.paper(destroyed_place(fonds, record.id))))
        find("the record " + record.id + " lacks its paper although " + disposal.proposal.number +
             " is completed");
      for (const DisposalBag& bag : record.bags)
        if (fs::exists(layout_.root() / bag.path))
          find(bag.path + " is there although it was destroyed by " + disposal.proposal.number);
    }
  }

  void check_destroyed(const std::string& fonds, const std::string& id,
                       const std::map<std::string, Judged>& certificates) {
    const DestroyedRecord record =
        parse_destroyed(read_paper(layout_, destroyed_place(fonds, id)).value_or(""));
    const auto certificate = certificates.find(record.disposal);
    const bool accounted = record.id == id && certificate != certificates.end() &&
                           certificate->second.good &&
                           certificate->second.certificate_sha256 == record.certificate_sha256;
    if (!accounted)
      find("the record " + id + " is called destroyed, but no good certificate accounts for it");
    if (accounted) ++state_.destroyed;
    if (accounted && certificate->second.completed &&
        !record_versions(layout_, RecordId{id}).empty())
      find("the record " + id + " is in the store although it was destroyed by " + record.disposal);
  }

  const ArchiveLayout& layout_;
  DisposalsState state_;
};

}  // namespace

DisposalsState check_disposals(const ArchiveLayout& layout) {
  DisposalCheck check(layout);
  for (const std::string& fonds : register_fonds(layout)) check.check(fonds);
  return check.state();
}

}  // namespace sohoa
