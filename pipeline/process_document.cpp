// The way of one document, in order. Every stage is a call; what a stage does
// is written in its own folder.
#include "pipeline/process_document.h"

#include <optional>
#include <utility>

#include "document/error.h"
#include "pipeline/describe_pages.h"
#include "pipeline/disclosure.h"
#include "pipeline/import_table.h"
#include "pipeline/intake.h"
#include "pipeline/keep.h"
#include "pipeline/quarantine.h"
#include "pipeline/read_pages.h"
#include "pipeline/work_folder.h"

namespace sohoa {

namespace {

DocumentOutcome archived(const DocumentInput& input, const Intake& intake, Outcome outcome,
                         const RecordRow& row) {
  DocumentOutcome result{
      input.path, intake.checksums.sha256.hex, outcome, row.id, row.pages, 0, Reason::none, ""};
  return result;
}

DocumentOutcome sealed(const DocumentInput& input) {
  return {input.path, "", Outcome::quarantined, "", 0, 0, Reason::suspected_secret, ""};
}

// A suspected secret never takes the way of other failures, which is kept in
// clear: what cannot be sealed is left where it is, for the next run.
DocumentOutcome seal(const DocumentInput& input, const Intake& intake, House& house) {
  try {
    seal_away(intake, house);
    return sealed(input);
  } catch (const Error& error) {
    // Named here, so that nobody names the file.
    if (error.kind() == ErrorKind::service_broken) throw error.at("a suspected secret", 0);
    return {input.path, "", Outcome::rejected, "", 0, 0, Reason::suspected_secret, ""};
  }
}

DocumentOutcome sealed_before(const DocumentInput& input, const Intake& intake, House& house) {
  note_sealed(intake, house);
  return sealed(input);
}

// All stages for a file that was not seen before. Throws Error.
DocumentOutcome take_through(const DocumentInput& input, const Intake& intake, House& house,
                             const PageAttempts& attempts) {
  // An earlier run may have written the bag and died before its rows: finish
  // from the bag, so that nothing is recognised or kept twice.
  if (const std::optional<RecordRow> row = adopt_existing_bag(intake, house))
    return archived(input, intake, Outcome::archived, *row);

  // What is in the file, and the text of every page. Nothing is written yet.
  const InputInfo info = house.pool.inspect(intake.open_input());
  if (info.pages.size() > input.most_pages)
    throw Error(ErrorKind::retry, Reason::interrupted, "inspect",
                "there is no time for so many pages");
  const PagesRead read = read_pages(input.path, intake.open_input(), info, all_pages(info),
                                    house.pool, house.progress, attempts);

  // A suspected state secret ends here: sealed, and nothing else of it is kept.
  if (screen_pages(read).suspected) return seal(input, intake, house);

  // Who wrote it, when, about what; and the copy that people will open.
  const Fields fields = with_described(describe_pages(read), input.described);
  const WorkFolder work(work_place(house.layout, house.settings, house.settings.fonds));
  const fs::path access_copy = work.path() / "access.pdf";
  make_access_copy(intake, info, read, fields, access_copy, house);

  // The bag is written, read back and compared. From here the original is safe.
  const RecordRow row = keep(intake, info, read, fields, access_copy, house);

  // Only a safe record may be found.
  commit_rows(row, read.page_texts(), house);
  note_rescans(row, read, house);
  DocumentOutcome result = archived(input, intake, Outcome::archived, row);
  result.unreadable_pages = read.unreadable();
  if (result.unreadable_pages > 0) result.reason = Reason::page_unreadable;
  return result;
}

// What cannot be taken: nothing worth keeping is rejected, the rest is put
// aside with its reason.
Outcome outcome_of(Reason reason) {
  switch (reason) {
    case Reason::empty_file:
    case Reason::unknown_format:
    case Reason::unsafe_name:
    case Reason::not_a_regular_file:
    case Reason::not_found:
    case Reason::no_permission:
    case Reason::destroyed:
      return Outcome::rejected;
    default:
      return Outcome::quarantined;
  }
}

// The message without the file's name and folders: nobody has read yet whether it
// is a secret, and the log is open to more people than the quarantine is.
std::string unnamed(std::string message, const std::string& path) {
  for (const std::string& name : {path, fs::path(path).filename().string()})
    for (std::size_t at = 0; !name.empty() && (at = message.find(name, at)) != std::string::npos;)
      message.replace(at, name.size(), "(the file)"), at += 10;
  return message;
}

DocumentOutcome put_aside(const DocumentInput& input, const std::string& sha256, const Error& error,
                          House& house) {
  DocumentOutcome result{input.path,     sha256,         outcome_of(error.reason()), "", 0, 0,
                         error.reason(), error.message()};
  if (error.page() > 0) result.detail += " (page " + std::to_string(error.page()) + ")";
  quarantine_failed(input, result, house);
  house.log.write({LogLevel::warning, sha256.empty() ? "" : record_id(Sha256{sha256}).text,
                   error.page(), error.stage(), unnamed(error.message(), input.path)});
  return result;
}

bool ends_the_run(const Error& error) {
  return error.kind() == ErrorKind::service_broken || error.reason() == Reason::interrupted;
}

}  // namespace

const char* outcome_name(Outcome outcome) {
  switch (outcome) {
    case Outcome::archived:
      return "archived";
    case Outcome::duplicate:
      return "duplicate";
    case Outcome::quarantined:
      return "quarantined";
    case Outcome::rejected:
      return "rejected";
  }
  return "rejected";
}

DocumentOutcome process_document(const DocumentInput& input, House& house,
                                 const PageAttempts& attempts) {
  house.progress.document_started(input.path);
  std::string sha256;
  try {
    const Intake intake = take_in(input);
    sha256 = intake.checksums.sha256.hex;
    // The same bytes twice at once wait for each other; the second is a duplicate.
    const InFlight alone(house.layout, sha256);
    // What was destroyed by decision does not come back by the inbox.
    refuse_destroyed(intake, house);
    DocumentOutcome outcome;
    if (const std::optional<RecordRow> known = find_duplicate(intake, house))
      outcome = archived(input, intake, Outcome::duplicate, *known);
    else if (is_sealed(intake, house))
      outcome = sealed_before(input, intake, house);
    else if (says_secret(input.described))
      outcome = seal(input, intake, house);
    else
      outcome = take_through(input, intake, house, attempts);
    // What failed before and has found its place now is no failure any more.
    if (outcome.outcome != Outcome::rejected) release_from_quarantine(input, sha256, house);
    return outcome;
  } catch (const Error& error) {
    if (ends_the_run(error)) throw error.at(input.path, 0);
    if (error.kind() == ErrorKind::retry && !input.last_try) throw error.at(input.path, 0);
    return put_aside(input, sha256, error, house);
  }
}

DocumentOutcome give_up_on(const DocumentInput& input, House& house) {
  DocumentOutcome outcome{
      input.path, "", Outcome::quarantined, "",
      0,          0,  Reason::gave_up,      "every attempt to take it in ended the program"};
  outcome.sha256 = take_in(input).checksums.sha256.hex;
  quarantine_failed(input, outcome, house);
  return outcome;
}

}  // namespace sohoa
