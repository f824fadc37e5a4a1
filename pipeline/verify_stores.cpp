// verify, third part: catalogue and search index against the store and each other.
#include <boost/filesystem.hpp>

#include "archive/store.h"
#include "document/error.h"
#include "index/catalogue.h"
#include "index/check_database.h"
#include "index/search_index.h"
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

void check_newest(const ArchiveLayout& layout, const StoredBag& newest, const Catalogue& catalogue,
                  FindingSink& findings) {
  const std::string path = relative(layout, newest.path);
  const std::optional<RecordRow> row = catalogue.find_by_id(newest.place.id.text);
  if (row && row->bag_path == path) return;
  if (may_be_in_the_making(layout, newest.path)) return;
  if (!row)
    findings.add(FindingKind::record_not_catalogued, path, "no row for " + newest.place.id.text);
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

void check_rows(const ArchiveLayout& layout, const Catalogue& catalogue, const SearchIndex* search,
                FindingSink& findings) {
  std::string after;
  for (auto rows = catalogue.records(after, kRowsAtOnce); !rows.empty();
       rows = catalogue.records(after, kRowsAtOnce)) {
    for (const RecordRow& row : rows) {
      const fs::path bag = layout.root() / row.bag_path;
      if (!fs::exists(bag))
        findings.add(FindingKind::row_without_bag, row.bag_path, "the row of " + row.id);
      else if (search != nullptr && !search->contains(row.id) && !may_be_in_the_making(layout, bag))
        findings.add(FindingKind::record_not_searchable, row.bag_path, "no entry for " + row.id);
    }
    after = rows.back().id;
  }
}

void check_search(const Catalogue& catalogue, const SearchIndex& search, FindingSink& findings) {
  search.match_all({}, [&](const std::string& id) {
    if (!catalogue.find_by_id(id))
      findings.add(FindingKind::search_without_record, "search.db", "an entry for " + id);
  });
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
