#include "archive/bag_version.h"

#include <algorithm>
#include <map>
#include <utility>

#include "archive/bag_write.h"

namespace sohoa {

namespace {

// The small and the large: the order of the tar, as in the first version.
int rank(const NewMember& member) {
  const std::string& path = member.path;
  if (path == "data/metadata/record.json") return 0;
  if (path.starts_with("data/metadata/")) return 1;
  if (path.starts_with("data/text/")) return path.ends_with(".json") ? 2 : 3;
  return path.starts_with("data/original/") ? 5 : 4;
}

std::vector<NewMember> in_order(const std::vector<NewMember>& members) {
  std::vector<NewMember> sorted;
  for (const NewMember& member : members) sorted.push_back(summed(member));
  std::stable_sort(sorted.begin(), sorted.end(), [](const NewMember& a, const NewMember& b) {
    return std::pair(rank(a), a.path) < std::pair(rank(b), b.path);
  });
  return sorted;
}

}  // namespace

std::vector<KeptBag> kept_after(const std::vector<InspectedBag>& bags,
                                const std::set<std::string>& changed,
                                const std::set<std::string>& dropped) {
  const InspectedBag& last = bags.back();
  std::vector<KeptBag> kept = last.check.kept;
  kept.push_back({last.bag.path.filename().string(), last.check.tar.sha256, last.check.payload});
  for (KeptBag& bag : kept)
    std::erase_if(bag.members, [&](const auto& member) {
      return changed.contains(member.first) || dropped.contains(member.first);
    });
  std::erase_if(kept, [](const KeptBag& bag) { return bag.members.empty(); });
  return kept;
}

BagReceipt write_bag_version(const ArchiveLayout& layout, const BagPlace& place,
                             const VersionContents& contents) {
  const NewBag bag{in_order(contents.changed), contents.kept, contents.bagging_date,
                   contents.bag_software};
  MemberSums sums;
  for (const NewMember& member : bag.payload) sums.emplace(member.path, member.sums);
  return write_new_bag(layout, place, bag, [&](const TagTexts& tags) {
    if (tags.at("manifest-sha256.txt") != write_manifest(sums, SumKind::sha256)) return false;
    std::vector<std::string> findings;
    const std::vector<KeptBag> kept = parse_kept(tags, findings);
    return std::equal(kept.begin(), kept.end(), bag.kept.begin(), bag.kept.end(),
                      [](const KeptBag& a, const KeptBag& b) {
                        return a.name == b.name && a.sha256 == b.sha256 &&
                               write_manifest(a.members, SumKind::sha256) ==
                                   write_manifest(b.members, SumKind::sha256);
                      });
  });
}

}  // namespace sohoa
