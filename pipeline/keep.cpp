#include "pipeline/keep.h"

#include <boost/filesystem.hpp>
#include <cstdio>

#include "archive/bag.h"
#include "archive/hash.h"
#include "archive/ledger.h"
#include "archive/premis.h"
#include "archive/safe_name.h"
#include "document/error.h"
#include "document/layout_json.h"
#include "document/vietnamese_text.h"
#include "ocr/write_layout.h"
#include "pipeline/actor.h"
#include "pipeline/files.h"
#include "pipeline/record_json.h"

namespace sohoa {

namespace {

std::string field_value(const Fields& fields, const char* name) {
  const auto found = fields.find(name);
  return found == fields.end() ? "" : found->second.value;
}

std::string title_of(const Fields& fields, const std::string& name) {
  std::string title = field_value(fields, "type");
  for (const char* part : {"notation", "subject"})
    if (const std::string value = field_value(fields, part); !value.empty())
      title += (title.empty() ? "" : " ") + value;
  return title.empty() ? name : title;
}

std::string original_name(const Intake& intake) {
  return safe_file_name(fs::path(intake.input.path).filename().string());
}

BagPlace place_of(const RecordRow& row) {
  return {row.fonds, row.year, RecordId{row.id}, 1};
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

std::string history(const RecordRow& row, const Intake& intake, const InputInfo& info,
                    const fs::path& access_copy, const std::string& recogniser) {
  const std::vector<PremisObject> objects{
      {"data/original/" + row.original_name, intake.checksums, info.media_type},
      {"data/access/" + row.id + ".pdf", hash_file(access_copy), "application/pdf"}};
  std::vector<PremisEvent> events{
      {"ingestion", row.ingested_at, "taken in by " + acting_user(), "success"},
      {"message digest calculation", row.ingested_at, "SHA-256 and SHA-512", "success"},
      {"creation", row.ingested_at, "access copy, PDF/A-2u", "success"}};
  std::vector<std::string> agents{"sohoa " SOHOA_VERSION};
  if (!recogniser.empty()) {
    events.push_back({"recognition", row.ingested_at, recogniser, "success"});
    agents.push_back(recogniser);
  }
  return write_premis(row.id, objects, events, agents);
}

void write_ledger(const RecordRow& row, const std::string& detail, const LedgerFile& bag,
                  House& house) {
  append_to_ledger(
      house.layout,
      {iso_time(house.clock()), "ingest", row.id, row.sha256, detail, acting_user(), {bag}});
}

std::string page_member(int page) {
  char name[32];
  std::snprintf(name, sizeof name, "data/text/p%04d.json", page);
  return name;
}

std::vector<std::string> page_texts_in(const fs::path& bag, int pages) {
  std::vector<std::string> texts;
  for (int page = 1; page <= pages; ++page)
    texts.push_back(plain_text(layout_from_json(read_bag_text(bag, page_member(page)))));
  return texts;
}

// The one bag of this id in the store, whatever its fonds and year.
std::optional<fs::path> find_bag(const RecordId& id, const ArchiveLayout& layout) {
  boost::system::error_code error;
  for (fs::directory_iterator fonds(layout.store(), error), end; !error && fonds != end; ++fonds)
    for (fs::directory_iterator year(fonds->path(), error); !error && year != end; ++year) {
      const fs::path bag = year->path() / id.text / "v1.tar";
      if (fs::exists(bag)) return bag;
    }
  return std::nullopt;
}

}  // namespace

void make_access_copy(const Intake& intake, const InputInfo& info, const PagesRead& read,
                      const Fields& fields, const fs::path& target, House& house) {
  AccessRequest request;
  request.output = target.string();
  request.title = title_of(fields, to_nfc(original_name(intake)));
  request.sha256 = intake.checksums.sha256.hex;
  request.created = iso_time(house.clock());
  request.numbers = read.numbers;
  request.inputs = info.pages;
  request.pages = read.pages;
  house.pool.write_access_copy(intake.open_input(), request);
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
  for (std::size_t i = 0; i < read.pages.size(); ++i) {
    contents.alto.push_back(
        write_alto(read.pages[i].layout, static_cast<int>(i) + 1, row.original_name));
    contents.layouts.push_back(layout_to_json(read.pages[i].layout));
  }
  contents.record_json = write_record_json(
      {row, info.media_type, info.is_signed, info.was_encrypted, recogniser, read.pages});
  contents.premis_xml = history(row, intake, info, access_copy, recogniser);
  contents.bagging_date = row.ingested_at.substr(0, 10);
  contents.bag_software = "sohoa " SOHOA_VERSION;

  const BagReceipt receipt = write_bag(house.layout, place_of(row), contents);
  row.bag_path = fs::relative(receipt.path, house.layout.root()).string();
  write_ledger(row, "taken in", {row.bag_path, receipt.tar_sha256.hex, receipt.bytes}, house);
  return row;
}

void commit_rows(const RecordRow& row, const std::vector<std::string>& page_texts, House& house) {
  house.catalogue.add_record(row);
  house.search.add({row.id, row.fields, page_texts});
}

std::optional<RecordRow> adopt_existing_bag(const Intake& intake, House& house) {
  const std::optional<fs::path> bag = find_bag(record_id(intake.checksums.sha256), house.layout);
  if (!bag || !check_bag(*bag).empty()) return std::nullopt;
  RecordRow row = read_record_json(read_bag_text(*bag, "data/metadata/record.json"));
  if (row.sha256 != intake.checksums.sha256.hex) return std::nullopt;
  row.bag_path = fs::relative(*bag, house.layout.root()).string();
  write_ledger(row, "rows completed after an interruption", ledger_file(house.layout, *bag), house);
  commit_rows(row, page_texts_in(*bag, row.pages), house);
  return row;
}

void restore_search_entry(const RecordRow& row, House& house) {
  const fs::path bag = house.layout.root() / row.bag_path;
  house.search.add({row.id, row.fields, page_texts_in(bag, row.pages)});
}

}  // namespace sohoa
