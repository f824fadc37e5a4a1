// Checking a bag and summing its tar in one reading.
#pragma once

#include <string>
#include <vector>

#include "archive/bag_tags.h"
#include "archive/hash.h"
#include "archive/layout.h"

namespace sohoa {

struct BagCheck {
  std::vector<std::string> findings;  // as of check_bag, without "key missing"
  Checksums tar;                      // of the file; complete only without findings, no SHA-512
  bool key_missing = false;           // encrypted: only the sum of the file was taken
  MemberSums payload;                 // what it holds
  std::vector<KeptBag> kept;          // what it keeps of earlier versions
};

// `kinds` sha256: members are held against the SHA-256 manifests alone, and the
// SHA-512 ones are checked as members. Enough to prove that a bag that was just
// written is the one that was meant, whose sums of both kinds were taken from the same bytes.
[[nodiscard]] BagCheck inspect_bag(const fs::path& bag, HashKinds kinds = HashKinds::both);

}  // namespace sohoa
