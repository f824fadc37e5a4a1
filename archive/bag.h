// One record as one BagIt 1.0 bag (RFC 8493) in a POSIX (pax) tar, write-once.
// docs/archive-format.md holds the format.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "archive/layout.h"

namespace sohoa {

// What goes into the bag. Files are read while writing; texts are given.
struct BagContents {
  fs::path original;                 // bytes untouched
  std::string original_name;         // as it came, NFC, made safe: data/original/<name>
  Checksums original_checksums;      // taken at intake; the bag must agree
  fs::path access_pdf;               // data/access/<id>.pdf; empty: none
  std::vector<std::string> alto;     // data/text/pNNNN.alto.xml, page 1 first
  std::vector<std::string> layouts;  // data/text/pNNNN.json, page 1 first
  std::string record_json;           // data/metadata/record.json
  std::string premis_xml;            // data/metadata/premis.xml
  std::string bagging_date;          // YYYY-MM-DD
  std::string bag_software;          // "sohoa 0.1.0"
  Checksums access_checksums;        // where they were taken already
};

// One payload member of a new bag.
struct NewMember {
  std::string path;  // inside the bag: "data/…"
  std::string text;  // the content, where `file` is empty
  fs::path file;     // read while writing
  Checksums sums;    // the content must agree; empty: taken before writing
};

struct BagReceipt {
  fs::path path;
  unsigned long long bytes = 0;  // of the file: the tar, or the tar encrypted
  Sha256 tar_sha256;             // of that file
};

// Writes beside its final place under a temporary name, syncs, reads it back in
// full against the manifests, renames, syncs the folders, makes it read-only.
// The same place and contents give the same bytes, unless place.encrypted is
// set: then the tar is encrypted under a key of its own (fonds_keys.h).
// A bag that already stands there and verifies with the same original is kept
// (adopted) and its receipt returned; from version 2 on its record.json must be
// the same too. Throws Error: changed_while_reading, bag_mismatch, disk_full…;
// archive_corrupt when what stands there is damaged. Nothing new stands at the
// final place then. Safe between processes: of two writers one wins, the other adopts.
[[nodiscard]] BagReceipt write_bag(const ArchiveLayout& layout, const BagPlace& place,
                                   const BagContents& contents);

// Findings: each begins with the rule that is broken ("missing file",
// "unexpected file", "checksum mismatch", "oxum mismatch", "bad bagit.txt",
// "bad bag-info.txt", "bad manifest", "dangerous path", "duplicate entry",
// "not a regular file", "fetch.txt", "bad kept list", "damaged tar", "cannot
// read", "key missing") and names the file; empty when the bag is whole. Reads
// every byte; damage is never thrown. That what the bag keeps of earlier ones is
// there is checked by record_check.h.
[[nodiscard]] std::vector<std::string> check_bag(const fs::path& bag);

// One payload or tag file out of a bag, in pieces, its manifest sum checked at
// the end. `member` e.g. "data/metadata/record.json". Throws
// Error{document_failed, not_found} or {service_broken, archive_corrupt}.
void read_bag_member(const fs::path& bag, const std::string& member,
                     const std::function<void(const void*, std::size_t)>& take);
[[nodiscard]] std::string read_bag_text(const fs::path& bag, const std::string& member);
[[nodiscard]] std::vector<std::string> list_bag(const fs::path& bag);

}  // namespace sohoa
