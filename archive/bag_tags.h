// What a bag says of itself in its tag files: its version, and what it keeps of earlier ones.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "archive/bag_manifest.h"
#include "archive/layout.h"

namespace sohoa {

// The part of an earlier bag that a later version keeps.
struct KeptBag {
  std::string name;    // of the file beside it: "v1.tar", "v1.tar.enc"
  Sha256 sha256;       // of that file
  MemberSums members;  // payload members, both sums; their lengths are not known
};

using TagTexts = std::map<std::string, std::string>;  // name of the tag file to its text

// The tag files at the front of a bag, proved against tagmanifest-sha256.txt.
// Throws as read_bag_member.
[[nodiscard]] TagTexts read_bag_tags(const fs::path& bag);

// `Sohoa-Record-Version`; 0 where it is missing or no number.
[[nodiscard]] int record_version(const TagTexts& tags);

// What the bag keeps, in the order of its lines. Each broken rule is a finding
// "bad kept list: …", and what it concerns is left out.
[[nodiscard]] std::vector<KeptBag> parse_kept(const TagTexts& tags,
                                              std::vector<std::string>& findings);

// "v2.tar" to 2, also "v2.tar.enc"; 0: no name of a bag.
[[nodiscard]] int version_of_bag_name(const std::string& name);

// "kept-v2-sha256.txt"
[[nodiscard]] std::string kept_list_name(int version, SumKind kind);

}  // namespace sohoa
