#include "pipeline/export.h"

#include <boost/filesystem/operations.hpp>
#include <chrono>
#include <nlohmann/json.hpp>

#include "archive/ledger.h"
#include "archive/store.h"
#include "document/error.h"
#include "pipeline/actor.h"
#include "pipeline/export_run.h"
#include "pipeline/files.h"
#include "pipeline/house.h"
#include "pipeline/record_entry.h"

namespace sohoa {

namespace {

constexpr const char* kStage = "export";
constexpr int kRowsAtOnce = 500;

const char* form_name(ExportForm form) {
  switch (form) {
    case ExportForm::bags:
      return "bags";
    case ExportForm::unpacked_bags:
      return "unpacked bags";
    case ExportForm::package:
      return "package";
    case ExportForm::readers:
      return "readers";
  }
  return "bags";
}

[[noreturn]] void throw_not_found(const std::string& what) {
  throw Error(ErrorKind::document_failed, Reason::not_found, kStage,
              "the archive holds no " + what);
}

template <typename Wanted>
void add_every(const Catalogue& catalogue, Selection& selection, const Wanted& wanted) {
  std::string after;
  for (auto rows = catalogue.records(after, kRowsAtOnce); !rows.empty();
       rows = catalogue.records(after, kRowsAtOnce)) {
    for (const RecordRow& row : rows)
      if (wanted(row)) selection.add(row);
    after = rows.back().id;
  }
}

void choose(const ArchiveLayout& layout, const Catalogue& catalogue, const ExportSelection& wanted,
            Selection& selection) {
  if (wanted.all) return add_every(catalogue, selection, [](const RecordRow&) { return true; });
  for (const std::string& id : wanted.ids) {
    const auto row = catalogue.find_by_id(id);
    if (!row) throw_not_found("record " + id);
    selection.add(*row);
  }
  for (const std::string& file : wanted.files) {
    const long long before = selection.count();
    add_every(catalogue, selection, [&](const RecordRow& row) { return row.file == file; });
    if (selection.count() == before) throw_not_found("records of the file " + file);
  }
  if (!wanted.query) return;
  SearchIndex(layout.search().string()).match_all(*wanted.query, [&](const std::string& id) {
    if (const auto row = catalogue.find_by_id(id)) selection.add(*row);
  });
}

// An export into the archive itself would mix up what is kept with what was made of it.
void require_outside(const ArchiveLayout& layout, const fs::path& target) {
  const fs::path root = fs::weakly_canonical(fs::absolute(layout.root()));
  const fs::path inside = fs::weakly_canonical(fs::absolute(target)).lexically_relative(root);
  if (!inside.empty() && *inside.begin() != "..")
    throw Error(ErrorKind::document_failed, Reason::already_there, kStage,
                target.string() + " lies in the archive; name a place outside it");
}

void describe_export(const ExportRun& run) {
  const LedgerHead head = ledger_head(run.layout);
  const nlohmann::ordered_json json{{"form", form_name(run.options.form)},
                                    {"made_at", run.made_at},
                                    {"made_by", acting_user()},
                                    {"software", "sohoa " SOHOA_VERSION},
                                    {"records", run.report.records},
                                    {"findings", run.report.findings},
                                    {"ledger_seq", head.seq},
                                    {"ledger_line_sha256", head.line.hex}};
  (void)run.out.put(
      "export.json",
      json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
}

bool may_be_given(const ArchiveLayout& layout, const ExportOptions& options, const RecordRow& row) {
  if (options.form != ExportForm::readers || options.restricted || row.file.empty()) return true;
  const auto file = current_file(layout, row.fonds, row.file);
  return !file || file->access == Access::open;
}

void write_form(const ExportRun& run) {
  switch (run.options.form) {
    case ExportForm::bags:
    case ExportForm::unpacked_bags:
      return export_as_bags(run);
    case ExportForm::package:
      return export_as_packages(run);
    case ExportForm::readers:
      return export_for_readers(run);
  }
}

}  // namespace

void ExportRun::find(const std::string& what, const std::string& text) const {
  ++report.findings;
  watch.finding(what, text);
}

void ExportRun::done(long long records) const {
  report.records += records;
  watch.progress(report.records, selection.count());
  if (watch.stop != nullptr && watch.stop->load())
    throw Error(ErrorKind::retry, Reason::interrupted, kStage, "stopped; nothing was exported");
}

std::optional<ExportRun::Next> ExportRun::next() const {
  while (const std::optional<SelectedRecord> chosen = selection.next()) {
    std::optional<RecordRow> row = catalogue.find_by_id(chosen->id);
    if (!row) continue;  // destroyed since it was chosen
    if (!may_be_given(layout, options, *row)) {
      find(row->id, "left out: its file " + row->file + " is restricted");
      continue;
    }
    const std::optional<BagPlace> place = layout.parse_bag(layout.root() / row->bag_path);
    RecordVersions versions;
    if (place) versions = record_versions(layout, *place);
    std::erase_if(versions, [&](const StoredBag& bag) { return bag.place.version > row->version; });
    if (!versions.empty()) {
      // The catalogue says nothing of what is in an encrypted record.
      if (versions.back().encrypted) row = row_from_bags(layout, versions);
      return Next{std::move(*row), std::move(versions)};
    }
    find(row->id, "its bag " + row->bag_path + " is not in the store; run sohoa verify");
  }
  return std::nullopt;
}

ExportReport export_records(const ArchiveLayout& layout, const ExportOptions& options,
                            const ExportWatch& watch) {
  const auto start = std::chrono::steady_clock::now();
  require_outside(layout, options.target);
  const Catalogue catalogue(layout.catalogue().string());
  Selection selection;
  choose(layout, catalogue, options.selection, selection);
  if (selection.count() == 0) throw_not_found("record that was asked for");
  selection.rewind();

  ExportReport report;
  ExportFolder out(options.target);
  const ExportRun run{
      layout, options, watch, catalogue, selection, out, iso_time(std::chrono::system_clock::now()),
      report};
  write_form(run);
  if (report.records == 0)
    throw Error(ErrorKind::document_failed, Reason::archive_corrupt, kStage,
                "no record could be exported; run sohoa verify");
  describe_export(run);
  report.files = out.files();
  report.bytes = out.bytes();
  report.sums = out.settle();
  // The line first: an export that nobody has is harmless, one that no line tells of is not.
  append_to_ledger(layout,
                   {iso_time(std::chrono::system_clock::now()), "export", "", report.sums.hex,
                    std::string(form_name(options.form)) + " of " + std::to_string(report.records) +
                        " records; sha256 of SHA256SUMS",
                    acting_user()});
  out.commit();
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return report;
}

}  // namespace sohoa
