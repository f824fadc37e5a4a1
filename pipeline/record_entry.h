// A record of the archive as the rows that make it findable, read from its bags.
#pragma once

#include "archive/record_bags.h"
#include "index/catalogue.h"
#include "index/search_index.h"

namespace sohoa {

// The catalogue's row as the newest of these versions tells it. Throws Error:
// archive_corrupt when the description cannot be read or is another record's.
[[nodiscard]] RecordRow row_from_bags(const ArchiveLayout& layout, const RecordVersions& versions);

// What the search index keeps of it: its fields and the text of every page.
[[nodiscard]] SearchEntry entry_from_bags(const RecordRow& row, const RecordVersions& versions);

}  // namespace sohoa
