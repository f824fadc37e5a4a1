// A record as it stands now, or as it stood in an earlier version, over all its bags.
//
// Version 1 holds everything. A later version holds what changed and names what
// it keeps and in which bag that lies (docs/archive-format.md, "Versions").
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "archive/store.h"

namespace sohoa {

// Where one member's bytes lie.
struct MemberPlace {
  StoredBag bag;
  Checksums sums;  // as the version says; bytes not known
};

// Reads the tag files of the newest bag (or of `version`) when it is made; the
// rest when asked. Throws Error{document_failed, not_found} when there is no
// such record or version, {service_broken, archive_corrupt} when a bag does not
// say what it keeps. Not thread-safe; one an object.
class RecordBags {
 public:
  // `version` 0: the newest.
  explicit RecordBags(RecordVersions versions, int version = 0);
  RecordBags(const ArchiveLayout& layout, const RecordId& id, int version = 0);

  [[nodiscard]] int version() const { return newest().place.version; }
  [[nodiscard]] const StoredBag& newest() const { return versions_.back(); }
  // Up to the one that is looked at.
  [[nodiscard]] const RecordVersions& versions() const { return versions_; }

  // Every payload member ("data/…") of the record and where it lies.
  [[nodiscard]] const std::map<std::string, MemberPlace>& members() const { return members_; }
  [[nodiscard]] bool has(const std::string& member) const { return members_.contains(member); }
  // The one member that begins so: "data/original/". Throws not_found.
  [[nodiscard]] std::string member_in(const std::string& folder) const;

  // A member's bytes in pieces, checked against its bag's manifest and against
  // what this version says of it. Throws as read_bag_member.
  void read(const std::string& member,
            const std::function<void(const void*, std::size_t)>& take) const;
  [[nodiscard]] std::string read_text(const std::string& member) const;

 private:
  RecordVersions versions_;
  std::map<std::string, MemberPlace> members_;
};

}  // namespace sohoa
