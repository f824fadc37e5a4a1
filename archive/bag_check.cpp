// Every rule that a bag of format 1 keeps, checked in one pass over the tar.
#include "archive/bag_check.h"

#include <archive_entry.h>

#include <algorithm>
#include <map>
#include <utility>

#include "archive/archive_input.h"
#include "archive/aside_hasher.h"
#include "archive/bag.h"
#include "archive/bag_manifest.h"
#include "archive/bag_tags.h"
#include "archive/durable_file.h"
#include "archive/safe_name.h"
#include "archive/tar_frame.h"
#include "document/error.h"
#include "document/vietnamese_text.h"

namespace sohoa {

namespace {

const std::string kStage = "verify";

// A tag file is kept in memory to be read: 64 MiB list half a million members.
constexpr std::size_t kMaxTagFile = std::size_t{64} << 20;
constexpr std::size_t kReadSize = 1 << 18;

struct BagState {
  std::vector<std::string>& findings;
  HashKinds kinds;
  std::string top;
  MemberSums members;
  TagTexts tag_texts;
  std::vector<KeptBag> kept;
  PathSet paths;
};

void find(BagState& bag, const std::string& rule, const std::string& what) {
  bag.findings.push_back(rule + ": " + what);
}

void tell_meeting(BagState& bag, const std::string& path) {
  const PathMeeting meeting = bag.paths.add(path);
  const std::string both = encode_path(path) + " and " + encode_path(meeting.other);
  switch (meeting.kind) {
    case PathMeeting::Kind::none:
      return;
    case PathMeeting::Kind::twice:
      return find(bag, "duplicate entry", encode_path(path) + " stands twice in the tar");
    case PathMeeting::Kind::similar:
      return find(bag, "dangerous path", both + " differ in case or Unicode form alone");
    case PathMeeting::Kind::nested:
      return find(bag, "dangerous path", both + " are a file and a folder of one name");
  }
}

// The path below the top folder; empty when the entry has no place in a bag.
std::string member_path(BagState& bag, archive_entry* entry) {
  std::string path = ArchiveInput::name_of(entry);
  const bool folder = archive_entry_filetype(entry) == AE_IFDIR;
  if (folder && !path.empty() && path.back() == '/') path.pop_back();
  if (!is_safe_member_path(path)) {
    find(bag, "dangerous path", encode_path(path));
    return {};
  }
  if (folder) return {};
  const std::size_t slash = path.find('/');
  const std::string top = path.substr(0, slash);
  if (bag.top.empty()) bag.top = top;
  if (slash == std::string::npos || top != bag.top) {
    find(bag, "unexpected file", encode_path(path) + " stands outside the one top folder");
    return {};
  }
  if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry) != nullptr) {
    find(bag, "not a regular file", encode_path(path));
    return {};
  }
  return path.substr(slash + 1);
}

void take_member(BagState& bag, ArchiveInput& tar, const std::string& path) {
  Hasher hasher(bag.kinds);
  std::string text;
  std::vector<char> buffer(kReadSize);
  const bool keep = !is_payload(path);
  while (const std::size_t got = tar.read(buffer.data(), buffer.size())) {
    hasher.add(buffer.data(), got);
    if (keep && text.size() <= kMaxTagFile) text.append(buffer.data(), got);
  }
  if (to_nfc(path) != path) find(bag, "dangerous path", encode_path(path) + " is not in NFC");
  if (text.size() > kMaxTagFile)
    find(bag, "unexpected file", path + " is too large for a tag file");
  bag.members.emplace(path, hasher.finish());
  tell_meeting(bag, path);
  if (keep) bag.tag_texts[path] = std::move(text);
}

void check_against(BagState& bag, const std::string& manifest_name, SumKind kind, bool payload) {
  const auto text = bag.tag_texts.find(manifest_name);
  if (text == bag.tag_texts.end()) {
    find(bag, "missing file", manifest_name);
    return;
  }
  const std::size_t before = bag.findings.size();
  const Manifest manifest = parse_manifest(manifest_name, text->second, kind, bag.findings);
  if (bag.findings.size() == before && spell_manifest(manifest) != text->second)
    find(bag, "bad manifest", manifest_name + " is not spelled as format 1 spells it");
  for (const auto& [path, sum] : manifest) {
    const auto member = bag.members.find(path);
    if (is_payload(path) != payload) {
      find(bag, "bad manifest",
           manifest_name + " lists " + encode_path(path) +
               ", which belongs into the other manifest");
    } else if (member == bag.members.end()) {
      find(bag, "missing file", encode_path(path) + ", listed in " + manifest_name);
    } else if (const std::string& found = sum_of(member->second, kind);
               !found.empty() && found != sum) {
      find(bag, "checksum mismatch", encode_path(path) + " against " + manifest_name);
    }
  }
  for (const auto& [path, sums] : bag.members)
    if (is_payload(path) == payload && !path.starts_with("tagmanifest-") &&
        !manifest.contains(path))
      find(bag, "unexpected file", encode_path(path) + " is not listed in " + manifest_name);
}

void check_bagit_text(BagState& bag) {
  const auto text = bag.tag_texts.find("bagit.txt");
  if (text == bag.tag_texts.end()) {
    find(bag, "missing file", "bagit.txt");
  } else if (text->second != kBagitText) {
    find(bag, "bad bagit.txt", "it is not BagIt 1.0 in UTF-8 in exactly two lines");
  }
}

void check_bag_info(BagState& bag) {
  const auto text = bag.tag_texts.find("bag-info.txt");
  if (text == bag.tag_texts.end()) {
    find(bag, "missing file", "bag-info.txt");
    return;
  }
  std::vector<std::string> oxums;
  std::vector<std::string> identifiers;
  std::vector<std::string> formats;
  for (const auto& [label, value] : parse_bag_info(text->second, bag.findings)) {
    if (label == "Payload-Oxum") oxums.push_back(value);
    if (label == "External-Identifier") identifiers.push_back(value);
    if (label == "Sohoa-Bag-Format") formats.push_back(value);
  }
  if (oxums.size() != 1) {
    find(bag, "bad bag-info.txt", "Payload-Oxum must stand there exactly once");
  } else if (oxums.front() != payload_oxum(bag.members)) {
    find(bag, "oxum mismatch",
         "bag-info.txt says " + oxums.front() + ", the payload is " + payload_oxum(bag.members));
  }
  if (identifiers != std::vector<std::string>{bag.top})
    find(bag, "bad bag-info.txt", "External-Identifier is not the top folder " + bag.top);
  if (formats != std::vector<std::string>{"1"} && formats != std::vector<std::string>{"2"})
    find(bag, "bad bag-info.txt", "Sohoa-Bag-Format is neither 1 nor 2");
}

// A bag that lies where another one belongs is as good as changed.
void check_place(BagState& bag, const fs::path& file) {
  const std::string folder = file.parent_path().filename().string();
  if (!is_record_id(folder)) return;
  if (!bag.top.empty() && folder != bag.top)
    find(bag, "unexpected file", "the bag of " + bag.top + " lies in the folder of " + folder);
  const int named = version_of_bag_name(file.filename().string());
  const int version = record_version(bag.tag_texts);
  if (named > 0 && named != version)
    find(bag, "unexpected file",
         "version " + std::to_string(version) + " of the record lies under the name " +
             file.filename().string());
}

void check_whole(BagState& bag, const fs::path& file) {
  check_bagit_text(bag);
  check_bag_info(bag);
  if (bag.members.contains("fetch.txt"))
    find(bag, "fetch.txt", "the bag is not complete: parts are to be fetched from elsewhere");
  if (std::none_of(bag.members.begin(), bag.members.end(),
                   [](const auto& member) { return is_payload(member.first); }))
    find(bag, "missing file", "data/ holds nothing");
  check_against(bag, "manifest-sha256.txt", SumKind::sha256, true);
  check_against(bag, "manifest-sha512.txt", SumKind::sha512, true);
  check_against(bag, "tagmanifest-sha256.txt", SumKind::sha256, false);
  check_against(bag, "tagmanifest-sha512.txt", SumKind::sha512, false);
  for (const auto& [path, sums] : bag.members)
    if (path.starts_with("tagmanifest-") && path != "tagmanifest-sha256.txt" &&
        path != "tagmanifest-sha512.txt")
      find(bag, "unexpected file", encode_path(path));
  bag.kept = parse_kept(bag.tag_texts, bag.findings);
  check_place(bag, file);
}

// Whether the file is what it was can be told without opening it.
BagCheck without_key(const fs::path& file) {
  BagCheck result;
  result.key_missing = true;
  Hasher whole(HashKinds::sha256);
  std::vector<char> buffer(kReadSize);
  try {
    const FileDescriptor fd = open_regular_file(file, kStage);
    while (const std::size_t got = read_some(fd.get(), buffer.data(), buffer.size(), file, kStage))
      whole.add(buffer.data(), got);
    result.tar = whole.finish();
  } catch (const Error& error) {
    result.findings.push_back("cannot read: " + error.message());
  }
  return result;
}

}  // namespace

BagCheck inspect_bag(const fs::path& file, HashKinds kinds) {
  const Utf8Names utf8_names;
  BagCheck result;
  BagState bag{result.findings, kinds, {}, {}, {}, {}, {}};
  AsideHasher whole;
  TarFrame frame;
  try {
    ArchiveInput tar(
        file, ArchiveFormats::plain_tar, kStage,
        [&](const void* data, std::size_t size) { frame.add(data, size); },
        [&](const void* data, std::size_t size) { whole.add(data, size); });
    while (archive_entry* entry = tar.next()) {
      const std::string path = member_path(bag, entry);
      if (!path.empty()) take_member(bag, tar, path);
    }
    tar.drain();
    if (const std::string damage = frame.finish(); !damage.empty())
      find(bag, "damaged tar", damage);
  } catch (const Error& error) {
    if (error.reason() == Reason::key_missing) return without_key(file);
    find(bag, error.kind() == ErrorKind::retry ? "cannot read" : "damaged tar", error.message());
    return result;
  }
  result.tar = whole.finish();
  check_whole(bag, file);
  for (auto& [path, sums] : bag.members)
    if (is_payload(path)) result.payload.emplace(path, std::move(sums));
  result.kept = std::move(bag.kept);
  return result;
}

std::vector<std::string> check_bag(const fs::path& bag) {
  BagCheck check = inspect_bag(bag);
  if (check.key_missing)
    check.findings.push_back(
        "key missing: the bag is encrypted; it can be held only to the "
        "checksum of the file in the ledger");
  return check.findings;
}

}  // namespace sohoa
