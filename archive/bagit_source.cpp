#include "archive/bagit_source.h"

#include <archive_entry.h>

#include <algorithm>
#include <boost/filesystem.hpp>
#include <vector>

#include "archive/archive_input.h"
#include "archive/durable_file.h"
#include "document/error.h"

namespace sohoa {

namespace fs = boost::filesystem;

namespace {

const std::string kStage = "bagit";
constexpr std::size_t kMaxEntries = 2'000'000;

BagitEntryKind kind_of(const fs::file_status& status) {
  switch (status.type()) {
    case fs::regular_file:
      return BagitEntryKind::file;
    case fs::directory_file:
      return BagitEntryKind::folder;
    default:
      return BagitEntryKind::other;
  }
}

std::vector<fs::path> sorted_entries(const fs::path& folder) {
  std::vector<fs::path> entries;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    entries.push_back(entry.path());
  std::sort(entries.begin(), entries.end());
  return entries;
}

void visit_file(const fs::path& path, const BagitEntry& entry, const BagitVisitor& visit) {
  const FileDescriptor file = open_regular_file(path, kStage);
  visit(entry, [&](void* buffer, std::size_t size) {
    return read_some(file.get(), buffer, size, path, kStage);
  });
}

void visit_folder(const fs::path& folder, const std::string& prefix, BagitFindings& findings,
                  const BagitVisitor& visit) {
  const BagitRead nothing = [](void*, std::size_t) { return std::size_t{0}; };
  for (const fs::path& path : sorted_entries(folder)) {
    const BagitEntry entry{prefix + path.filename().string(), kind_of(fs::symlink_status(path))};
    try {
      if (entry.kind == BagitEntryKind::file) {
        visit_file(path, entry, visit);
      } else {
        visit(entry, nothing);
      }
      if (entry.kind == BagitEntryKind::folder)
        visit_folder(path, entry.path + "/", findings, visit);
    } catch (const Error& error) {
      findings.errors.push_back({"cannot read", entry.path + ": " + error.message()});
    }
  }
}

BagitEntry entry_of(archive_entry* member) {
  BagitEntry entry{ArchiveInput::name_of(member), BagitEntryKind::other};
  const auto type = archive_entry_filetype(member);
  if (type == AE_IFDIR) entry.kind = BagitEntryKind::folder;
  if (type == AE_IFREG && archive_entry_hardlink(member) == nullptr)
    entry.kind = BagitEntryKind::file;
  while (entry.path.starts_with("./")) entry.path.erase(0, 2);
  while (entry.kind == BagitEntryKind::folder && entry.path.ends_with('/')) entry.path.pop_back();
  return entry;
}

void visit_package(const fs::path& package, const BagitVisitor& visit) {
  const Utf8Names utf8_names;
  ArchiveInput input(package, ArchiveFormats::all, kStage);
  std::size_t count = 0;
  while (archive_entry* member = input.next()) {
    if (++count > kMaxEntries)
      throw Error(ErrorKind::document_failed, Reason::archive_too_large, kStage,
                  "more than " + std::to_string(kMaxEntries) + " entries");
    const BagitEntry entry = entry_of(member);
    if (entry.path.empty() || (entry.kind == BagitEntryKind::folder && entry.path == ".")) continue;
    visit(entry, [&](void* buffer, std::size_t size) { return input.read(buffer, size); });
  }
}

}  // namespace

void visit_bag_entries(const fs::path& bag, BagitFindings& findings, const BagitVisitor& visit) {
  try {
    if (fs::is_directory(bag)) {
      visit_folder(bag, "", findings, visit);
    } else {
      visit_package(bag, visit);
    }
  } catch (const Error& error) {
    const bool unreadable = error.kind() == ErrorKind::retry;
    findings.errors.push_back(
        {unreadable ? "cannot read" : "damaged package", bag.string() + ": " + error.message()});
  } catch (const fs::filesystem_error& error) {
    findings.errors.push_back({"cannot read", error.what()});
  }
}

}  // namespace sohoa
