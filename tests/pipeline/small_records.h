// Archives of many small records, written as bags directly: no page is recognised.
#pragma once

#include <string>
#include <vector>

#include "archive/layout.h"
#include "document/field.h"

namespace sohoa {

struct SmallRecords {
  int count = 100;
  int words_a_page = 120;
  int records_a_file = 20;  // hồ sơ; every fifth file's worth of records has none
};

// Record number `number` (from 0) as it would be described; the same in every run.
[[nodiscard]] Fields small_record_fields(int number);

// Writes the bags of records first, first + 1… into the store and a ledger line for each;
// the databases are not touched. `folder` is for the files while they are made.
// The ids, in order.
std::vector<std::string> write_small_records(const ArchiveLayout& layout, const fs::path& folder,
                                             const SmallRecords& how, int first = 0);

}  // namespace sohoa
