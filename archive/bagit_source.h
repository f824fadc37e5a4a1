// The files of a bag wherever it lies: in a folder, or in a tar, zip or 7z.
#pragma once

#include <boost/filesystem/path.hpp>
#include <functional>
#include <string>

#include "archive/bagit_text.h"

namespace sohoa {

enum class BagitEntryKind { file, folder, other };

struct BagitEntry {
  std::string path;  // from what holds the bag, parts joined by '/'; bytes as they are there
  BagitEntryKind kind = BagitEntryKind::file;
};

// The next bytes of the entry that is being visited; 0 at its end.
using BagitRead = std::function<std::size_t(void* buffer, std::size_t size)>;
using BagitVisitor = std::function<void(const BagitEntry&, const BagitRead&)>;

// Every entry once, folders too, in no promised order; links are never followed.
// A folder's entries are named from the folder itself. What cannot be read becomes
// the finding "cannot read" or "damaged package"; nothing is thrown for it.
void visit_bag_entries(const boost::filesystem::path& bag, BagitFindings& findings,
                       const BagitVisitor& visit);

}  // namespace sohoa
