#include "pipeline/reindex.h"

#include <algorithm>
#include <array>
#include <boost/filesystem.hpp>
#include <chrono>
#include <future>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>
#include <vector>

#include "archive/durable_file.h"
#include "archive/ledger.h"
#include "archive/store.h"
#include "document/error.h"
#include "index/catalogue.h"
#include "index/replace_database.h"
#include "index/search_index.h"
#include "pipeline/actor.h"
#include "pipeline/disclosure.h"
#include "pipeline/house.h"
#include "pipeline/record_entry.h"

namespace sohoa {

namespace {

constexpr const char* kStage = "reindex";
constexpr std::size_t kRowsAtOnce = 500;
// What is in memory at a time while texts are indexed.
constexpr std::size_t kRecordsAtOnce = 400;
constexpr int kPagesAtOnce = 1000;

// A record's place in the order of taking in.
struct Arrival {
  std::array<char, 20> at;  // "2026-03-04T05:06:07Z"
  std::array<char, 16> id;
  friend auto operator<=>(const Arrival&, const Arrival&) = default;
};

template <std::size_t size>
std::array<char, size> fixed(const std::string& text) {
  std::array<char, size> bytes{};
  std::copy_n(text.begin(), std::min(text.size(), size), bytes.begin());
  return bytes;
}

// Reads the store into two new databases beside the old ones.
class Rebuild {
 public:
  Rebuild(const ArchiveLayout& layout, const ReindexWatch& watch)
      : layout_(layout),
        settings_(fs::exists(layout.settings()) ? read_settings(layout.settings()) : Settings{}),
        watch_(watch),
        catalogue_path_(layout.catalogue().string() + ".rebuild"),
        search_path_(layout.search().string() + ".rebuild") {
    remove_what_is_aside();
    catalogue_.emplace(catalogue_path_);
    search_.emplace(search_path_);
  }
  ~Rebuild() {
    search_.reset();
    catalogue_.reset();
    remove_what_is_aside();
  }
  Rebuild(const Rebuild&) = delete;
  Rebuild& operator=(const Rebuild&) = delete;

  void list_records();
  void list_quarantine();
  void index_texts();
  void put_in_place();

  [[nodiscard]] const ReindexReport& report() const { return report_; }

 private:
  void take_record(const RecordVersions& versions);
  void take_note(const fs::path& note);
  void flush_rows();
  [[nodiscard]] std::vector<RecordRow> next_rows(std::size_t& at) const;
  [[nodiscard]] std::vector<SearchEntry> read_entries(const std::vector<RecordRow>& rows);
  void read_some_entries(const std::vector<RecordRow>& rows, std::size_t first, std::size_t step,
                         std::vector<SearchEntry>& entries);
  void find(const fs::path& path, const std::string& text);
  void stop_if_asked() const;
  void remove_what_is_aside() const;

  const ArchiveLayout& layout_;
  const Settings settings_;
  const ReindexWatch& watch_;
  const std::string catalogue_path_;
  const std::string search_path_;
  std::optional<Catalogue> catalogue_;
  std::optional<SearchIndex> search_;
  std::vector<RecordRow> rows_;  // not yet in the catalogue
  std::vector<Arrival> arrivals_;
  std::mutex findings_;
  ReindexReport report_;
};

void Rebuild::remove_what_is_aside() const {
  remove_database(catalogue_path_);
  remove_database(search_path_);
}

void Rebuild::stop_if_asked() const {
  if (watch_.stop != nullptr && watch_.stop->load())
    throw Error(ErrorKind::retry, Reason::interrupted, kStage,
                "stopped; the catalogue and the search index are as they were");
}

void Rebuild::find(const fs::path& path, const std::string& text) {
  const std::lock_guard lock(findings_);
  ++report_.findings;
  watch_.finding(path, text);
}

// Where the newest version cannot be read, the record is described by the one
// before it: an old description is better than none, and the finding says so.
void Rebuild::take_record(const RecordVersions& versions) {
  for (RecordVersions usable = versions; !usable.empty(); usable.pop_back()) {
    try {
      RecordRow row = row_from_bags(layout_, usable);
      if (!may_be_listed(layout_, settings_, row.fonds)) row = without_contents(std::move(row));
      rows_.push_back(std::move(row));
      arrivals_.push_back({fixed<20>(rows_.back().ingested_at), fixed<16>(rows_.back().id)});
      if (rows_.size() == kRowsAtOnce) flush_rows();
      return;
    } catch (const Error& error) {
      find(usable.back().path, error.message());
    }
  }
}

void Rebuild::flush_rows() {
  catalogue_->add_records(rows_);
  for (const RecordRow& row : rows_) report_.pages += row.pages;
  report_.records += static_cast<long long>(rows_.size());
  rows_.clear();
  watch_.progress(report_.records, 0);
}

void Rebuild::list_records() {
  StoreWalk walk(layout_);
  RecordVersions versions;
  while (std::optional<StoreEntry> entry = walk.next()) {
    if (!entry->bag) continue;
    if (!versions.empty() && versions.back().place.id != entry->bag->place.id) {
      take_record(versions);
      versions.clear();
      stop_if_asked();
    }
    versions.push_back(std::move(*entry->bag));
  }
  if (!versions.empty()) take_record(versions);
  flush_rows();
  std::sort(arrivals_.begin(), arrivals_.end());
}

void Rebuild::take_note(const fs::path& note) {
  constexpr std::size_t kMostBytes = 1 << 20;
  try {
    const auto json = nlohmann::json::parse(read_small_file(note, kMostBytes, kStage));
    const auto text = [&](const char* key) { return json.at(key).get<std::string>(); };
    catalogue_->add_quarantined(
        {text("path"), text("sha256"), text("reason"), text("detail"), text("at")});
    ++report_.quarantined;
  } catch (const std::exception& problem) {  // of JSON, or Error
    find(note, std::string("the note of a file in quarantine cannot be read: ") + problem.what());
  }
}

std::string modified_at(const fs::path& file) {
  return iso_time(std::chrono::system_clock::from_time_t(fs::last_write_time(file)));
}

void Rebuild::list_quarantine() {
  if (fs::is_directory(layout_.failed()))
    for (const fs::directory_entry& entry : fs::directory_iterator(layout_.failed()))
      if (entry.path().extension() == ".json" &&
          fs::exists(entry.path().parent_path() / entry.path().stem()))
        take_note(entry.path());
  if (!fs::is_directory(layout_.secret())) return;
  for (const fs::directory_entry& entry : fs::directory_iterator(layout_.secret()))
    if (entry.path().extension() == ".sealed") {
      catalogue_->count_suspected_secret(entry.path().filename().string(),
                                         modified_at(entry.path()));
      ++report_.suspected_secrets;
    }
}

std::vector<RecordRow> Rebuild::next_rows(std::size_t& at) const {
  std::vector<RecordRow> rows;
  int pages = 0;
  while (at < arrivals_.size() && rows.size() < kRecordsAtOnce && pages < kPagesAtOnce) {
    const std::array<char, 16>& id = arrivals_[at++].id;
    auto row = catalogue_->find_by_id(std::string(id.begin(), id.end()));
    if (row && may_be_listed(layout_, settings_, row->fonds)) {
      pages += row->pages;
      rows.push_back(std::move(*row));
    }
  }
  return rows;
}

void Rebuild::read_some_entries(const std::vector<RecordRow>& rows, std::size_t first,
                                std::size_t step, std::vector<SearchEntry>& entries) {
  for (std::size_t i = first; i < rows.size(); i += step) {
    const RecordRow& row = rows[i];
    const fs::path bag = layout_.root() / row.bag_path;
    try {
      RecordVersions versions = record_versions(layout_, *layout_.parse_bag(bag));
      std::erase_if(versions,
                    [&](const StoredBag& stored) { return stored.place.version > row.version; });
      entries[i] = entry_from_bags(row, versions);
    } catch (const Error& error) {
      // Found by its fields at least.
      find(bag, error.message());
      entries[i] = {row.id, row.fields, {}};
    }
  }
}

std::vector<SearchEntry> Rebuild::read_entries(const std::vector<RecordRow>& rows) {
  std::vector<SearchEntry> entries(rows.size());
  const std::size_t threads = std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::future<void>> readers;
  for (std::size_t first = 0; first < threads; ++first)
    readers.push_back(std::async(std::launch::async,
                                 [&, first] { read_some_entries(rows, first, threads, entries); }));
  for (std::future<void>& reader : readers) reader.get();
  return entries;
}

// While one batch goes into the index, the next is read.
void Rebuild::index_texts() {
  std::size_t at = 0;
  long long done = 0;
  const auto read_next = [&] {
    return std::async(std::launch::async,
                      [this, rows = next_rows(at)] { return read_entries(rows); });
  };
  for (std::vector<SearchEntry> entries = read_next().get(); !entries.empty();) {
    stop_if_asked();
    std::future<std::vector<SearchEntry>> next = read_next();
    search_->add_all(entries);
    done += static_cast<long long>(entries.size());
    watch_.progress(done, report_.records);
    entries = next.get();
  }
  search_->optimise();
}

void Rebuild::put_in_place() {
  search_.reset();
  catalogue_.reset();
  replace_database(catalogue_path_, layout_.catalogue().string());
  replace_database(search_path_, layout_.search().string());
}

}  // namespace

ReindexReport reindex(const ArchiveLayout& layout, const ReindexWatch& watch) {
  const auto start = std::chrono::steady_clock::now();
  Rebuild rebuild(layout, watch);
  rebuild.list_records();
  rebuild.list_quarantine();
  rebuild.index_texts();
  rebuild.put_in_place();
  ReindexReport report = rebuild.report();
  append_to_ledger(layout, {iso_time(std::chrono::system_clock::now()), "reindex", "", "",
                            "catalogue and search index made again from " +
                                std::to_string(report.records) + " records",
                            acting_user()});
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return report;
}

}  // namespace sohoa
