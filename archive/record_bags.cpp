#include "archive/record_bags.h"

#include <algorithm>
#include <utility>

#include "archive/bag.h"
#include "archive/bag_manifest.h"
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

}  // namespace

RecordBags::RecordBags(RecordVersions versions, int version)
    : versions_(up_to(std::move(versions), version)) {
  std::vector<std::string> findings;
  const Manifest own =
      parse_manifest("manifest-sha256.txt", read_bag_text(newest().path, "manifest-sha256.txt"),
                     SumKind::sha256, findings);
  for (const auto& [member, sum] : own) members_[member] = {newest(), {Sha256{sum}, {}, 0}};
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
    throw Error(ErrorKind::service_broken, Reason::archive_corrupt, kStage,
                found->second.bag.path.string() + ": " + member + " is not what version " +
                    std::to_string(version()) + " keeps; run sohoa verify");
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
