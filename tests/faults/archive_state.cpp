#include "tests/faults/archive_state.h"

#include <algorithm>
#include <boost/filesystem.hpp>

#include "archive/bag.h"
#include "archive/hash.h"
#include "archive/ledger_check.h"
#include "index/catalogue.h"
#include "index/search_index.h"
#include "pipeline/record_json.h"

namespace sohoa::faults {

namespace {

constexpr int kAll = 1000;

std::vector<fs::path> files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  if (!fs::exists(folder)) return files;
  for (fs::recursive_directory_iterator it(folder), end; it != end; ++it)
    if (fs::is_regular_file(it->path())) files.push_back(it->path());
  std::sort(files.begin(), files.end());
  return files;
}

bool is_leftover(const fs::path& file) {
  return file.extension() == ".part";
}

std::vector<SearchHit> everything_found(const SearchIndex& search) {
  SearchQuery query;
  query.text = "trang";
  query.limit = kAll;
  std::vector<SearchHit> hits = search.search(query);
  std::sort(hits.begin(), hits.end(),
            [](const SearchHit& a, const SearchHit& b) { return a.id < b.id; });
  return hits;
}

}  // namespace

std::string archive_state(const ArchiveLayout& layout) {
  std::string state;
  for (const fs::path& folder : {layout.store(), layout.failed(), layout.secret()})
    for (const fs::path& file : files_below(folder))
      state += fs::relative(file, layout.root()).string() + " " + hash_file(file).sha256.hex + "\n";
  const Catalogue catalogue(layout.catalogue().string());
  for (const RecordRow& row : catalogue.records("", kAll))
    state += row.id + " " + row.bag_path + " " + row.original_name + " " + row.ingested_at + " " +
             fields_json(row.fields) + "\n";
  for (const QuarantineRow& row : catalogue.quarantined(kAll))
    state += "quarantined " + row.path + " " + row.reason_code + "\n";
  state += "secrets " + std::to_string(catalogue.status().suspected_secrets) + "\n";
  const SearchIndex search(layout.search().string());
  for (const SearchHit& hit : everything_found(search))
    state += "found " + hit.id + " " + hit.snippet + "\n";
  return state;
}

std::vector<std::string> archive_problems(const ArchiveLayout& layout) {
  std::vector<std::string> problems = check_ledger(layout);
  // A line cut short is what the next append mends.
  std::erase_if(problems, [](const std::string& finding) {
    return finding.find("cut short") != std::string::npos;
  });
  for (const fs::path& file : files_below(layout.store()))
    if (!is_leftover(file) && file.extension() == ".tar")
      for (const std::string& finding : check_bag(file))
        problems.push_back(file.string() + ": " + finding);
  const Catalogue catalogue(layout.catalogue().string());
  for (const RecordRow& row : catalogue.records("", kAll))
    if (!fs::exists(layout.root() / row.bag_path))
      problems.push_back("row without a bag: " + row.id);
  const SearchIndex search(layout.search().string());
  for (const SearchHit& hit : everything_found(search))
    if (!catalogue.find_by_id(hit.id)) problems.push_back("found without a row: " + hit.id);
  return problems;
}

}  // namespace sohoa::faults
