#include "pipeline/disposal.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <set>

#include "archive/hash.h"
#include "archive/record_bags.h"
#include "archive/signing.h"
#include "document/error.h"
#include "pipeline/disposal_json.h"
#include "pipeline/files.h"
#include "pipeline/holds.h"
#include "pipeline/people.h"
#include "pipeline/record_json.h"

namespace sohoa {

namespace {

constexpr const char* kStage = "disposal";
const std::string kApproval = "approval-";

Error refused(Reason reason, const std::string& why) {
  return {ErrorKind::document_failed, reason, kStage, why};
}

PaperPlace place_of(const std::string& fonds, const std::string& number, const std::string& paper) {
  return {fonds, PaperKind::disposal, number, paper};
}

std::string day_of(const std::string& at) {
  return at.substr(0, 10);
}

// The files as they are described now; each reason against it is told.
DisposalFile describe(const Registrar& registrar, const std::string& code,
                      std::vector<std::string>& against) {
  const auto file = current_file(registrar.layout, registrar.fonds, code);
  if (!file) {
    against.push_back("the file " + code + " is not described");
    return {code, "", "", "", "", "", 0, ""};
  }
  const std::string due = due_day(file->closed_on, file->period).value_or("");
  if (due.empty())
    against.push_back("the file " + code + " never falls due: closed on \"" + file->closed_on +
                      "\", retention " + period_text(file->period));
  else if (day_of(now(registrar)) < due)
    against.push_back("the file " + code + " is due on " + due + " only");
  const PaperPlace paper{registrar.fonds, PaperKind::file, code,
                         "f" + std::to_string(file->version)};
  return {code,
          file->title,
          file->closed_on,
          period_text(file->period),
          file->ground,
          due,
          file->version,
          hash_file(registrar.layout.paper(paper)).sha256.hex};
}

// nullopt, and why: the bags say something else than the catalogue.
std::optional<DisposalRecord> describe_record(const Registrar& registrar, const std::string& id,
                                              const std::string& code,
                                              std::vector<std::string>& against) {
  const RecordBags bags(registrar.layout, RecordId{id});
  const RecordRow row = read_record_json(bags.read_text("data/metadata/record.json"));
  if (row.file != code) {
    against.push_back("the record " + id + " belongs to the file \"" + row.file +
                      "\" by its bag; run sohoa reindex");
    return std::nullopt;
  }
  DisposalRecord record{id, code, row.sha256, {}};
  for (const StoredBag& bag : bags.versions()) {
    const LedgerFile file = ledger_file(registrar.layout, bag.path);
    record.bags.push_back({file.path, file.sha256, file.bytes});
  }
  return record;
}

std::vector<DisposalRecord> records_of(const Registrar& registrar, const Catalogue& catalogue,
                                       const std::string& code, std::vector<std::string>& against) {
  std::vector<DisposalRecord> records;
  for (const std::string& id : catalogue.records_of_file(registrar.fonds, code))
    if (auto record = describe_record(registrar, id, code, against))
      records.push_back(std::move(*record));
  if (records.empty()) against.push_back("the file " + code + " has no records");
  return records;
}

void tell_holds(const Registrar& registrar, const Proposal& proposal,
                std::vector<std::string>& against) {
  const std::vector<Hold> all = holds(registrar.layout, registrar.fonds);
  std::set<std::string> numbers;
  const auto tell = [&](const std::vector<Hold>& found) {
    for (const Hold& hold : found)
      if (numbers.insert(hold.number).second)
        against.push_back("the hold " + hold.number + " stands on " + hold.file + hold.record +
                          ": " + hold.reason);
  };
  for (const DisposalFile& file : proposal.files) tell(holds_on(all, file.code, ""));
  for (const DisposalRecord& record : proposal.records) tell(holds_on(all, "", record.id));
}

// What would be proposed now for these files.
Proposal draw_up(const Registrar& registrar, const Catalogue& catalogue,
                 const std::vector<std::string>& codes, std::vector<std::string>& against) {
  Proposal proposal;
  const std::set<std::string> each(codes.begin(), codes.end());
  for (const std::string& code : each) {
    proposal.files.push_back(describe(registrar, code, against));
    for (DisposalRecord& record : records_of(registrar, catalogue, code, against))
      proposal.records.push_back(std::move(record));
  }
  tell_holds(registrar, proposal, against);
  return proposal;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += (text.empty() ? "" : "; ") + line;
  return text;
}

std::string message_of(const std::string& fonds, const Proposal& proposal,
                       const std::string& person, const std::string& at) {
  return "sohoa disposal approval 1\nfonds " + fonds + "\nnumber " + proposal.number +
         "\nproposal sha256 " + proposal.sha256 + "\nperson " + person + "\nat " + at + "\n";
}

// Why an approval does not count; empty: it does.
std::string fault_of(const ArchiveLayout& layout, const std::string& fonds,
                     const Proposal& proposal, const Approval& approval) {
  const std::optional<Person> person = find_person(layout, fonds, approval.person);
  if (!person) return "nobody is registered under that name";
  if (person->public_key != approval.public_key) return "it bears another key than the person's";
  if (approval.message != message_of(fonds, proposal, approval.person, approval.at))
    return "it is about something else";
  if (!is_signed(approval.message, {approval.public_key, approval.signature}))
    return "its signature is wrong";
  if (!person->may_sign() && person->retired_at <= approval.at)
    return "the person was retired before";
  return {};
}

void read_approvals(const ArchiveLayout& layout, const std::string& fonds, Disposal& disposal) {
  const std::string& number = disposal.proposal.number;
  std::set<std::string> keys;
  for (const std::string& paper : papers_of(layout, fonds, PaperKind::disposal, number)) {
    if (!paper.starts_with(kApproval)) continue;
    const Approval approval =
        parse_approval(read_paper(layout, place_of(fonds, number, paper)).value_or(""));
    std::string fault = fault_of(layout, fonds, disposal.proposal, approval);
    if (fault.empty() && !keys.insert(approval.public_key).second)
      fault = "the same key has signed already";
    if (fault.empty())
      disposal.approvals.push_back(approval);
    else
      disposal.findings.push_back(paper + " of " + number + " does not count: " + fault);
  }
}

DisposalState state_of(const ArchiveLayout& layout, const std::string& fonds,
                       const Disposal& disposal) {
  const std::vector<std::string> papers =
      papers_of(layout, fonds, PaperKind::disposal, disposal.proposal.number);
  const auto has = [&](const char* paper) {
    return std::find(papers.begin(), papers.end(), paper) != papers.end();
  };
  if (has("completion")) return DisposalState::completed;
  if (has("certificate")) return DisposalState::under_way;
  if (has("withdrawal")) return DisposalState::withdrawn;
  return disposal.approvals.size() >= kApprovalsNeeded ? DisposalState::approved
                                                       : DisposalState::proposed;
}

std::string number_text(const std::string& year, int count) {
  char text[16];
  std::snprintf(text, sizeof text, "%04d", count);
  return year + "-" + text;
}

int highest_count(const Registrar& registrar, const std::string& year) {
  int highest = 0;
  for (const std::string& number :
       paper_names(registrar.layout, registrar.fonds, PaperKind::disposal))
    if (number.starts_with(year + "-"))
      highest = std::max(highest, std::atoi(number.c_str() + year.size() + 1));
  return highest;
}

Disposal read_open(const Registrar& registrar, const std::string& number) {
  Disposal disposal = read_disposal(registrar.layout, registrar.fonds, number);
  if (disposal.state != DisposalState::proposed && disposal.state != DisposalState::approved)
    throw refused(Reason::bad_settings,
                  number + " is " + disposal_state_name(disposal.state) + " already");
  return disposal;
}

}  // namespace

const char* disposal_state_name(DisposalState state) {
  switch (state) {
    case DisposalState::proposed:
      return "proposed";
    case DisposalState::approved:
      return "approved";
    case DisposalState::withdrawn:
      return "withdrawn";
    case DisposalState::under_way:
      return "under way";
    case DisposalState::completed:
      return "completed";
  }
  return "proposed";
}

std::string propose_disposal(const Registrar& registrar, const Catalogue& catalogue,
                             const std::vector<std::string>& codes, const std::string& reason) {
  if (codes.empty() || reason.empty())
    throw refused(Reason::bad_settings, "a proposal names files and gives a reason");
  std::vector<std::string> against;
  Proposal proposal = draw_up(registrar, catalogue, codes, against);
  if (!against.empty()) throw refused(Reason::bad_settings, joined(against));
  proposal.at = now(registrar);
  proposal.by = registrar.user;
  proposal.reason = reason;
  const std::string year = proposal.at.substr(0, 4);
  for (int count = highest_count(registrar, year) + 1;; ++count) {
    proposal.number = number_text(year, count);
    if (write_paper(registrar.layout, place_of(registrar.fonds, proposal.number, "proposal"),
                    spell_proposal(registrar.fonds, proposal),
                    {proposal.at, "disposal-proposed", "", "",
                     "disposal " + proposal.number + ": " +
                         std::to_string(proposal.records.size()) + " records",
                     registrar.user}))
      return proposal.number;
  }
}

void approve_disposal(const Registrar& registrar, const Catalogue& catalogue,
                      const std::string& number, const std::string& person,
                      const fs::path& key_file, std::string_view passphrase) {
  const Disposal disposal = read_open(registrar, number);
  const std::optional<Person> signer = find_person(registrar.layout, registrar.fonds, person);
  if (!signer || !signer->may_sign())
    throw refused(Reason::bad_settings, person + " is not registered to sign");
  for (const Approval& approval : disposal.approvals)
    if (approval.person == person || approval.public_key == signer->public_key)
      throw refused(Reason::bad_settings, person + " has approved " + number + " already");
  if (const auto against = objections(registrar, catalogue, disposal.proposal); !against.empty())
    throw refused(Reason::bad_settings, joined(against));
  Approval approval;
  approval.person = person;
  approval.at = now(registrar);
  approval.user = registrar.user;
  approval.message = message_of(registrar.fonds, disposal.proposal, person, approval.at);
  const Signature signature = sign(key_file, passphrase, approval.message);
  if (signature.public_key != signer->public_key)
    throw refused(Reason::no_permission, key_file.string() + " is not the key of " + person);
  approval.public_key = signature.public_key;
  approval.signature = signature.signature;
  if (!write_paper(
          registrar.layout, place_of(registrar.fonds, number, kApproval + person),
          spell_approval(registrar.fonds, number, approval),
          {approval.at, "disposal-approved", "", "",
           "disposal " + number + ", key " + fingerprint(approval.public_key), registrar.user}))
    throw refused(Reason::bad_settings, person + " has approved " + number + " already");
}

void withdraw_disposal(const Registrar& registrar, const std::string& number,
                       const std::string& reason) {
  if (reason.empty()) throw refused(Reason::bad_settings, "a reason is needed");
  (void)read_open(registrar, number);
  const std::string at = now(registrar);
  if (!write_paper(registrar.layout, place_of(registrar.fonds, number, "withdrawal"),
                   spell_withdrawal(registrar.fonds, number, reason, at, registrar.user),
                   {at, "disposal-withdrawn", "", "", "disposal " + number, registrar.user}))
    throw refused(Reason::bad_settings, number + " has just been withdrawn by somebody else");
}

Disposal read_disposal(const ArchiveLayout& layout, const std::string& fonds,
                       const std::string& number) {
  const std::optional<std::string> text =
      is_paper_name(number) ? read_paper(layout, place_of(fonds, number, "proposal"))
                            : std::nullopt;
  if (!text) throw refused(Reason::not_found, "there is no disposal " + number);
  Disposal disposal;
  disposal.proposal = parse_proposal(*text);
  if (disposal.proposal.number != number)
    throw Error(ErrorKind::service_broken, Reason::archive_corrupt, kStage,
                "the proposal in the place of " + number + " is another one");
  read_approvals(layout, fonds, disposal);
  disposal.state = state_of(layout, fonds, disposal);
  return disposal;
}

std::vector<Disposal> disposals(const ArchiveLayout& layout, const std::string& fonds) {
  std::vector<Disposal> found;
  for (const std::string& number : paper_names(layout, fonds, PaperKind::disposal))
    found.push_back(read_disposal(layout, fonds, number));
  return found;
}

std::vector<std::string> objections(const Registrar& registrar, const Catalogue& catalogue,
                                    const Proposal& proposal) {
  std::vector<std::string> against;
  std::vector<std::string> codes;
  for (const DisposalFile& file : proposal.files) codes.push_back(file.code);
  const Proposal today = draw_up(registrar, catalogue, codes, against);
  if (today.files != proposal.files)
    against.emplace_back("a file was described anew since the proposal; make a new one");
  if (today.records != proposal.records)
    against.emplace_back(
        "records came, left or changed since the proposal, or a bag is damaged; run sohoa verify "
        "and make a new proposal");
  return against;
}

}  // namespace sohoa
