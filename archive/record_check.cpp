#include "archive/record_check.h"

#include <algorithm>

#include "document/error.h"

namespace sohoa {

namespace {

std::string name_of(const InspectedBag& bag) {
  return bag.bag.path.filename().string();
}

void check_kept_bag(const InspectedBag& keeper, const KeptBag& kept,
                    const std::vector<InspectedBag>& bags, std::vector<std::string>& findings) {
  const auto find = [&](const std::string& what) {
    findings.push_back(name_of(keeper) + ": " + what);
  };
  const auto found = std::find_if(
      bags.begin(), bags.end(), [&](const InspectedBag& bag) { return name_of(bag) == kept.name; });
  if (found == bags.end()) return find("missing file: " + kept.name + ", which it keeps");
  const Sha256& sum = found->check.tar.sha256;
  if (!sum.hex.empty() && sum != kept.sha256)
    find("checksum mismatch: " + kept.name + " is not the bag that it keeps");
  if (found->check.key_missing || !found->check.findings.empty()) return;
  for (const auto& [path, sums] : kept.members) {
    const auto member = found->check.payload.find(path);
    if (member == found->check.payload.end())
      find("missing file: " + path + ", which it keeps from " + kept.name);
    else if (member->second.sha256 != sums.sha256 || member->second.sha512 != sums.sha512)
      find("checksum mismatch: " + path + " of " + kept.name + " is not what it keeps");
  }
}

}  // namespace

std::vector<InspectedBag> inspect_record(const RecordVersions& versions) {
  std::vector<InspectedBag> bags;
  for (const StoredBag& bag : versions) bags.push_back({bag, inspect_bag(bag.path)});
  return bags;
}

std::vector<std::string> check_versions(const std::vector<InspectedBag>& bags) {
  std::vector<std::string> findings;
  int expected = 1;
  for (const InspectedBag& bag : bags) {
    const int version = bag.bag.place.version;
    for (; expected < version; ++expected)
      findings.push_back("missing file: version " + std::to_string(expected) + ", although " +
                         name_of(bag) + " is there");
    if (version < expected)
      findings.push_back("duplicate entry: " + name_of(bag) + " is there beside another version " +
                         std::to_string(version));
    expected = version + 1;
    for (const KeptBag& kept : bag.check.kept) check_kept_bag(bag, kept, bags, findings);
  }
  return findings;
}

std::vector<InspectedBag> require_whole(const RecordVersions& versions) {
  std::vector<InspectedBag> bags = inspect_record(versions);
  for (const InspectedBag& bag : bags) {
    if (bag.check.key_missing)
      throw Error(ErrorKind::service_broken, Reason::key_missing, "keep",
                  bag.bag.path.string() + " is encrypted and its key is not here");
    if (!bag.check.findings.empty())
      throw Error(ErrorKind::service_broken, Reason::archive_corrupt, "keep",
                  bag.bag.path.string() + ": " + bag.check.findings.front() +
                      "; run sohoa verify and sohoa repair");
  }
  const std::vector<std::string> findings = check_versions(bags);
  if (!findings.empty())
    throw Error(ErrorKind::service_broken, Reason::archive_corrupt, "keep",
                versions.front().path.parent_path().string() + ": " + findings.front() +
                    "; run sohoa verify and sohoa repair");
  return bags;
}

}  // namespace sohoa
