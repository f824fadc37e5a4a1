// Checking a record over all its versions: is everything there that a later one keeps?
#pragma once

#include <string>
#include <vector>

#include "archive/bag_check.h"
#include "archive/store.h"

namespace sohoa {

struct InspectedBag {
  StoredBag bag;
  BagCheck check;
};

// Every bag read in full.
[[nodiscard]] std::vector<InspectedBag> inspect_record(const RecordVersions& versions);

// What is wrong between the bags (what is wrong within one is in its check):
// "missing file" (a version, a bag that is kept, a member that is kept),
// "checksum mismatch" (of a kept bag or member), "duplicate entry" (a version
// twice). Each names the bag. Bags whose key is missing are held to the sums
// that others name, no further. Reads nothing.
[[nodiscard]] std::vector<std::string> check_versions(const std::vector<InspectedBag>& bags);

// Throws Error{service_broken, archive_corrupt} with the first finding, or
// key_missing, unless the record is whole.
[[nodiscard]] std::vector<InspectedBag> require_whole(const RecordVersions& versions);

}  // namespace sohoa
