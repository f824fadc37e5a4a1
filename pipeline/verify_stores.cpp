// verify, third part: catalogue and search index against the store and each other.
#include <boost/filesystem.hpp>
#include <map>

#include "archive/store.h"
#include "document/error.h"
#include "index/catalogue.h"
#include "index/check_database.h"
#include "index/search_index.h"
#include "pipeline/disclosure.h"
#include "pipeline/verify_parts.h"

namespace sohoa {

namespace {

constexpr int kRowsAtOnce = 500;

std::string relative(const ArchiveLayout& layout, const fs::path& path) {
  return path.lexically_relative(layout.root()).string();
}

// True when the database is there and sound.
bool is_sound(const fs::path& file, FindingKind missing, FindingKind damaged,
              FindingSink& findings) {
  const std::string name = file.filename().string();
  if (!fs::exists(file)) {
    findings.add(missing, name, "not there");
    return false;
  }
  const std::string finding = check_database(file.string());
  if (!finding.empty()) findings.add(damaged, name, finding);
  return finding.empty();
}

// Which fonds' records must be in the search index, and which must not.
class Disclosure {
 public:
  explicit Disclosure(const ArchiveLayout& layout)
      : layout_(layout),
        settings_(fs::exists(layout.settings()) ? read_settings(layout.settings()) : Settings{}) {}

  bool is_listed(const std::string& fonds) {
    const auto known = listed_.find(fonds);
    if (known != listed_.end()) return known->second;
    return listed_[fonds] = may_be_listed(layout_, settings_, fonds);
  }

 private:
  const ArchiveLayout& layout_;
  const Settings settings_;
  std::map<std::string, bool> listed_;
};

// A version, or the end of the record, may have come since the walk passed by.
std::optional<StoredBag> newest_now(const ArchiveLayout& layout, const StoredBag& bag) {
  const RecordVersions versions = record_versions(layout, bag.place);
  if (versions.empty()) return std::nullopt;
  return versions.back();
}

void check_newest(const ArchiveLayout& layout, const StoredBag& seen, const Catalogue& catalogue,
                  FindingSink& findings) {
  std::optional<RecordRow> row = catalogue.find_by_id(seen.place.id.text);
  if (row && row->bag_path == relative(layout, seen.path)) return;
  const std::optional<StoredBag> newest = newest_now(layout, seen);
  if (!newest) return;
  row = catalogue.find_by_id(seen.place.id.text);
  const std::string path = relative(layout, newest->path);
  if (row && row->bag_path == path) return;
  if (may_be_in_the_making(layout, newest->path)) return;
  if (!row)
    findings.add(FindingKind::record_not_catalogued, path, "no row for " + seen.place.id.text);
  else
    findings.add(FindingKind::record_outdated, path, "the row says " + row->bag_path);
}

// In the walk's order the versions of a record follow each other, the newest last.
void check_store_against(const ArchiveLayout& layout, const Catalogue& catalogue,
                         FindingSink& findings) {
  StoreWalk walk(layout);
  std::optional<StoredBag> newest;
  while (const std::optional<StoreEntry> entry = walk.next()) {
    if (!entry->bag) continue;
    if (newest && newest->path.parent_path() != entry->bag->path.parent_path())
      check_newest(layout, *newest, catalogue, findings);
    newest = entry->bag;
  }
  if (newest) check_newest(layout, *newest, catalogue, findings);
}

// Of a record that may not be read in the databases they hold nothing but where it lies.
void check_disclosure(const RecordRow& row, bool listed, const SearchIndex* search,
                      FindingSink& findings) {
  if (listed) return;
  if (!row.fields.empty() || !row.original_name.empty())
    findings.add(FindingKind::record_exposed, row.bag_path, "its description is in catalogue.db");
  if (search != nullptr && search->contains(row.id))
    findings.add(FindingKind::record_exposed, row.bag_path, "its text is in search.db");
}

void check_row(const ArchiveLayout& layout, const RecordRow& row, const Catalogue& catalogue,
               const SearchIndex* search, Disclosure& disclosure, FindingSink& findings) {
  const fs::path bag = layout.root() / row.bag_path;
  if (!fs::exists(bag)) {
    if (catalogue.find_by_id(row.id))  // it may have been destroyed since the row was read
      findings.add(FindingKind::row_without_bag, row.bag_path, "the row of " + row.id);
    return;
  }
  const bool listed = disclosure.is_listed(row.fonds);
  check_disclosure(row, listed, search, findings);
  if (listed && search != nullptr && !search->contains(row.id) &&
      !may_be_in_the_making(layout, bag) && catalogue.find_by_id(row.id))
    findings.add(FindingKind::record_not_searchable, row.bag_path, "no entry for " + row.id);
}

void check_rows(const ArchiveLayout& layout, const Catalogue& catalogue, const SearchIndex* search,
                FindingSink& findings) {
  Disclosure disclosure(layout);
  std::string after;
  for (auto rows = catalogue.records(after, kRowsAtOnce); !rows.empty();
       rows = catalogue.records(after, kRowsAtOnce)) {
    for (const RecordRow& row : rows)
      check_row(layout, row, catalogue, search, disclosure, findings);
    after = rows.back().id;
  }
}

void check_search(const Catalogue& catalogue, const SearchIndex& search, FindingSink& findings) {
  std::vector<std::string> alone;
  search.match_all({}, [&](const std::string& id) {
    if (!catalogue.find_by_id(id)) alone.push_back(id);
  });
  for (const std::string& id : alone)
    if (search.contains(id))  // else destroyed meanwhile
      findings.add(FindingKind::search_without_record, "search.db", "an entry for " + id);
}

}  // namespace

void verify_stores(const ArchiveLayout& layout, FindingSink& findings) {
  const bool catalogue_sound = is_sound(layout.catalogue(), FindingKind::catalogue_missing,
                                        FindingKind::catalogue_damaged, findings);
  const bool search_sound =
      is_sound(layout.search(), FindingKind::search_missing, FindingKind::search_damaged, findings);
  if (!catalogue_sound) return;
  try {
    const Catalogue catalogue(layout.catalogue().string());
    check_store_against(layout, catalogue, findings);
    std::optional<SearchIndex> search;
    if (search_sound) search.emplace(layout.search().string());
    check_rows(layout, catalogue, search ? &*search : nullptr, findings);
    if (search) check_search(catalogue, *search, findings);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::retry) throw;
    findings.add(FindingKind::catalogue_damaged, error.path(), error.message());
  }
}

}  // namespace sohoa
