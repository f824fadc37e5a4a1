#include "pipeline/import_bags.h"
#include "pipeline/destroy.h"

#include <algorithm>
#include <boost/filesystem.hpp>
#include <chrono>
#include <map>
#include <optional>

#include "archive/bag.h"
#include "archive/bag_renamed.h"
#include "archive/bag_tags.h"
#include "archive/bagit_check.h"
#include "archive/durable_file.h"
#include "archive/export_bag.h"
#include "archive/fonds_keys.h"
#include "archive/hash.h"
#include "archive/ledger.h"
#include "archive/record_check.h"
#include "archive/sealed_bag.h"
#include "archive/unpack.h"
#include "document/error.h"
#include "pipeline/actor.h"
#include "pipeline/disclosure.h"
#include "pipeline/house.h"
#include "pipeline/import_table.h"
#include "pipeline/keep.h"
#include "pipeline/record_entry.h"
#include "pipeline/record_json.h"
#include "pipeline/work_folder.h"

namespace sohoa {

namespace {

constexpr const char* kStage = "import";

Error refused(Reason reason, const std::string& why) {
  return {ErrorKind::document_failed, reason, kStage, why};
}

// A bag that may be one of ours, as a tar.
struct Candidate {
  fs::path tar;
  std::string id;
  int version = 0;
};

std::string label_of(const TagTexts& tags, const std::string& label) {
  const auto info = tags.find("bag-info.txt");
  std::vector<std::string> ignored;
  if (info != tags.end())
    for (const auto& [name, value] : parse_bag_info(info->second, ignored))
      if (name == label) return value;
  return {};
}

// nullopt: not a bag of this program.
std::optional<Candidate> candidate_of(const fs::path& tar) {
  try {
    const TagTexts tags = read_bag_tags(tar);
    if (label_of(tags, "Sohoa-Bag-Format").empty()) return std::nullopt;
    return Candidate{tar, label_of(tags, "External-Identifier"), record_version(tags)};
  } catch (const Error& error) {
    // A disk that cannot be read says nothing about whose bag it is.
    if (error.reason() == Reason::key_missing || error.kind() == ErrorKind::retry) throw;
    return std::nullopt;
  }
}

// The tag manifest covers bag-info.txt and the manifests, and those everything else. What
// the bag keeps is named by number alone: the same bag before may be encrypted in one place.
std::string identity_of(const fs::path& bag, int version) {
  BagFiles by_number;
  for (int number = 1; number < version; ++number)
    by_number[number] = {"v" + std::to_string(number) + ".tar", Sha256{std::string(64, '0')}};
  const TagTexts tags = read_bag_tags(bag);
  const TagTexts renamed = renamed_tags(tags, by_number);
  const char* const sums = "tagmanifest-sha256.txt";
  return renamed.contains(sums) ? renamed.at(sums) : tags.at(sums);
}

bool any_encrypted(const RecordVersions& versions) {
  return std::any_of(versions.begin(), versions.end(),
                     [](const StoredBag& bag) { return bag.encrypted; });
}

// Bags that are here and new ones, which come as plain tars, as if all were.
std::vector<std::string> check_together(const RecordVersions& here,
                                        const RecordVersions& together) {
  std::vector<InspectedBag> bags = inspect_record(together);
  if (!any_encrypted(here)) return check_versions(bags);
  const BagFiles plain = plain_files(here);
  for (InspectedBag& bag : bags) {
    if (!bag.bag.encrypted) continue;
    const BagFile& file = plain.at(bag.bag.place.version);
    bag.bag.path = bag.bag.path.parent_path() / file.name;
    bag.check.tar.sha256 = file.sha256;
    for (KeptBag& kept : bag.check.kept) {
      const BagFile& before = plain.at(version_of_bag_name(kept.name));
      kept.name = before.name;
      kept.sha256 = before.sha256;
    }
  }
  return check_versions(bags);
}

// How a later version is to name those that are here. Only an encrypted fonds asks.
BagFiles files_here(const RecordVersions& here) {
  BagFiles files;
  for (const StoredBag& bag : here)
    files[bag.place.version] = {bag.path.filename().string(), hash_file_sha256(bag.path).sha256};
  return files;
}

class Import {
 public:
  Import(const ArchiveLayout& layout, Catalogue& catalogue, SearchIndex& search,
         const ImportSink& sink)
      : layout_(layout),
        settings_(fs::exists(layout.settings()) ? read_settings(layout.settings()) : Settings{}),
        catalogue_(catalogue),
        search_(search),
        sink_(sink) {}

  void take_path(const fs::path& path);

 private:
  void take_folder(const fs::path& folder);
  void take_group(const std::string& path, const std::vector<fs::path>& tars,
                  const std::vector<fs::path>& unpacked);
  void take_versions(const std::string& path, std::vector<Candidate> versions);
  [[nodiscard]] int take_record(const std::vector<Candidate>& versions);
  [[nodiscard]] std::vector<Candidate> new_ones(const std::vector<Candidate>& versions,
                                                const RecordVersions& here) const;
  void copy(const Candidate& version, const RecordRow& row);
  void list_unlisted(const RecordVersions& here);
  void write_rows(const RecordId& id);
  void take_other(const fs::path& bag);
  void report(const ImportedRecord& record) { sink_.record(record); }
  void stop_if_asked() const;

  const ArchiveLayout& layout_;
  const Settings settings_;
  Catalogue& catalogue_;
  SearchIndex& search_;
  const ImportSink& sink_;
};

void Import::stop_if_asked() const {
  if (sink_.stop != nullptr && sink_.stop->load())
    throw Error(ErrorKind::retry, Reason::interrupted, kStage,
                "stopped; run the same import again to go on");
}

void Import::take_path(const fs::path& path) {
  const fs::file_type type = fs::symlink_status(path).type();
  if (type == fs::directory_file) {
    if (is_unpacked_bag(path)) return take_group(path.string(), {}, {path});
    if (fs::exists(path / "bagit.txt")) return take_other(path);
    return take_folder(path);
  }
  if (type == fs::regular_file) return take_group(path.string(), {path}, {});
  const bool missing = type == fs::file_not_found;
  report({path.string(), "", ImportOutcome::refused, 0,
          missing ? Reason::not_found : Reason::not_a_regular_file,
          missing ? "there is no such file" : "links and devices are not followed"});
}

// The versions of a record lie in one folder, as an export puts them.
void Import::take_folder(const fs::path& folder) {
  std::vector<fs::path> entries;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    entries.push_back(entry.path());
  std::sort(entries.begin(), entries.end());
  std::vector<fs::path> tars;
  std::vector<fs::path> unpacked;
  for (const fs::path& entry : entries) {
    const fs::file_type type = fs::symlink_status(entry).type();
    if (type == fs::directory_file && is_unpacked_bag(entry))
      unpacked.push_back(entry);
    else if (type == fs::directory_file)
      take_path(entry);
    else if (type == fs::regular_file && entry.extension() == ".tar")
      tars.push_back(entry);
  }
  if (!tars.empty() || !unpacked.empty()) take_group(folder.string(), tars, unpacked);
}

void Import::take_group(const std::string& path, const std::vector<fs::path>& tars,
                        const std::vector<fs::path>& unpacked) {
  std::map<std::string, std::vector<Candidate>> records;
  for (const fs::path& tar : tars) {
    if (const auto candidate = candidate_of(tar))
      records[candidate->id].push_back(*candidate);
    else
      take_other(tar);
  }
  const WorkFolder work(work_place_for_any(layout_, settings_));
  for (const fs::path& folder : unpacked) {
    try {
      const fs::path place =
          work.path() / std::to_string(records.size()) / (folder.filename().string() + ".tar");
      pack_bag(folder, place);
      const auto candidate = candidate_of(place);
      if (!candidate) throw refused(Reason::bag_invalid, check_bag(place).front());
      records[candidate->id].push_back(*candidate);
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::service_broken) throw;
      report(
          {folder.string(), "", ImportOutcome::refused, 0, Reason::bag_invalid, error.message()});
    }
  }
  for (auto& [id, versions] : records) {
    stop_if_asked();
    take_versions(path, std::move(versions));
  }
}

void Import::take_versions(const std::string& path, std::vector<Candidate> versions) {
  std::sort(versions.begin(), versions.end(),
            [](const Candidate& a, const Candidate& b) { return a.version < b.version; });
  ImportedRecord result{path, versions.front().id, ImportOutcome::refused, 0, Reason::none, ""};
  try {
    result.versions = take_record(versions);
    result.outcome = result.versions > 0 ? ImportOutcome::taken : ImportOutcome::duplicate;
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::service_broken && error.reason() != Reason::archive_corrupt)
      throw;
    result.reason =
        error.reason() == Reason::archive_corrupt ? Reason::bag_invalid : error.reason();
    result.detail = error.message();
  }
  report(result);
}

// Those that are not here yet. Throws version_conflict.
std::vector<Candidate> Import::new_ones(const std::vector<Candidate>& versions,
                                        const RecordVersions& here) const {
  std::vector<Candidate> fresh;
  for (const Candidate& version : versions) {
    const auto known = std::find_if(here.begin(), here.end(), [&](const StoredBag& bag) {
      return bag.place.version == version.version;
    });
    if (known == here.end()) {
      fresh.push_back(version);
      continue;
    }
    if (identity_of(version.tar, version.version) != identity_of(known->path, version.version))
      throw refused(Reason::version_conflict,
                    "version " + std::to_string(version.version) + " of " + version.id +
                        " is in the archive with other contents (" + known->path.string() +
                        "); nothing of the record was taken in");
  }
  return fresh;
}

// How many versions were taken in; 0: all were here.
int Import::take_record(const std::vector<Candidate>& versions) {
  const RecordId id{versions.front().id};
  if (!is_record_id(id.text)) throw refused(Reason::bag_invalid, "no record has the id " + id.text);
  if (const auto gone = find_destroyed(layout_, id))
    throw refused(Reason::destroyed, "the record " + id.text + " was destroyed on " + gone->at +
                                         " by the disposal " + gone->disposal + " of the fonds " +
                                         gone->fonds);
  const RecordVersions here = record_versions(layout_, id);
  RecordVersions together = here;
  list_unlisted(together);
  for (const Candidate& version : versions)
    if (const auto findings = check_bag(version.tar); !findings.empty())
      throw refused(Reason::bag_invalid, findings.front());
  const std::vector<Candidate> fresh = new_ones(versions, together);
  if (fresh.empty()) {
    write_rows(id);
    return 0;
  }
  for (const Candidate& version : fresh) {
    StoredBag bag;
    bag.place.id = id;
    bag.place.version = version.version;
    bag.path = version.tar;
    together.push_back(bag);
  }
  if (const auto findings = check_together(here, together); !findings.empty())
    throw refused(Reason::bag_invalid, findings.front());

  const RecordBags bags(together);
  const RecordRow row = read_record_json(bags.read_text("data/metadata/record.json"));
  if (row.id != id.text || !is_fonds_name(row.fonds) || row.year < 1000 || row.year > 9999)
    throw refused(Reason::bag_invalid, "record.json does not say which record this is, and where");
  (void)entry_from_bags(row, together);  // everything that will be searched can be read
  const std::string original = bags.member_in("data/original/");
  if (record_id(bags.members().at(original).sums.sha256) != id)
    throw refused(Reason::bag_invalid,
                  "the id " + id.text + " is not that of the original's bytes");
  if (says_secret(row.fields))
    throw refused(Reason::suspected_secret, "the description says that it is a state secret");
  for (const Candidate& version : fresh) copy(version, row);
  write_rows(id);
  return static_cast<int>(fresh.size());
}

void Import::copy(const Candidate& version, const RecordRow& row) {
  const RecordVersions here = record_versions(layout_, RecordId{version.id});
  BagPlace place{row.fonds, row.year, RecordId{version.id}, version.version, false};
  if (!here.empty()) place = here.back().place;
  place.version = version.version;
  place.encrypted = is_encrypted_fonds(layout_, place.fonds);
  const fs::path path = layout_.bag(place);
  remove_leftovers(path.parent_path());
  DurableFile out(path, 0444, kStage);
  const auto to_disk = [&](const void* data, std::size_t size) { out.write(data, size); };
  if (place.encrypted) {
    SealedBagOutput sealed(path, to_disk);
    read_renamed_bag(version.tar, files_here(here),
                     [&](const void* data, std::size_t size) { sealed.add(data, size); });
    sealed.finish();
  } else {
    read_plain_bag(version.tar, to_disk);
  }
  out.sync();
  if (const auto findings = check_bag(out.temporary_path()); !findings.empty())
    throw Error(ErrorKind::service_broken, Reason::bag_mismatch, kStage,
                path.string() + " did not read back as written: " + findings.front());
  if (!out.commit())
    throw refused(Reason::version_conflict, path.string() + " has just been written by another");
  append_to_ledger(layout_, {iso_time(std::chrono::system_clock::now()),
                             "import",
                             version.id,
                             row.sha256,
                             "taken over from another bag",
                             acting_user(),
                             {{fs::relative(path, layout_.root()).string(),
                               out.written().sha256.hex, out.written().bytes}}});
}

// The ledger's line for bags that an import which died before their rows left there.
void Import::list_unlisted(const RecordVersions& here) {
  if (here.empty()) return;
  const auto known = catalogue_.find_by_id(here.back().place.id.text);
  if (known && known->version >= here.back().place.version) return;
  (void)require_whole(here);
  LedgerEntry entry{iso_time(std::chrono::system_clock::now()),
                    "import",
                    here.back().place.id.text,
                    row_from_bags(layout_, here).sha256,
                    "completed after an interruption",
                    acting_user()};
  for (const StoredBag& bag : here) entry.files.push_back(ledger_file(layout_, bag.path));
  append_to_ledger(layout_, entry);
}

// Also when an earlier import died between bag and rows.
void Import::write_rows(const RecordId& id) {
  const RecordVersions versions = record_versions(layout_, id);
  const bool listed = may_be_listed(layout_, settings_, versions.back().place.fonds);
  const auto known = catalogue_.find_by_id(id.text);
  if (known && known->version == versions.back().place.version &&
      (!listed || search_.contains(id.text)))
    return;
  const RecordRow row = row_from_bags(layout_, versions);
  commit_rows(row, entry_from_bags(row, versions).page_texts,
              {layout_, settings_, catalogue_, search_});
}

// A bag of another maker, or no bag at all.
void Import::take_other(const fs::path& bag) {
  stop_if_asked();
  const BagitReport judged = check_bagit(bag);
  if (judged.verdict() == BagitVerdict::invalid) {
    const BagitFinding& first = judged.errors.front();
    return report({bag.string(), "", ImportOutcome::refused, 0, Reason::bag_invalid,
                   first.rule + ": " + first.what});
  }
  const WorkFolder work(work_place(layout_, settings_, settings_.fonds));
  OtherBag other{bag.string(), bag, {}};
  if (fs::is_directory(bag)) {
    for (const BagitPayload& payload : judged.payload) other.files.push_back(payload.path);
    return sink_.other_bag(other);
  }
  UnpackLimits limits;
  limits.max_depth = 1;  // what is packed in the payload stays as it is summed
  other.folder = work.path() / "payload";
  fs::create_directories(work.path() / "raw");
  const std::string top = judged.top.empty() ? "" : judged.top + "/";
  for (const UnpackedMember& member : unpack(bag, work.path() / "raw", limits)) {
    if (!member.name.starts_with(top + "data/") || member.file.empty()) continue;
    const std::string path = member.name.substr(top.size());
    fs::create_directories((other.folder / path).parent_path());
    fs::rename(member.file, other.folder / path);
    other.files.push_back(path);
  }
  if (other.files.size() != judged.payload.size())
    return report({bag.string(), "", ImportOutcome::refused, 0, Reason::bag_invalid,
                   "not every file of the payload can be unpacked within the limits"});
  sink_.other_bag(other);
}

}  // namespace

const char* import_outcome_name(ImportOutcome outcome) {
  switch (outcome) {
    case ImportOutcome::taken:
      return "taken";
    case ImportOutcome::duplicate:
      return "duplicate";
    case ImportOutcome::refused:
      return "refused";
  }
  return "refused";
}

void import_bags(const std::vector<std::string>& paths, const ArchiveLayout& layout,
                 Catalogue& catalogue, SearchIndex& search, const ImportSink& sink) {
  Import import(layout, catalogue, search, sink);
  for (const std::string& path : paths) import.take_path(path);
}

}  // namespace sohoa
