// A later version of a record: a bag that holds what changed and names what it
// keeps of earlier bags, so that the original's bytes are stored once.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "archive/bag.h"
#include "archive/bag_tags.h"
#include "archive/record_check.h"

namespace sohoa {

struct VersionContents {
  std::vector<NewMember> changed;  // data/metadata/record.json and premis.xml at least
  std::vector<KeptBag> kept;       // everything else that the record has now
  std::string bagging_date;        // YYYY-MM-DD
  std::string bag_software;
};

// What a version after the last of `bags` keeps when it brings `changed` itself
// and leaves `dropped` out. The bags were found whole.
[[nodiscard]] std::vector<KeptBag> kept_after(const std::vector<InspectedBag>& bags,
                                              const std::set<std::string>& changed,
                                              const std::set<std::string>& dropped = {});

// As write_bag. A bag that stands there already is adopted when it holds and
// keeps the same; otherwise bag_mismatch says that another writer took this number.
[[nodiscard]] BagReceipt write_bag_version(const ArchiveLayout& layout, const BagPlace& place,
                                           const VersionContents& contents);

}  // namespace sohoa
