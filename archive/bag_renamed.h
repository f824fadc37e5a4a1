// A later version of a record whose earlier bags have other names or bytes elsewhere:
// in an encrypted fonds v1.tar.enc stands where an export has v1.tar. Only the lines
// Sohoa-Keeps of bag-info.txt, and its own sum in the tag manifests, are written anew;
// payload, manifests and kept lists stay as they are, and the way back gives the same
// bytes again. docs/archive-format.md, "Versions of a record".
#pragma once

#include <functional>
#include <map>
#include <string>

#include "archive/bag_tags.h"
#include "archive/store.h"

namespace sohoa {

// The file of one version, as a later one names it.
struct BagFile {
  std::string name;  // "v1.tar"
  Sha256 sha256;
};
using BagFiles = std::map<int, BagFile>;  // by version

// The tag files that differ when what the bag keeps is named as `files` has it. Throws
// Error{document_failed, bag_invalid} when it keeps a version that is not among them.
[[nodiscard]] TagTexts renamed_tags(const TagTexts& tags, const BagFiles& files);

// The plain tar of the bag, byte for byte, in pieces.
void read_plain_bag(const fs::path& bag, const std::function<void(const void*, std::size_t)>& take);

// The plain tar of the bag with these names, in pieces; of a bag that keeps nothing it
// is its own, byte for byte. Never touches a disk. Throws as read_bag_member, and as
// renamed_tags.
void read_renamed_bag(const fs::path& bag, const BagFiles& files,
                      const std::function<void(const void*, std::size_t)>& take);

// What read_renamed_bag gives for the versions up to the last, named v1.tar, v2.tar…:
// as an export has them.
[[nodiscard]] BagFiles plain_files(const RecordVersions& versions);

}  // namespace sohoa
