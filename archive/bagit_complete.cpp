// Complete and valid, RFC 8493, section 3.
#include <algorithm>
#include <array>
#include <charconv>

#include "archive/bag_manifest.h"
#include "archive/bagit_listing.h"
#include "archive/safe_name.h"
#include "document/vietnamese_text.h"

namespace sohoa {

namespace {

void error(BagitListing& bag, const char* rule, const std::string& what) {
  bag.findings.errors.push_back({rule, what});
}
void warn(BagitListing& bag, const char* rule, const std::string& what) {
  bag.findings.warnings.push_back({rule, what});
}

bool is_version_1(const BagitListing& bag) {
  return bag.declaration && bag.declaration->version >= kBagit10;
}

// The file that a manifest or fetch.txt means by `written`; nullopt: there is none.
class FileFinder {
 public:
  explicit FileFinder(const BagitListing& bag) : bag_(bag) {
    for (const auto& [path, sums] : bag.files) by_normal_form_.emplace(to_nfc(path), path);
  }

  [[nodiscard]] std::optional<std::string> find(const std::string& written,
                                                BagitFindings& findings) const {
    // Before 1.0 nothing said that a percent sign is written %25.
    if (!is_version_1(bag_) && bag_.files.contains(written)) return written;
    const std::string path = decode_path(written);
    if (bag_.files.contains(path)) return path;
    const auto other = by_normal_form_.find(to_nfc(path));
    if (other == by_normal_form_.end()) return std::nullopt;
    findings.warnings.push_back({"name in another Unicode normal form", encode_path(path)});
    return other->second;
  }

 private:
  const BagitListing& bag_;
  std::map<std::string, std::string> by_normal_form_;
};

// A percent sign that is not one of the three that 1.0 knows.
bool has_bare_percent(const std::string& written) {
  for (std::size_t at = written.find('%'); at != std::string::npos; at = written.find('%', at + 1))
    if (decode_path(written.substr(at, 3)).size() != 1) return true;
  return false;
}

// A manifest's lines by the files that they mean.
using Listed = std::map<std::string, std::string>;

void check_place(const BagitManifestFile& manifest, const std::string& path, BagitListing& bag) {
  if (manifest.payload && !is_payload(path))
    error(bag, "payload manifest lists what is not payload", manifest.name + ": " + path);
  if (!manifest.payload && is_payload(path))
    error(bag, "tag manifest lists payload", manifest.name + ": " + path);
  if (!manifest.payload && !tag_manifest_algorithm(path).empty()) {
    const std::string what = manifest.name + ": " + path;
    is_version_1(bag) ? error(bag, "tag manifest lists a tag manifest", what)
                      : warn(bag, "tag manifest lists a tag manifest", what);
  }
}

void check_twice(const BagitManifestFile& manifest, const std::string& path, bool same_sum,
                 BagitListing& bag) {
  const std::string what = manifest.name + ": " + encode_path(path);
  if (!same_sum)
    error(bag, "two checksums for one file", what);
  else if (is_version_1(bag))
    error(bag, "listed twice", what);
  else
    warn(bag, "listed twice", what);
}

void check_similar(const std::string& where, const std::set<std::string>& paths,
                   BagitListing& bag) {
  PathSet seen;
  for (const std::string& path : paths) {
    const PathMeeting meeting = seen.add(path);
    if (meeting.kind != PathMeeting::Kind::similar) continue;
    const bool only_form = to_nfc(path) == to_nfc(meeting.other);
    warn(bag, only_form ? "names differ only in Unicode normal form" : "names differ only in case",
         where + ": " + encode_path(path));
  }
}

Listed check_manifest(const BagitManifestFile& manifest, const FileFinder& files,
                      BagitListing& bag) {
  Listed listed;
  std::set<std::string> written;
  std::map<std::string, std::string> sums;
  for (const ManifestLine& line : manifest.lines) {
    if (is_version_1(bag) && has_bare_percent(line.path))
      warn(bag, "percent sign not encoded", manifest.name + ": " + line.path);
    check_place(manifest, line.path, bag);
    if (!written.insert(line.path).second) {
      check_twice(manifest, line.path, sums[line.path] == line.sum, bag);
      continue;
    }
    sums[line.path] = line.sum;
    const std::optional<std::string> file = files.find(line.path, bag.findings);
    if (!file) {
      error(bag, "missing file", encode_path(decode_path(line.path)) + ", in " + manifest.name);
      continue;
    }
    listed.emplace(*file, line.sum);
    const BagitSums& found = bag.files.at(*file);
    const auto sum = found.by_algorithm.find(manifest.algorithm);
    if (manifest.known && (sum == found.by_algorithm.end() || sum->second != line.sum))
      error(bag, found.read ? "checksum mismatch" : "cannot read",
            encode_path(*file) + " against " + manifest.name);
  }
  check_similar(manifest.name, written, bag);
  return listed;
}

// 1.0: every payload file in every payload manifest; before: in one of them.
void check_payload_listed(const std::vector<std::pair<std::string, Listed>>& payload,
                          BagitListing& bag) {
  for (const auto& [path, sums] : bag.files) {
    if (!is_payload(path)) continue;
    std::vector<std::string> lacking;
    for (const auto& [name, listed] : payload)
      if (!listed.contains(path)) lacking.push_back(name);
    if (lacking.empty() || payload.empty()) continue;
    if (lacking.size() == payload.size())
      error(bag, "unexpected file", encode_path(path) + " is in no payload manifest");
    else if (is_version_1(bag))
      error(bag, "not in every payload manifest",
            encode_path(path) + " is not in " + lacking.front());
  }
}

void check_tag_listed(const std::vector<std::pair<std::string, Listed>>& tags, BagitListing& bag) {
  for (const auto& [name, listed] : tags)
    for (const auto& [path, sums] : bag.files) {
      if (is_payload(path) || !tag_manifest_algorithm(path).empty() || listed.contains(path))
        continue;
      if (is_version_1(bag) && !manifest_algorithm(path).empty())
        error(bag, "payload manifest not in the tag manifest", path + ", " + name);
      else if (is_version_1(bag))
        warn(bag, "tag file not in the tag manifest", encode_path(path) + ", " + name);
    }
}

void check_fetch(const std::vector<std::pair<std::string, Listed>>& payload,
                 const FileFinder& files, BagitListing& bag) {
  for (const FetchLine& line : bag.fetch) {
    if (!is_payload(line.path)) {
      const std::string what = "fetch.txt: " + line.path;
      is_version_1(bag) ? error(bag, "fetch.txt lists what is not payload", what)
                        : warn(bag, "fetch.txt lists what is not payload", what);
    }
    const std::optional<std::string> file = files.find(line.path, bag.findings);
    if (!file) {
      error(bag, "not fetched", encode_path(decode_path(line.path)));
      continue;
    }
    if (line.bytes && *line.bytes != bag.files.at(*file).bytes)
      error(bag, "fetched file of another length", encode_path(*file));
    for (const auto& [name, listed] : payload)
      if (is_payload(*file) && !listed.contains(*file))
        error(bag, "fetch.txt lists what no manifest does", encode_path(*file) + ", " + name);
  }
}

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

bool is_date(const std::string& text) {
  constexpr std::string_view kForm = "0000-00-00";
  return text.size() == kForm.size() &&
         std::equal(text.begin(), text.end(), kForm.begin(), [](char c, char form) {
           return form == '-' ? c == '-' : c >= '0' && c <= '9';
         });
}

void check_oxum(const std::string& value, BagitListing& bag) {
  unsigned long long octets = 0;
  unsigned long long count = 0;
  for (const auto& [path, sums] : bag.files) {
    if (!is_payload(path)) continue;
    octets += sums.bytes;
    ++count;
  }
  const std::string due = std::to_string(octets) + "." + std::to_string(count);
  const bool a_number = value.find('.') != std::string::npos &&
                        value.find_first_not_of("0123456789.") == std::string::npos;
  if (!a_number)
    error(bag, "bad Payload-Oxum", "bag-info.txt says " + value);
  else if (value != due)
    error(bag, "Payload-Oxum mismatch", "bag-info.txt says " + value + ", there are " + due);
}

void check_info(BagitListing& bag) {
  constexpr std::array<std::string_view, 5> kOnce = {"bagging-date", "payload-oxum", "bag-size",
                                                     "bag-group-identifier", "bag-count"};
  std::set<std::string> seen;
  for (const auto& [label, value] : bag.info) {
    const std::string name = lower(label);
    const bool again = !seen.insert(name).second;
    if (again && is_version_1(bag) && std::find(kOnce.begin(), kOnce.end(), name) != kOnce.end())
      warn(bag, "label repeated in bag-info.txt", label);
    if (name == "payload-oxum") check_oxum(value, bag);
    if (name == "bagging-date" && !is_date(value))
      warn(bag, "Bagging-Date is not YYYY-MM-DD", value);
  }
}

// Made by an operating system beside what people put into a folder.
bool is_system_file(const std::string& path) {
  const std::string name = path.substr(path.rfind('/') + 1);
  return name == "Thumbs.db" || name == "desktop.ini" || name == ".DS_Store" ||
         name.starts_with("._");
}

void check_files(BagitListing& bag) {
  std::set<std::string> paths;
  bool payload = bag.folders.contains("data");
  for (const auto& [path, sums] : bag.files) {
    paths.insert(path);
    payload |= is_payload(path);
    if (is_payload(path) && is_system_file(path))
      warn(bag, "file of an operating system", encode_path(path));
  }
  if (!payload) error(bag, "no payload folder", "data/");
  check_similar("the bag", paths, bag);
  for (const std::string& folder : bag.folders) {
    const auto inside = paths.lower_bound(folder + "/");
    if (folder != "data" && (inside == paths.end() || !inside->starts_with(folder + "/")))
      warn(bag, "empty folder", encode_path(folder) + ": no manifest can hold it");
  }
}

}  // namespace

void check_listing(BagitListing& bag) {
  check_files(bag);
  const FileFinder files(bag);
  std::vector<std::pair<std::string, Listed>> payload;
  std::vector<std::pair<std::string, Listed>> tags;
  for (const BagitManifestFile& manifest : bag.manifests)
    (manifest.payload ? payload : tags)
        .emplace_back(manifest.name, check_manifest(manifest, files, bag));
  check_payload_listed(payload, bag);
  check_tag_listed(tags, bag);
  check_fetch(payload, files, bag);
  check_info(bag);
}

}  // namespace sohoa
