#include "tests/faults/archive_state.h"

#include <algorithm>
#include <boost/filesystem.hpp>
#include <chrono>
#include <fstream>
#include <iterator>

#include "archive/archive_input.h"
#include "archive/bag.h"
#include "archive/hash.h"
#include "archive/ledger_check.h"
#include "index/catalogue.h"
#include "index/search_index.h"
#include "pipeline/key_source.h"
#include "pipeline/record_json.h"
#include "pipeline/verify.h"

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

bool is_bag(const fs::path& file) {
  return file.extension() == ".tar" || file.extension() == ".enc";
}

// The bytes of a bag of an encrypted fonds are others each time, its tar's are not.
std::string sum_of_bag(const fs::path& bag) {
  Hasher hasher(HashKinds::sha256);
  const Utf8Names utf8_names;
  ArchiveInput tar(bag, ArchiveFormats::plain_tar, "tests",
                   [&](const void* data, std::size_t size) { hasher.add(data, size); });
  while (tar.next() != nullptr) continue;
  tar.drain();
  return hasher.finish().sha256.hex;
}

std::string sum_of(const fs::path& file) {
  if (is_fonds_key_name(file.filename().string())) return "key file";
  return is_bag(file) ? sum_of_bag(file) : hash_file(file).sha256.hex;
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

std::string archive_state(const ArchiveLayout& layout, Sealed sealed) {
  use_key_of_settings(layout);
  std::string state;
  for (const fs::path& folder : {layout.store(), layout.failed(), layout.secret()})
    for (const fs::path& file : files_below(folder)) {
      const bool by_name = sealed == Sealed::by_name && folder == layout.secret();
      state += fs::relative(file, layout.root()).string() + " " +
               (by_name ? "sealed" : sum_of(file)) + "\n";
    }
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

std::vector<std::string> damaged_bags(const ArchiveLayout& layout) {
  use_key_of_settings(layout);
  std::vector<std::string> problems;
  for (const fs::path& file : files_below(layout.store()))
    if (is_bag(file))
      for (const std::string& finding : check_bag(file))
        problems.push_back(file.string() + ": " + finding);
  return problems;
}

bool sums_hold(const fs::path& list) {
  std::ifstream in(list.string());
  bool any = false;
  for (std::string line; std::getline(in, line); any = true) {
    const fs::path file = list.parent_path() / line.substr(66);
    if (!fs::exists(file) || hash_file(file).sha256.hex != line.substr(0, 64)) return false;
  }
  return any;
}

std::vector<std::string> archive_problems(const ArchiveLayout& layout) {
  std::vector<std::string> problems = check_ledger(layout);
  // A line cut short is what the next append mends.
  std::erase_if(problems, [](const std::string& finding) {
    return finding.find("cut short") != std::string::npos;
  });
  for (const std::string& finding : damaged_bags(layout)) problems.push_back(finding);
  const Catalogue catalogue(layout.catalogue().string());
  for (const RecordRow& row : catalogue.records("", kAll))
    if (!fs::exists(layout.root() / row.bag_path))
      problems.push_back("row without a bag: " + row.id);
  const SearchIndex search(layout.search().string());
  for (const SearchHit& hit : everything_found(search))
    if (!catalogue.find_by_id(hit.id)) problems.push_back("found without a row: " + hit.id);
  return problems;
}

std::vector<std::string> verify_findings(const ArchiveLayout& layout) {
  std::vector<std::string> problems;
  VerifyWatch watch;
  watch.finding = [&](const Finding& finding) {
    if (is_damage(finding.kind))
      problems.push_back("verify: " + std::string(finding_code(finding.kind)) + " " + finding.path +
                         " " + finding.detail);
  };
  VerifyOptions options;
  options.jobs = 1;
  (void)verify(layout, options, watch, [] { return std::chrono::system_clock::now(); });
  return problems;
}

std::string tree_state(const fs::path& folder) {
  std::string state;
  for (const fs::path& file : files_below(folder))
    state += fs::relative(file, folder).string() + " " + hash_file(file).sha256.hex + "\n";
  return state;
}

std::vector<std::string> files_that_tell(const ArchiveLayout& layout, const std::string& text) {
  std::vector<std::string> telling;
  for (const fs::path& file : files_below(layout.root())) {
    std::ifstream in(file.string(), std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(in), {});
    if (bytes.find(text) != std::string::npos || file.string().find(text) != std::string::npos)
      telling.push_back(file.string());
  }
  return telling;
}

}  // namespace sohoa::faults
