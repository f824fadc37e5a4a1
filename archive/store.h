// The store as it lies on disk: every bag in order, every version of a record.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "archive/layout.h"

namespace sohoa {

// A bag where it lies. Nothing of it has been read.
struct StoredBag {
  BagPlace place;
  fs::path path;
  bool encrypted = false;
};

enum class StoreEntryKind {
  bag,
  leftover,  // ".<name>.<random>.part": a crash left it, or its writer is at work
  key_file,  // the wrapped key of an encrypted fonds (fonds_keys.h)
  strange    // has no business here: a link, another name, a folder where files stand
};

struct StoreEntry {
  StoreEntryKind kind = StoreEntryKind::strange;
  fs::path path;
  std::optional<StoredBag> bag;  // of kind bag
};

// Goes through the store in the order of the paths: fonds, year and id by their
// bytes, versions by their number. Holds the names of one folder of each level
// in memory, never the whole store. What is added or taken away while it walks
// may be seen or not. Links are not followed. Not thread-safe; one an object.
class StoreWalk {
 public:
  // Of everything, or of what comes after the bag `after` (which need not exist any more).
  explicit StoreWalk(const ArchiveLayout& layout,
                     const std::optional<BagPlace>& after = std::nullopt);
  ~StoreWalk();
  StoreWalk(const StoreWalk&) = delete;
  StoreWalk& operator=(const StoreWalk&) = delete;

  // nullopt at the end. Throws Error{retry, no_permission…} when a folder cannot be read.
  [[nodiscard]] std::optional<StoreEntry> next();

 private:
  struct Level;
  void descend(const fs::path& folder, bool on_the_way);

  const ArchiveLayout layout_;
  const std::optional<BagPlace> after_;
  std::vector<Level> levels_;  // store, fonds, year, id
};

// All versions of a record, oldest first, newest last; empty: there is none, or
// the id is none.
// The second form looks only where the place says.
using RecordVersions = std::vector<StoredBag>;
[[nodiscard]] RecordVersions record_versions(const ArchiveLayout& layout, const RecordId& id);
[[nodiscard]] RecordVersions record_versions(const ArchiveLayout& layout, const BagPlace& place);

}  // namespace sohoa
