#include "archive/record_bags.h"

#include <algorithm>
#include <utility>

#include "archive/bag.h"
#include "archive/bag_manifest.h"
#include "archive/bag_tags.h"
#include "archive/hash.h"
#include "document/error.h"

namespace sohoa {

namespace {

const std::string kStage = "read";
constexpr std::size_t kMaxText = std::size_t{256} << 20;

RecordVersions up_to(RecordVersions versions, int version) {
  if (version > 0)
    std::erase_if(versions, [&](const StoredBag& bag) { return bag.place.version > version; });
  if (versions.empty() || (version > 0 && versions.back().place.version != version))
    throw Error(ErrorKind::document_failed, Reason::not_found, kStage,
                version > 0 ? "the record has no version " + std::to_string(version)
                            : "there is no such record in the store");
  return versions;
}

[[noreturn]] void throw_corrupt(const StoredBag& bag, const std::string& what) {
  throw Error(ErrorKind::service_broken, Reason::archive_corrupt, kStage,
              bag.path.string() + ": " + what + "; run sohoa verify");
}

MemberSums own_members(const TagTexts& tags, std::vector<std::string>& findings) {
  const auto manifest = [&](SumKind kind) {
    const std::string name =
        kind == SumKind::sha256 ? "manifest-sha256.txt" : "manifest-sha512.txt";
    const auto text = tags.find(name);
    if (text == tags.end()) findings.push_back("missing file: " + name);
    return parse_manifest(name, text == tags.end() ? "" : text->second, kind, findings);
  };
  MemberSums members;
  Manifest sha512 = manifest(SumKind::sha512);
  for (const auto& [path, sum] : manifest(SumKind::sha256))
    members[path] = {Sha256{sum}, Sha512{sha512[path]}, 0};
  return members;
}

}  // namespace

RecordBags::RecordBags(RecordVersions versions, int version)
    : versions_(up_to(std::move(versions), version)) {
  const TagTexts tags = read_bag_tags(newest().path);
  std::vector<std::string> findings;
  for (auto& [member, sums] : own_members(tags, findings)) members_[member] = {newest(), sums};
  for (const KeptBag& kept : parse_kept(tags, findings)) {
    // By its number: beside an encrypted bag an imported one may still be a plain tar.
    const int number = version_of_bag_name(kept.name);
    const auto bag = std::find_if(versions_.begin(), versions_.end(), [&](const StoredBag& each) {
      return each.place.version == number;
    });
    if (bag == versions_.end()) throw_corrupt(newest(), kept.name + ", which it keeps, is missing");
    for (const auto& [member, sums] : kept.members) members_[member] = {*bag, sums};
  }
  if (!findings.empty()) throw_corrupt(newest(), findings.front());
}

RecordBags::RecordBags(const ArchiveLayout& layout, const RecordId& id, int version)
    : RecordBags(record_versions(layout, id), version) {}

std::string RecordBags::member_in(const std::string& folder) const {
  const auto found = members_.lower_bound(folder);
  if (found == members_.end() || !found->first.starts_with(folder))
    throw Error(ErrorKind::document_failed, Reason::not_found, kStage,
                newest().path.string() + " and the bags that it keeps hold nothing in " + folder);
  return found->first;
}

void RecordBags::read(const std::string& member,
                      const std::function<void(const void*, std::size_t)>& take) const {
  const auto found = members_.find(member);
  if (found == members_.end())
    throw Error(ErrorKind::document_failed, Reason::not_found, kStage,
                newest().path.string() + " and the bags that it keeps have no member " + member);
  Hasher hasher(HashKinds::sha256);
  read_bag_member(found->second.bag.path, member, [&](const void* data, std::size_t size) {
    hasher.add(data, size);
    take(data, size);
  });
  if (hasher.finish().sha256 != found->second.sums.sha256)
    throw_corrupt(found->second.bag,
                  member + " is not what version " + std::to_string(version()) + " keeps");
}

std::string RecordBags::read_text(const std::string& member) const {
  std::string text;
  read(member, [&](const void* data, std::size_t size) {
    if (text.size() + size > kMaxText)
      throw Error(ErrorKind::service_broken, Reason::archive_corrupt, kStage,
                  member + " of " + newest().path.string() + " is too large for a text");
    text.append(static_cast<const char*>(data), size);
  });
  return text;
}

}  // namespace sohoa
