// Two readings: the first finds the entries and keeps the tag files, the second
// sums every file with the algorithms that the manifests use.
#include "archive/bagit_check.h"

#include <algorithm>
#include <boost/filesystem/operations.hpp>
#include <optional>
#include <set>

#include "archive/bag_manifest.h"
#include "archive/bagit_listing.h"
#include "archive/bagit_source.h"
#include "archive/digests.h"
#include "archive/safe_name.h"

namespace sohoa {

namespace {

constexpr std::size_t kMaxTagFile = std::size_t{64} << 20;
constexpr std::size_t kReadSize = 1 << 18;

struct FirstReading {
  std::vector<BagitEntry> entries;
  std::map<std::string, std::string> tag_files;  // by path; small files outside data/
};

std::string read_text(const BagitRead& read) {
  std::string text;
  std::vector<char> buffer(kReadSize);
  while (const std::size_t got = read(buffer.data(), buffer.size())) {
    if (text.size() + got > kMaxTagFile) return {};
    text.append(buffer.data(), got);
  }
  return text;
}

// True for what may be a tag file that is needed, wherever the base folder is.
bool is_tag_name(const std::string& path) {
  const std::string name = path.substr(path.rfind('/') + 1);
  return name == "bagit.txt" || name == "fetch.txt" || name == "bag-info.txt" ||
         name == "package-info.txt" || !manifest_algorithm(name).empty() ||
         !tag_manifest_algorithm(name).empty();
}

FirstReading read_first(const fs::path& bag, BagitFindings& findings) {
  FirstReading first;
  visit_bag_entries(bag, findings, [&](const BagitEntry& entry, const BagitRead& read) {
    first.entries.push_back(entry);
    const bool shallow = std::count(entry.path.begin(), entry.path.end(), '/') <= 1;
    if (shallow && entry.kind == BagitEntryKind::file && is_tag_name(entry.path))
      first.tag_files[entry.path] = read_text(read);
  });
  return first;
}

// The base folder of a package, with its '/'; RFC 8493, section 4: one folder at the top.
std::string base_of(const FirstReading& first, BagitFindings& findings) {
  if (first.tag_files.contains("bagit.txt")) {
    findings.errors.push_back({"package without a top folder", "bagit.txt stands at its top"});
    return {};
  }
  std::set<std::string> tops;
  for (const BagitEntry& entry : first.entries)
    tops.insert(entry.path.substr(0, entry.path.find('/')));
  if (tops.size() == 1) return *tops.begin() + "/";
  for (const auto& [path, text] : first.tag_files)
    if (path.ends_with("/bagit.txt")) {
      findings.errors.push_back({"package with more than one top folder", path});
      return path.substr(0, path.size() - std::string("bagit.txt").size());
    }
  return {};
}

// Names that differ in case or Unicode form are for check_listing to warn of.
void place_file(const std::string& path, PathSet& paths, BagitListing& bag) {
  const PathMeeting meeting = paths.add(path);
  if (meeting.kind == PathMeeting::Kind::nested)
    bag.findings.errors.push_back({"dangerous path", encode_path(path) + " and " +
                                                         encode_path(meeting.other) +
                                                         " are a file and a folder of one name"});
  else if (!bag.files.emplace(path, BagitSums{}).second)
    bag.findings.errors.push_back({"file twice in the package", encode_path(path)});
}

// The entries below `base`, named from there; what is no safe name is told and left out.
void place_entries(const FirstReading& first, const std::string& base, BagitListing& bag) {
  PathSet paths;
  for (const BagitEntry& entry : first.entries) {
    if (!is_safe_member_path(entry.path) && entry.kind != BagitEntryKind::folder) {
      bag.findings.errors.push_back({"dangerous path", encode_path(entry.path)});
      continue;
    }
    if (!entry.path.starts_with(base)) continue;
    const std::string path = entry.path.substr(base.size());
    if (entry.kind == BagitEntryKind::folder) {
      bag.folders.insert(path);
    } else if (entry.kind == BagitEntryKind::other) {
      bag.findings.errors.push_back({"not a regular file", encode_path(path)});
    } else {
      place_file(path, paths, bag);
    }
  }
}

void sum_files(const fs::path& path, const std::string& base, BagitListing& bag) {
  std::vector<char> buffer(kReadSize);
  BagitFindings again;
  visit_bag_entries(path, again, [&](const BagitEntry& entry, const BagitRead& read) {
    if (entry.kind != BagitEntryKind::file || !entry.path.starts_with(base)) return;
    const auto file = bag.files.find(entry.path.substr(base.size()));
    if (file == bag.files.end()) return;
    Digests digests(bag.algorithms);
    BagitSums sums;
    while (const std::size_t got = read(buffer.data(), buffer.size())) {
      digests.add(buffer.data(), got);
      sums.bytes += got;
    }
    sums.by_algorithm = digests.finish();
    sums.read = true;
    file->second = std::move(sums);
  });
  // What the first reading told already is not told twice.
  for (BagitFinding& finding : again.errors)
    if (std::find(bag.findings.errors.begin(), bag.findings.errors.end(), finding) ==
        bag.findings.errors.end())
      bag.findings.errors.push_back(std::move(finding));
}

std::map<std::string, std::string> below(const std::map<std::string, std::string>& files,
                                         const std::string& base) {
  std::map<std::string, std::string> found;
  for (const auto& [path, text] : files)
    if (path.starts_with(base) && path.find('/', base.size()) == std::string::npos)
      found[path.substr(base.size())] = text;
  return found;
}

BagitReport report_of(BagitListing&& bag, const std::string& base) {
  BagitReport report;
  report.top = base.empty() ? base : base.substr(0, base.size() - 1);
  if (bag.declaration)
    report.version = std::to_string(bag.declaration->version.major) + "." +
                     std::to_string(bag.declaration->version.minor);
  for (auto& [path, sums] : bag.files)
    if (is_payload(path))
      report.payload.push_back({path, sums.bytes, std::move(sums.by_algorithm)});
  report.info = std::move(bag.info);
  report.errors = std::move(bag.findings.errors);
  report.warnings = std::move(bag.findings.warnings);
  return report;
}

}  // namespace

BagitVerdict BagitReport::verdict() const {
  if (!errors.empty()) return BagitVerdict::invalid;
  return warnings.empty() ? BagitVerdict::valid : BagitVerdict::valid_with_warnings;
}

BagitReport check_bagit(const fs::path& path) {
  BagitListing bag;
  const FirstReading first = read_first(path, bag.findings);
  boost::system::error_code ignored;
  const std::string base =
      fs::is_directory(path, ignored) ? std::string() : base_of(first, bag.findings);
  place_entries(first, base, bag);
  read_tag_files(below(first.tag_files, base), bag);
  sum_files(path, base, bag);
  check_listing(bag);
  return report_of(std::move(bag), base);
}

}  // namespace sohoa
