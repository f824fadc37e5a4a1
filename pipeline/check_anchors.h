// The ledger held against anchors that were kept elsewhere.
#pragma once

#include <functional>
#include <vector>

#include "archive/anchor.h"
#include "pipeline/finding.h"

namespace sohoa {

// `finding` is told what is wrong with the ledger itself, with the anchors in the
// archive and with those in `files`. The anchors of `files` that can be read. Changes
// nothing; works on copies too.
[[nodiscard]] std::vector<Anchor> check_anchors(const ArchiveLayout& layout,
                                                const std::vector<fs::path>& files,
                                                const std::function<void(const Finding&)>& finding);

}  // namespace sohoa
