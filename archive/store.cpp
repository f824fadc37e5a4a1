#include "archive/store.h"

#include <algorithm>
#include <boost/filesystem/operations.hpp>
#include <deque>
#include <utility>

#include "document/error.h"

namespace sohoa {

namespace {

const std::string kStage = "store";

// Folders come by the bytes of their names; bags by their version.
using SortKey = std::pair<int, std::string>;

struct Name {
  SortKey key;
  fs::path path;
};

// What can stand on each level of the store.
constexpr std::size_t kFonds = 1;
constexpr std::size_t kYears = 2;
constexpr std::size_t kRecords = 3;
constexpr std::size_t kBags = 4;

SortKey key_of(const ArchiveLayout& layout, const fs::path& path) {
  const std::optional<BagPlace> place = layout.parse_bag(path);
  return {place ? place->version : 0, path.filename().string()};
}

std::deque<Name> sorted_names(const ArchiveLayout& layout, const fs::path& folder) {
  std::deque<Name> names;
  boost::system::error_code error;
  fs::directory_iterator entry(folder, error);
  for (const fs::directory_iterator end; !error && entry != end; entry.increment(error))
    names.push_back({key_of(layout, entry->path()), entry->path()});
  if (error && error.value() != boost::system::errc::no_such_file_or_directory)
    throw Error(ErrorKind::retry, Reason::no_permission, kStage,
                "cannot read the folder " + folder.string() + ": " + error.message());
  std::sort(names.begin(), names.end(), [](const Name& a, const Name& b) { return a.key < b.key; });
  return names;
}

fs::file_type type_of(const fs::path& path) {
  boost::system::error_code ignored;
  return fs::symlink_status(path, ignored).type();
}

bool is_leftover(const std::string& name) {
  return name.front() == '.' && name.ends_with(".part");
}

bool is_year(const std::string& name) {
  return name.size() == 4 && name.front() != '0' &&
         name.find_first_not_of("0123456789") == std::string::npos;
}

bool is_folder_of(std::size_t level, const fs::path& path) {
  if (type_of(path) != fs::directory_file) return false;
  const std::string name = path.filename().string();
  if (level == kFonds) return is_fonds_name(name);
  if (level == kYears) return is_year(name);
  return level == kRecords && is_record_id(name);
}

std::optional<StoredBag> bag_at(const ArchiveLayout& layout, const fs::path& path) {
  const std::optional<BagPlace> place = layout.parse_bag(path);
  if (!place || type_of(path) != fs::regular_file) return std::nullopt;
  return StoredBag{*place, path, place->encrypted};
}

StoreEntry entry_of(const ArchiveLayout& layout, std::size_t level, const fs::path& path) {
  if (std::optional<StoredBag> bag = bag_at(layout, path))
    return {StoreEntryKind::bag, path, std::move(bag)};
  const std::string name = path.filename().string();
  StoreEntryKind kind = StoreEntryKind::strange;
  if (type_of(path) == fs::regular_file && is_leftover(name)) kind = StoreEntryKind::leftover;
  if (type_of(path) == fs::regular_file && level == kYears && is_fonds_key_name(name))
    kind = StoreEntryKind::key_file;
  return {kind, path, std::nullopt};
}

}  // namespace

struct StoreWalk::Level {
  std::deque<Name> names;
  std::optional<SortKey> from;  // where to go on, on the way to it
};

StoreWalk::StoreWalk(const ArchiveLayout& layout, const std::optional<BagPlace>& after)
    : layout_(layout), after_(after) {
  descend(layout_.store(), after_.has_value());
}

StoreWalk::~StoreWalk() = default;

void StoreWalk::descend(const fs::path& folder, bool on_the_way) {
  Level level{sorted_names(layout_, folder), std::nullopt};
  if (on_the_way) {
    const fs::path path = layout_.bag(*after_);
    const std::size_t depth = levels_.size() + 1;
    if (depth == kFonds) level.from = SortKey{0, after_->fonds};
    if (depth == kYears) level.from = SortKey{0, std::to_string(after_->year)};
    if (depth == kRecords) level.from = SortKey{0, after_->id.text};
    if (depth == kBags) level.from = key_of(layout_, path);
  }
  levels_.push_back(std::move(level));
}

std::optional<StoreEntry> StoreWalk::next() {
  while (!levels_.empty()) {
    Level& here = levels_.back();
    if (here.names.empty()) {
      levels_.pop_back();
      continue;
    }
    const Name name = std::move(here.names.front());
    here.names.pop_front();
    const bool on_the_way = here.from == name.key;
    if (here.from && name.key < *here.from) continue;
    const std::size_t level = levels_.size();
    if (is_folder_of(level, name.path)) {
      descend(name.path, on_the_way);
    } else if (!on_the_way) {
      return entry_of(layout_, level, name.path);
    }
  }
  return std::nullopt;
}

RecordVersions record_versions(const ArchiveLayout& layout, const BagPlace& place) {
  RecordVersions versions;
  for (const Name& name : sorted_names(layout, layout.bag(place).parent_path()))
    if (std::optional<StoredBag> bag = bag_at(layout, name.path))
      versions.push_back(std::move(*bag));
  return versions;
}

RecordVersions record_versions(const ArchiveLayout& layout, const RecordId& id) {
  if (!is_record_id(id.text)) return {};
  for (const Name& fonds : sorted_names(layout, layout.store())) {
    if (!is_folder_of(kFonds, fonds.path)) continue;
    for (const Name& year : sorted_names(layout, fonds.path)) {
      if (!is_folder_of(kYears, year.path) || !is_folder_of(kRecords, year.path / id.text))
        continue;
      const BagPlace place{fonds.path.filename().string(), std::stoi(year.path.filename().string()),
                           id};
      RecordVersions versions = record_versions(layout, place);
      if (!versions.empty()) return versions;
    }
  }
  return {};
}

}  // namespace sohoa
