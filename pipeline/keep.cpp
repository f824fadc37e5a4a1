#include "pipeline/keep.h"

#include <unistd.h>

#include <boost/filesystem.hpp>
#include <mutex>
#include <set>

#include "archive/bag.h"
#include "archive/bag_check.h"
#include "archive/fonds_keys.h"
#include "archive/hash.h"
#include "archive/ledger_line.h"
#include "archive/premis.h"
#include "archive/record_check.h"
#include "archive/safe_name.h"
#include "archive/store.h"
#include "document/error.h"
#include "document/layout_json.h"
#include "document/vietnamese_text.h"
#include "ocr/write_layout.h"
#include "pipeline/actor.h"
#include "pipeline/disclosure.h"
#include "pipeline/files.h"
#include "pipeline/history.h"
#include "pipeline/record_entry.h"
#include "pipeline/record_json.h"

namespace sohoa {

namespace {

bool is_named_in_ledger(const ArchiveLayout& layout, const LedgerFile& file) {
  LedgerReader reader(layout);
  while (const auto line = reader.next()) {
    if (line->text.find(file.sha256) == std::string::npos) continue;
    const std::optional<LedgerLine> parsed = parse_ledger_line(line->text);
    if (!parsed) continue;
    for (const LedgerFile& named : parsed->entry.files)
      if (named.path == file.path && named.sha256 == file.sha256) return true;
  }
  return false;
}

// Makes the fonds' keys where it has none yet, and names them in the ledger, as well as those
// that an interrupted run made. The ledger is read for it once a process and key file.
void encrypt_named_fonds(const std::string& fonds, const House& house) {
  static std::mutex lock;
  static std::set<std::string> named;  // checksums of key files
  encrypt_fonds(house.layout, fonds);
  const LedgerFile keys = ledger_file(house.layout, newest_key_file(house.layout, fonds));
  const std::lock_guard guard(lock);
  if (named.contains(keys.sha256)) return;
  if (!is_named_in_ledger(house.layout, keys))
    append_to_ledger(house.layout, {iso_time(house.clock()),
                                    "encrypt",
                                    "",
                                    "",
                                    "keys of the fonds " + fonds,
                                    acting_user(),
                                    {keys}});
  named.insert(keys.sha256);
}

std::string field_value(const Fields& fields, const char* name) {
  const auto found = fields.find(name);
  return found == fields.end() ? "" : found->second.value;
}

std::string original_name(const Intake& intake) {
  return safe_file_name(fs::path(intake.input.path).filename().string());
}

// Where the first version goes: where one stands already, else as the fonds has it now.
BagPlace place_of(const RecordRow& row, const House& house) {
  const RecordId id{row.id};
  const RecordVersions known = record_versions(house.layout, id);
  if (!known.empty()) return known.front().place;
  const bool encrypted = house.settings.encrypt || is_encrypted_fonds(house.layout, row.fonds);
  if (encrypted) encrypt_named_fonds(row.fonds, house);
  return {row.fonds, row.year, id, 1, encrypted};
}

RecordRow describe_row(const Intake& intake, const PagesRead& read, const Fields& fields,
                       House& house) {
  const auto now = house.clock();
  RecordRow row;
  row.id = record_id(intake.checksums.sha256).text;
  row.sha256 = intake.checksums.sha256.hex;
  row.original_name = original_name(intake);
  row.fonds = house.settings.fonds;
  row.year = year_of(now);
  row.pages = static_cast<int>(read.pages.size());
  row.original_bytes = intake.checksums.bytes;
  row.ingested_at = iso_time(now);
  row.mean_confidence = read.mean_confidence();
  row.fields = fields;
  row.file = intake.input.file_of;
  return row;
}

void write_ledger(const RecordRow& row, const std::string& detail, const LedgerFile& bag,
                  House& house) {
  append_to_ledger(
      house.layout,
      {iso_time(house.clock()), "ingest", row.id, row.sha256, detail, acting_user(), {bag}});
}

std::string first_bytes(const FileDescriptor& file) {
  std::string bytes(16, '\0');
  const ssize_t got = ::pread(file.get(), bytes.data(), bytes.size(), 0);
  bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return bytes;
}

std::string settings_of_reading(const House& house) {
  return "language " + house.settings.language;
}

}  // namespace

std::string title_of(const Fields& fields, const std::string& name) {
  std::string title = field_value(fields, "type");
  for (const char* part : {"notation", "subject"})
    if (const std::string value = field_value(fields, part); !value.empty())
      title += (title.empty() ? "" : " ") + value;
  return title.empty() ? name : title;
}

void make_access_copy(const Intake& intake, const InputInfo& info, const PagesRead& read,
                      const Fields& fields, const fs::path& target, House& house) {
  AccessRequest request;
  request.title = title_of(fields, to_nfc(original_name(intake)));
  request.sha256 = intake.checksums.sha256.hex;
  request.created = iso_time(house.clock());
  request.numbers = read.numbers;
  request.inputs = info.pages;
  request.pages = read.pages;
  house.pool.write_access_copy(intake.open_input(), request, target.string());
}

RecordRow keep(const Intake& intake, const InputInfo& info, const PagesRead& read,
               const Fields& fields, const fs::path& access_copy, House& house) {
  RecordRow row = describe_row(intake, read, fields, house);
  // No bag belongs to a file that nobody has heard of.
  if (!row.file.empty()) note_file({house.layout, row.fonds, house.clock, acting_user()}, row.file);
  const std::string recogniser =
      read.any_recognised() ? house.pool.engine_description() : std::string();

  BagContents contents;
  contents.original = intake.input.file;
  contents.original_name = row.original_name;
  contents.original_checksums = intake.checksums;
  contents.access_pdf = access_copy;
  contents.access_checksums = hash_file(access_copy);
  for (std::size_t i = 0; i < read.pages.size(); ++i) {
    contents.alto.push_back(
        write_alto(read.pages[i].layout, static_cast<int>(i) + 1, row.original_name));
    contents.layouts.push_back(layout_to_json(read.pages[i].layout));
  }
  contents.record_json = write_record_json(
      {row, info.media_type, info.is_signed, info.was_encrypted, recogniser, read.pages});
  contents.premis_xml =
      write_premis(history_of({row, intake.checksums, info.media_type, first_bytes(intake.file),
                               contents.access_checksums, recogniser, settings_of_reading(house)},
                              contents));
  contents.bagging_date = row.ingested_at.substr(0, 10);
  contents.bag_software = "sohoa " SOHOA_VERSION;

  const BagReceipt receipt = write_bag(house.layout, place_of(row, house), contents);
  row.bag_path = fs::relative(receipt.path, house.layout.root()).string();
  write_ledger(row, "taken in", {row.bag_path, receipt.tar_sha256.hex, receipt.bytes}, house);
  return row;
}

void commit_rows(const RecordRow& row, const std::vector<std::string>& page_texts, House& house) {
  commit_rows(row, page_texts, {house.layout, house.settings, house.catalogue, house.search});
}

void commit_rows(const RecordRow& row, const std::vector<std::string>& page_texts,
                 const Stores& stores) {
  const bool open = may_be_listed(stores.layout, stores.settings, row.fonds);
  stores.catalogue.add_record(open ? row : without_contents(row));
  if (open) stores.search.add({row.id, row.fields, page_texts});
}

void note_rescans(const RecordRow& row, const PagesRead& read, House& house) {
  if (!may_be_listed(house.layout, house.settings, row.fonds)) return;
  std::vector<RescanPage> pages;
  for (std::size_t i = 0; i < read.pages.size(); ++i) {
    const PageResult& page = read.pages[i];
    if (!page.unreadable && page.thumbnail.empty()) continue;
    std::string faults = page.unreadable ? "unreadable" : "";
    if (!page.unreadable)
      for (const ScanFault fault : judge(page.quality).faults)
        faults += (faults.empty() ? "" : " ") + std::string(fault_name(fault));
    pages.push_back({static_cast<int>(i) + 1, faults, page.thumbnail});
  }
  if (!pages.empty()) house.catalogue.note_rescans(row.id, pages);
}

std::optional<RecordRow> adopt_existing_bag(const Intake& intake, House& house) {
  const RecordVersions versions = record_versions(house.layout, record_id(intake.checksums.sha256));
  if (versions.empty()) return std::nullopt;
  const BagCheck first = inspect_bag(versions.front().path);
  if (!first.key_missing && !first.findings.empty()) return std::nullopt;
  (void)require_whole(versions);
  RecordRow row = row_from_bags(house.layout, versions);
  if (row.sha256 != intake.checksums.sha256.hex) return std::nullopt;
  complete_rows(row, versions, house.clock,
                {house.layout, house.settings, house.catalogue, house.search});
  return row;
}

void complete_rows(const RecordRow& row, const RecordVersions& versions, const Clock& clock,
                   const Stores& stores) {
  LedgerEntry entry{
      iso_time(clock()), "ingest", row.id, row.sha256, "rows completed after an interruption",
      acting_user()};
  for (const StoredBag& bag : versions) entry.files.push_back(ledger_file(stores.layout, bag.path));
  append_to_ledger(stores.layout, entry);
  commit_rows(row, entry_from_bags(row, versions).page_texts, stores);
}

void restore_search_entry(const RecordRow& row, House& house) {
  if (!may_be_listed(house.layout, house.settings, row.fonds)) return;
  house.search.add(entry_from_bags(row, record_versions(house.layout, RecordId{row.id})));
}

}  // namespace sohoa
