// Every rule that a bag of format 1 keeps, checked in one pass over the tar.
#include "archive/bag_check.h"

#include <archive_entry.h>

#include <algorithm>
#include <map>
#include <set>

#include "archive/archive_input.h"
#include "archive/bag.h"
#include "archive/bag_manifest.h"
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
constexpr std::size_t kIdLength = 16;

struct BagState {
  std::vector<std::string>& findings;
  std::string top;
  MemberSums members;
  std::map<std::string, std::string> tag_texts;
};

void find(BagState& bag, const std::string& rule, const std::string& what) {
  bag.findings.push_back(rule + ": " + what);
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
  Hasher hasher;
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
  if (!bag.members.emplace(path, hasher.finish()).second)
    find(bag, "duplicate entry", encode_path(path) + " stands twice in the tar");
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
    } else if (sum_of(member->second, kind) != sum) {
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
  for (const auto& [label, value] : parse_bag_info(text->second, bag.findings)) {
    if (label == "Payload-Oxum") oxums.push_back(value);
    if (label == "External-Identifier") identifiers.push_back(value);
  }
  if (oxums.size() != 1) {
    find(bag, "bad bag-info.txt", "Payload-Oxum must stand there exactly once");
  } else if (oxums.front() != payload_oxum(bag.members)) {
    find(bag, "oxum mismatch",
         "bag-info.txt says " + oxums.front() + ", the payload is " + payload_oxum(bag.members));
  }
  if (identifiers != std::vector<std::string>{bag.top})
    find(bag, "bad bag-info.txt", "External-Identifier is not the top folder " + bag.top);
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
  const std::string folder = file.parent_path().filename().string();
  if (folder.size() == kIdLength && !bag.top.empty() && folder != bag.top)
    find(bag, "unexpected file", "the bag of " + bag.top + " lies in the folder of " + folder);
}

}  // namespace

BagCheck inspect_bag(const fs::path& file) {
  const Utf8Names utf8_names;
  BagCheck result;
  BagState bag{result.findings, {}, {}, {}};
  Hasher whole(HashKinds::sha256);
  TarFrame frame;
  try {
    ArchiveInput tar(file, ArchiveFormats::plain_tar, kStage,
                     [&](const void* data, std::size_t size) {
                       whole.add(data, size);
                       frame.add(data, size);
                     });
    while (archive_entry* entry = tar.next()) {
      const std::string path = member_path(bag, entry);
      if (!path.empty()) take_member(bag, tar, path);
    }
    tar.drain();
    if (const std::string damage = frame.finish(); !damage.empty())
      find(bag, "damaged tar", damage);
  } catch (const Error& error) {
    find(bag, error.kind() == ErrorKind::retry ? "cannot read" : "damaged tar", error.message());
    return result;
  }
  result.tar = whole.finish();
  check_whole(bag, file);
  return result;
}

std::vector<std::string> check_bag(const fs::path& bag) {
  return inspect_bag(bag).findings;
}

}  // namespace sohoa
