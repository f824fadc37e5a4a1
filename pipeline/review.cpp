#include "pipeline/review.h"

#include <algorithm>
#include <boost/filesystem/operations.hpp>
#include <optional>
#include <set>

#include "archive/bag_version.h"
#include "archive/fonds_keys.h"
#include "archive/ledger.h"
#include "archive/premis.h"
#include "archive/record_bags.h"
#include "document/error.h"
#include "document/layout_json.h"
#include "document/vietnamese_text.h"
#include "ocr/write_layout.h"
#include "pipeline/actor.h"
#include "pipeline/correct_layout.h"
#include "pipeline/disclosure.h"
#include "pipeline/history.h"
#include "pipeline/record_entry.h"
#include "pipeline/record_json.h"
#include "pipeline/renew_access_copy.h"
#include "pipeline/work_folder.h"

namespace sohoa {

namespace {

const std::string kStage = "review";
const std::string kRecord = "data/metadata/record.json";
const std::string kPremis = "data/metadata/premis.xml";
constexpr int kAttempts = 20;  // as many others may write a version at the same moment

[[noreturn]] void refuse(Reason reason, const std::string& why) {
  throw Error(ErrorKind::document_failed, reason, kStage, why);
}

bool is_date(const std::string& text) {
  static const std::string form = "dddd-dd-dd";
  if (text.size() != 4 && text.size() != 7 && text.size() != form.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != form[i]) return false;
  return true;
}

std::string checked_value(const std::string& name, const std::string& value) {
  const auto& names = field_names();
  if (std::find(names.begin(), names.end(), name) == names.end())
    refuse(Reason::bad_settings, "there is no field \"" + name + "\"");
  if (name.ends_with("_date") && !value.empty() && !is_date(value))
    refuse(Reason::bad_settings, "\"" + value + "\" is no date: YYYY-MM-DD, YYYY-MM or YYYY");
  return to_nfc(value);
}

// The fields as they are now; names of those that the request touched go to `changed`.
Fields decided(Fields fields, const ReviewRequest& request, std::vector<std::string>& changed) {
  for (const auto& [name, given] : request.set) {
    const std::string value = checked_value(name, given);
    const auto known = fields.find(name);
    if (value.empty()) {
      if (known == fields.end()) continue;
      fields.erase(known);
    } else {
      Field& field = fields[name];
      if (field.value == value && field.confidence >= 1) continue;
      field.value = value;
      field.confidence = 1;
    }
    changed.push_back(name);
  }
  return fields;
}

std::map<int, TextLayout> corrected_pages(const RecordBags& record, const ReviewRequest& request) {
  std::map<int, TextLayout> pages;
  for (const auto& [page, text] : request.texts) {
    const std::string member = page_member(page, "json");
    if (page < 1 || !record.has(member))
      refuse(Reason::not_found, "the record has no page " + std::to_string(page));
    const std::string before = record.read_text(member);
    const TextLayout after = with_text(layout_from_json(before), text);
    if (layout_to_json(after) != before) pages[page] = after;
  }
  return pages;
}

struct Draft {
  RecordVersions versions;
  RecordRow row;
  ReviewResult result;
  VersionContents contents;
};

void add_text(VersionContents& contents, std::string path, std::string text) {
  contents.changed.push_back({std::move(path), std::move(text), {}, {}});
}

// The rows of a version that stands in the store and not yet in the catalogue.
void catch_up(const RecordVersions& versions, const Stores& stores, const Clock& clock) {
  const RecordRow row = row_from_bags(stores.layout, versions);
  const auto listed = stores.catalogue.find_by_id(row.id);
  if (listed && listed->version >= row.version) return;
  complete_rows(row, versions, clock, stores);
}

// `work` holds the files of the draft and lives as long.
Draft draft(const ReviewRequest& request, const Stores& stores, const Clock& clock,
            const std::function<WorkerPool&()>& workers, const WorkFolder& work) {
  Draft made{record_versions(stores.layout, request.id), {}, {}, {}};
  const std::vector<InspectedBag> bags = require_whole(made.versions);
  catch_up(made.versions, stores, clock);
  const RecordBags record(made.versions);
  const std::string before = record.read_text(kRecord);
  RecordRow& row = made.row = row_from_bags(stores.layout, made.versions);
  ReviewResult& result = made.result;
  row.fields = decided(row.fields, request, result.changed);
  const std::map<int, TextLayout> pages = corrected_pages(record, request);
  for (const auto& [page, layout] : pages) result.pages.push_back(page);
  result.row = row;
  if (result.changed.empty() && pages.empty()) return made;

  ++row.version;
  const std::string at = iso_time(clock());
  add_text(
      made.contents, kRecord,
      revise_record_json(before, {row.version, row.fields, at, request.by, result.changed, pages}));
  for (const auto& [page, layout] : pages) {
    add_text(made.contents, page_member(page, "json"), layout_to_json(layout));
    add_text(made.contents, page_member(page, "alto.xml"),
             write_alto(layout, page, row.original_name));
  }
  if (!pages.empty()) {
    const fs::path copy = work.path() / "access.pdf";
    result.note = renew_access_copy(record, row, pages, at, copy, workers());
    if (result.note.empty())
      made.contents.changed.push_back({"data/access/" + row.id + ".pdf", {}, copy, {}});
  }
  std::set<std::string> changed{kPremis};
  for (NewMember& member : made.contents.changed) {
    member.sums = member.file.empty() ? hash_bytes(member.text) : hash_file(member.file);
    changed.insert(member.path);
  }
  add_text(made.contents, kPremis,
           extend_premis(record.read_text(kPremis),
                         history_of(ReviewFacts{row.id, row.version, at, request.by, result.changed,
                                                made.contents.changed, result.note})));
  made.contents.kept = kept_after(bags, changed);
  made.contents.bagging_date = at.substr(0, 10);
  made.contents.bag_software = "sohoa " SOHOA_VERSION;
  return made;
}

// nullopt: somebody else took the number.
std::optional<BagReceipt> write(const Draft& made, const Stores& stores) {
  BagPlace place = made.versions.back().place;
  place.version = made.row.version;
  place.encrypted = is_encrypted_fonds(stores.layout, place.fonds);
  BagPlace other = place;
  other.encrypted = !place.encrypted;
  if (fs::exists(stores.layout.bag(other))) return std::nullopt;
  try {
    return write_bag_version(stores.layout, place, made.contents);
  } catch (const Error& error) {
    const bool taken =
        error.reason() == Reason::bag_mismatch && fs::exists(stores.layout.bag(place));
    if (!taken) throw;
    return std::nullopt;
  }
}

}  // namespace

const std::vector<std::string>& field_names() {
  static const std::vector<std::string> names{
      "type",    "notation", "number",         "issued_date", "agency",
      "subject", "signer",   "signer_title",   "recipients",  "place",
      "urgency", "secrecy",  "arrival_number", "arrival_date"};
  return names;
}

std::vector<std::pair<std::string, Field>> doubtful_fields(const Fields& fields, double below) {
  std::vector<std::pair<std::string, Field>> doubtful;
  for (const auto& [name, field] : fields)
    if (field.confidence < below) doubtful.emplace_back(name, field);
  std::stable_sort(doubtful.begin(), doubtful.end(), [](const auto& a, const auto& b) {
    return a.second.confidence < b.second.confidence;
  });
  return doubtful;
}

ReviewResult review(const ReviewRequest& request, const Stores& stores, const Clock& clock,
                    const std::function<WorkerPool&()>& workers) {
  for (int attempt = 1; attempt <= kAttempts; ++attempt) {
    const RecordVersions known = record_versions(stores.layout, request.id);
    if (known.empty()) refuse(Reason::not_found, "no record has the id " + request.id.text);
    const WorkFolder work(work_place(stores.layout, stores.settings, known.front().place.fonds));
    Draft made = draft(request, stores, clock, workers, work);
    if (made.contents.changed.empty()) return made.result;
    const std::optional<BagReceipt> receipt = write(made, stores);
    if (!receipt) continue;
    RecordRow& row = made.row;
    row.bag_path = fs::relative(receipt->path, stores.layout.root()).string();
    append_to_ledger(stores.layout, {iso_time(clock()),
                                     "review",
                                     row.id,
                                     row.sha256,
                                     "version " + std::to_string(row.version) + " by " + request.by,
                                     acting_user(),
                                     {{row.bag_path, receipt->tar_sha256.hex, receipt->bytes}}});
    commit_rows(row, entry_from_bags(row, record_versions(stores.layout, request.id)).page_texts,
                stores);
    made.result.row = row;
    return made.result;
  }
  throw Error(ErrorKind::retry, Reason::interrupted, kStage,
              "others changed the record " + request.id.text + " at the same time; try again");
}

}  // namespace sohoa
