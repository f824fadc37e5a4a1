// Is this a good bag? For bags of other makers that are to be taken in: any
// BagIt version from 0.93 to 1.0, in a folder or packed, with every checksum
// algorithm of digests.h. Rules after RFC 8493; docs/bagit-rules.md lists them.
// Bags of this archive follow a stricter format: check_bag (bag.h).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "archive/bagit_text.h"
#include "archive/layout.h"

namespace sohoa {

enum class BagitVerdict { valid, valid_with_warnings, invalid };

struct BagitPayload {
  std::string path;  // as it lies in the bag, from its base folder: "data/a/b.pdf"
  unsigned long long bytes = 0;
  std::map<std::string, std::string> sums;  // computed; by algorithm of the bag's manifests
};

struct BagitReport {
  std::string version;  // "1.0"; empty: bagit.txt cannot be read
  std::string top;      // in a package: the base folder's path there; in a folder: empty
  BagitInfo info;       // bag-info.txt
  std::vector<BagitPayload> payload;  // in the order of the paths' bytes
  std::vector<BagitFinding> errors;   // any makes the bag invalid
  std::vector<BagitFinding> warnings;

  [[nodiscard]] BagitVerdict verdict() const;
};

// Reads every byte once, in a package twice. Damage is reported, never thrown.
// Nothing is fetched, written or followed outside. Thread-safe.
[[nodiscard]] BagitReport check_bagit(const fs::path& bag);

}  // namespace sohoa
