#include "pipeline/release.h"

#include <algorithm>
#include <boost/filesystem.hpp>
#include <optional>

#include "archive/bag_check.h"
#include "archive/hash.h"
#include "archive/store.h"
#include "document/error.h"
#include "pipeline/departure.h"
#include "pipeline/intake.h"
#include "pipeline/quarantine.h"

namespace sohoa {

namespace {

ReleaseResult stays(Released why, const std::string& detail) {
  return {why, detail};
}

bool is_secret(const DocumentOutcome& outcome) {
  return outcome.reason == Reason::suspected_secret;
}

bool holds_secret(const std::vector<DocumentOutcome>& outcomes) {
  return std::any_of(outcomes.begin(), outcomes.end(), is_secret);
}

bool is_refused(const DocumentOutcome& outcome) {
  return outcome.outcome == Outcome::rejected;
}

bool record_is_kept(const DocumentOutcome& outcome, const House& house) {
  const RecordVersions versions = record_versions(house.layout, RecordId{outcome.id});
  if (versions.empty() || !house.catalogue.find_by_id(outcome.id)) return false;
  if (outcome.outcome == Outcome::archived) return true;  // read back a moment ago
  const BagCheck first = inspect_bag(versions.front().path);
  return !first.key_missing && first.findings.empty();
}

bool copy_is_put_aside(const DocumentOutcome& outcome, const House& house) {
  if (outcome.sha256.empty()) return false;
  const std::string stem = outcome.sha256.substr(0, 16) + "-";
  for (const fs::directory_entry& entry : fs::directory_iterator(house.layout.failed())) {
    if (entry.path().filename().string().starts_with(stem) &&
        hash_file(entry.path()).sha256.hex == outcome.sha256)
      return true;
  }
  return false;
}

bool is_held(const DocumentOutcome& outcome, const House& house) {
  switch (outcome.outcome) {
    case Outcome::archived:
    case Outcome::duplicate:
      return record_is_kept(outcome, house);
    case Outcome::quarantined:
      return is_secret(outcome) || copy_is_put_aside(outcome, house);
    case Outcome::rejected:
      return false;
  }
  return false;
}

// What was refused and why, for whoever brought it; empty when nothing was.
std::string words_of(const std::vector<DocumentOutcome>& outcomes) {
  std::string text;
  for (const DocumentOutcome& outcome : outcomes)
    if (is_refused(outcome))
      text += outcome.path + "\n  " +
              std::string(reason_sentence(outcome.reason, Language::vietnamese)) + "\n  " +
              std::string(reason_sentence(outcome.reason, Language::english)) + "\n\n";
  return text;
}

// A secret among an archive file's members: the file itself holds it too.
bool seal_whole(const InboxFile& file, House& house) {
  const Intake intake = take_in({file.file, file.path});
  if (!is_sealed(intake, house)) seal_away(intake, house);
  return is_sealed(intake, house);
}

void let_go(const InboxFile& file, const std::vector<DocumentOutcome>& outcomes,
            const InboxPlaces& places, Release how) {
  const std::string words = words_of(outcomes);
  if (holds_secret(outcomes) || (words.empty() && how == Release::discard))
    delete_source(file);
  else
    move_source(file, words.empty() ? places.done : places.refused, words);
}

ReleaseResult stays_after(const Error& error) {
  if (error.reason() == Reason::disk_full) return stays(Released::no_room, error.message());
  return stays(
      error.reason() == Reason::changed_while_reading ? Released::changed : Released::impossible,
      error.message());
}

// Nothing where it may go.
std::optional<ReleaseResult> reason_to_stay(const InboxFile& file,
                                            const std::vector<DocumentOutcome>& outcomes,
                                            House& house) {
  const auto safe = [&](const DocumentOutcome& outcome) {
    return is_refused(outcome) || is_held(outcome, house);
  };
  if (state_of(file.file) != file.state)
    return stays(Released::changed, "it changed after it was read");
  if (outcomes.empty() || !std::all_of(outcomes.begin(), outcomes.end(), safe))
    return stays(Released::not_held, "the archive could not be shown to hold it");
  if (holds_secret(outcomes) && !seal_whole(file, house))
    return stays(Released::not_held, "it could not be sealed");
  return std::nullopt;
}

}  // namespace

InboxPlaces inbox_places(const ArchiveLayout& layout, const WatchSettings& settings) {
  const auto place = [&](const std::string& name) {
    fs::path path = fs::absolute(fs::path(name), fs::absolute(layout.root())).lexically_normal();
    if (path.filename() == "." || path.filename().empty()) path = path.parent_path();
    return path;
  };
  return {place(settings.inbox), place(settings.done), place(settings.refused)};
}

ReleaseResult release_source(const InboxFile& file, const std::vector<DocumentOutcome>& outcomes,
                             const InboxPlaces& places, Release how, House& house) {
  try {
    if (const auto reason = reason_to_stay(file, outcomes, house)) return *reason;
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::service_broken && error.reason() != Reason::disk_full) throw;
    return stays_after(error);
  }
  // What cannot be moved from here to there is one file's trouble, whatever it is.
  try {
    let_go(file, outcomes, places, how);
    return {};
  } catch (const Error& error) {
    return stays_after(error);
  }
}

}  // namespace sohoa
