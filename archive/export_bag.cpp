#include "archive/export_bag.h"

#include <archive_entry.h>

#include <algorithm>
#include <boost/filesystem/operations.hpp>
#include <tuple>

#include "archive/archive_input.h"
#include "archive/bag.h"
#include "archive/bag_manifest.h"
#include "archive/bag_tags.h"
#include "archive/bag_tar.h"
#include "archive/durable_file.h"
#include "archive/safe_name.h"
#include "document/error.h"

namespace sohoa {

namespace {

const std::string kStage = "export";
constexpr std::size_t kReadSize = 1 << 18;
constexpr std::size_t kMaxInfo = 1 << 20;

std::vector<std::string> damage(const Error& error) {
  return {(error.kind() == ErrorKind::retry ? "cannot read: " : "damaged tar: ") + error.message()};
}

bool is_damage(const Error& error) {
  return error.stage() == kStage && error.reason() != Reason::key_missing &&
         error.kind() != ErrorKind::service_broken;
}

[[noreturn]] void throw_invalid(const fs::path& path, const std::string& why) {
  throw Error(ErrorKind::document_failed, Reason::bag_invalid, kStage, path.string() + " " + why);
}

// Where a member stands in the tar (docs/archive-format.md, "A bag").
using Rank = std::tuple<int, int, std::string>;
Rank rank_of(const std::string& member) {
  const auto fixed = [&](std::initializer_list<const char*> names, int from) {
    for (const char* name : names) {
      if (member == name) return from;
      ++from;
    }
    return 0;
  };
  if (const int at = fixed({"bagit.txt", "bag-info.txt"}, 1)) return {at, 0, member};
  if (member.starts_with("kept-v"))
    return {3, std::atoi(member.c_str() + std::string_view("kept-v").size()), member};
  if (const int at =
          fixed({"manifest-sha256.txt", "manifest-sha512.txt", "tagmanifest-sha256.txt",
                 "tagmanifest-sha512.txt", "data/metadata/record.json", "data/metadata/premis.xml"},
                4))
    return {at, 0, member};
  if (member.starts_with("data/metadata/")) return {10, 0, member};
  // By the page's number: of two names the shorter has the smaller one.
  if (member.starts_with("data/text/"))
    return {member.ends_with(".json") ? 11 : 12, static_cast<int>(member.size()), member};
  if (member.starts_with("data/access/")) return {13, 0, member};
  return {14, 0, member};
}

std::vector<std::string> files_below(const fs::path& folder) {
  std::vector<std::string> files;
  for (fs::recursive_directory_iterator it(folder), end; it != end; ++it) {
    const fs::file_type type = it->symlink_status().type();
    const std::string path = it->path().lexically_relative(folder).generic_string();
    if (type == fs::directory_file) continue;
    if (type != fs::regular_file) throw_invalid(it->path(), "is a link or a device");
    if (!is_safe_member_path(path)) throw_invalid(it->path(), "has a name that no bag may hold");
    files.push_back(path);
  }
  std::sort(files.begin(), files.end(),
            [](const std::string& a, const std::string& b) { return rank_of(a) < rank_of(b); });
  return files;
}

struct Info {
  std::string id;
  std::string date;
};

Info info_of(const fs::path& folder) {
  std::vector<std::string> ignored;
  Info info;
  for (const auto& [label, value] :
       parse_bag_info(read_small_file(folder / "bag-info.txt", kMaxInfo, kStage), ignored)) {
    if (label == "External-Identifier") info.id = value;
    if (label == "Bagging-Date") info.date = value;
  }
  const bool is_date = info.date.size() == 10 && info.date[4] == '-' && info.date[7] == '-' &&
                       info.date.find_first_not_of("0123456789-") == std::string::npos;
  if (!is_record_id(info.id) || !is_date)
    throw_invalid(folder, "is no bag of this program: bag-info.txt names no record and date");
  return info;
}

void add_file(BagTar& tar, const std::string& member, const fs::path& file) {
  const FileDescriptor fd = open_regular_file(file, kStage);
  unsigned long long left = fs::file_size(file);
  tar.begin(member, left);
  std::vector<char> buffer(kReadSize);
  while (const std::size_t got = read_some(fd.get(), buffer.data(), buffer.size(), file, kStage)) {
    if (got > left) throw_invalid(file, "grew while it was read");
    left -= got;
    tar.add(buffer.data(), got);
  }
  if (left > 0) throw_invalid(file, "shrank while it was read");
}

}  // namespace

std::vector<std::string> export_bag_tar(const fs::path& bag, ExportFolder& out,
                                        const std::string& path, const BagFiles& files) {
  if (!out.begin(path)) return {"duplicate entry: " + path + " is in the export already"};
  const auto write = [&](const void* data, std::size_t size) { out.write(data, size); };
  try {
    files.empty() ? read_plain_bag(bag, write) : read_renamed_bag(bag, files, write);
  } catch (const Error& error) {
    out.drop();
    if (!is_damage(error)) throw;
    return damage(error);
  }
  out.end_unlisted();
  std::vector<std::string> findings = check_bag(out.path_of(path));
  if (findings.empty())
    out.list();
  else
    out.drop();
  return findings;
}

std::vector<std::string> export_bag_files(const fs::path& bag, ExportFolder& out,
                                          const std::string& folder, const BagFiles& files) {
  const Utf8Names utf8_names;
  if (std::vector<std::string> findings = check_bag(bag); !findings.empty()) return findings;
  const TagTexts renamed = files.empty() ? TagTexts{} : renamed_tags(read_bag_tags(bag), files);
  ArchiveInput tar(bag, ArchiveFormats::plain_tar, kStage);
  std::vector<char> buffer(kReadSize);
  while (archive_entry* entry = tar.next()) {
    const std::string name = ArchiveInput::name_of(entry);
    if (!out.begin(folder + name.substr(name.find('/'))))
      return {"duplicate entry: " + name + " collides with another name in the export"};
    if (const auto text = renamed.find(name.substr(name.find('/') + 1)); text != renamed.end())
      out.write(text->second);
    else
      while (const std::size_t got = tar.read(buffer.data(), buffer.size()))
        out.write(buffer.data(), got);
    (void)out.end();
  }
  return {};
}

void pack_bag(const fs::path& folder, const fs::path& tar) {
  const Utf8Names utf8_names;
  const Info info = info_of(folder);
  DurableFile out(tar, 0600, kStage);
  BagTar packed(midnight(info.date),
                [&](const void* data, std::size_t size) { out.write(data, size); });
  for (const std::string& member : files_below(folder))
    add_file(packed, info.id + "/" + member, folder / member);
  packed.close();
  if (!out.commit())
    throw Error(ErrorKind::service_broken, Reason::already_there, kStage,
                tar.string() + " is there already");
}

bool is_unpacked_bag(const fs::path& folder) {
  boost::system::error_code ignored;
  const fs::path info = folder / "bag-info.txt";
  if (!fs::is_regular_file(fs::symlink_status(folder / "bagit.txt", ignored)) ||
      !fs::is_regular_file(fs::symlink_status(info, ignored)))
    return false;
  return read_small_file(info, kMaxInfo, kStage).find("Sohoa-Bag-Format:") != std::string::npos;
}

}  // namespace sohoa
