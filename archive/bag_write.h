// Writing any bag of this program: the tag files, the tar, reading it back. For
// archive/bag.cpp and archive/bag_version.cpp; others call what those offer.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "archive/bag.h"
#include "archive/bag_tags.h"

namespace sohoa {

struct NewBag {
  std::vector<NewMember> payload;  // in the order of the tar, every sum known
  std::vector<KeptBag> kept;
  std::string bagging_date;  // YYYY-MM-DD
  std::string bag_software;
};

[[nodiscard]] NewMember text_member(std::string path, std::string text);

// Takes the sums where the member has none yet.
[[nodiscard]] NewMember summed(NewMember member);

// Durable, read back and at its place when it returns. Where a whole bag stands
// already, `is_same` is asked with its tag files whether it is this one: its
// receipt is returned, else Error{document_failed, bag_mismatch} is thrown.
[[nodiscard]] BagReceipt write_new_bag(const ArchiveLayout& layout, const BagPlace& place,
                                       const NewBag& bag,
                                       const std::function<bool(const TagTexts&)>& is_same);

}  // namespace sohoa
