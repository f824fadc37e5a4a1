// The access copy of an archived record, made again with corrected text.
#pragma once

#include <map>
#include <string>

#include "archive/record_bags.h"
#include "index/catalogue.h"
#include "pipeline/worker_pool.h"

namespace sohoa {

// Writes `target` from the original in the bag, which lies in memory meanwhile
// and never on the disk, with the texts of `pages` in the place of those that
// the record has. Returns why there is none (the original's pages and the
// record's do not correspond one to one); empty: it was made. Throws as WorkerPool.
[[nodiscard]] std::string renew_access_copy(const RecordBags& record, const RecordRow& row,
                                            const std::map<int, TextLayout>& pages,
                                            const std::string& created, const fs::path& target,
                                            WorkerPool& workers);

}  // namespace sohoa
