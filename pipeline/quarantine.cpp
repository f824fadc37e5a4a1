#include "pipeline/quarantine.h"

#include <array>
#include <boost/filesystem.hpp>
#include <nlohmann/json.hpp>
#include <vector>

#include "archive/durable_file.h"
#include "archive/hash.h"
#include "archive/ledger.h"
#include "archive/safe_name.h"
#include "archive/seal.h"
#include "document/error.h"
#include "pipeline/actor.h"

namespace sohoa {

namespace {

std::string reason_file(const DocumentOutcome& outcome, const std::string& at) {
  const nlohmann::ordered_json json{{"path", outcome.path},
                                    {"sha256", outcome.sha256},
                                    {"reason", reason_code(outcome.reason)},
                                    {"vi", reason_sentence(outcome.reason, Language::vietnamese)},
                                    {"en", reason_sentence(outcome.reason, Language::english)},
                                    {"detail", outcome.detail},
                                    {"at", at}};
  return json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

constexpr unsigned kPrivateFile = 0600;
constexpr const char* kStage = "quarantine";

// An equal file that is already there is left alone.
void write_durably(const fs::path& target, const std::string& text) {
  DurableFile file(target, kPrivateFile, kStage);
  file.write(text.data(), text.size());
  file.sync();
  (void)file.commit();
}

// Throws Error{retry, changed_while_reading} when the file is not the one of this sum any more.
void copy_durably(const fs::path& source, const std::string& sha256, const fs::path& target) {
  const FileDescriptor from = open_regular_file(source, kStage);
  DurableFile file(target, kPrivateFile, kStage);
  std::array<char, 1 << 16> buffer{};
  while (const std::size_t got =
             read_some(from.get(), buffer.data(), buffer.size(), source, kStage))
    file.write(buffer.data(), got);
  file.sync();
  if (file.written().sha256.hex != sha256)
    throw Error(ErrorKind::retry, Reason::changed_while_reading, kStage,
                "the file changed before it was put aside");
  (void)file.commit();
}

// How the names of all copies of these bytes begin.
std::string stem_of(const std::string& sha256) {
  return sha256.substr(0, 16) + "-";
}

std::string relative_path(const House& house, const fs::path& file) {
  return file.lexically_relative(house.layout.root()).string();
}

std::vector<std::string> relative_paths(const House& house, const std::vector<fs::path>& files) {
  std::vector<std::string> paths;
  for (const fs::path& file : files) paths.push_back(relative_path(house, file));
  return paths;
}

std::vector<fs::path> copies_put_aside(const fs::path& folder, const std::string& sha256) {
  std::vector<fs::path> copies;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    if (entry.path().filename().string().starts_with(stem_of(sha256)))
      copies.push_back(entry.path());
  return copies;
}

}  // namespace

void quarantine_failed(const DocumentInput& input, const DocumentOutcome& outcome, House& house) {
  const std::string at = iso_time(house.clock());
  const QuarantineRow row{outcome.path, outcome.sha256, std::string(reason_code(outcome.reason)),
                          outcome.detail, at};
  if (outcome.outcome != Outcome::quarantined || outcome.sha256.empty())
    return house.catalogue.add_quarantined(row);
  // The same bytes may lie in several places.
  const InFlight alone(house.layout, outcome.sha256);
  const std::string stem =
      stem_of(outcome.sha256) + safe_file_name(fs::path(outcome.path).filename().string());
  const fs::path kept = house.layout.failed() / stem;
  // The reason comes last: where it stands, all of this was done.
  const fs::path reason = kept.string() + ".json";
  if (fs::exists(reason)) return house.catalogue.add_quarantined(row);
  remove_leftovers(house.layout.failed());
  copy_durably(input.file, outcome.sha256, kept);
  house.catalogue.add_quarantined(row);
  const std::string reason_text = reason_file(outcome, at);
  append_to_ledger(
      house.layout,
      {at,
       "quarantine",
       "",
       outcome.sha256,
       std::string(reason_code(outcome.reason)),
       acting_user(),
       {ledger_file(house.layout, kept),
        {relative_path(house, reason), hash_bytes(reason_text).sha256.hex, reason_text.size()}}});
  write_durably(reason, reason_text);
}

void release_from_quarantine(const DocumentInput& input, const std::string& sha256, House& house) {
  if (!house.catalogue.is_quarantined(input.path, sha256)) return;
  const std::vector<fs::path> copies = copies_put_aside(house.layout.failed(), sha256);
  if (!copies.empty())
    append_to_ledger(house.layout, {iso_time(house.clock()),
                                    "release",
                                    "",
                                    sha256,
                                    "no longer in quarantine",
                                    acting_user(),
                                    {},
                                    relative_paths(house, copies)});
  for (const fs::path& copy : copies) fs::remove(copy);
  house.catalogue.remove_quarantined(input.path, sha256);
}

bool is_sealed(const Intake& intake, const House& house) {
  return fs::exists(house.layout.secret() /
                    sealed_name(intake.checksums.sha256.hex, house.layout.sealing_public_key()));
}

void seal_away(const Intake& intake, House& house) {
  const fs::path key = house.layout.sealing_public_key();
  const std::string name = sealed_name(intake.checksums.sha256.hex, key);
  remove_leftovers(house.layout.secret());
  seal_file(intake.input.file, intake.input.path, "suspected state secret", key,
            house.layout.secret() / name);
  note_sealed(intake, house);
}

void note_sealed(const Intake& intake, House& house) {
  const std::string name =
      sealed_name(intake.checksums.sha256.hex, house.layout.sealing_public_key());
  if (house.catalogue.counts_suspected_secret(name)) return;
  const std::string at = iso_time(house.clock());
  append_to_ledger(house.layout, {at,
                                  "seal",
                                  "",
                                  "",
                                  "suspected secret " + name,
                                  acting_user(),
                                  {ledger_file(house.layout, house.layout.secret() / name)}});
  house.catalogue.count_suspected_secret(name, at);
}

}  // namespace sohoa
