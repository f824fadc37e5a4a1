#include "pipeline/check_anchors.h"

#include "archive/durable_file.h"
#include "pipeline/verify_parts.h"

namespace sohoa {

namespace {

constexpr std::size_t kMaxAnchor = 64 << 10;

}  // namespace

std::vector<Anchor> check_anchors(const ArchiveLayout& layout, const std::vector<fs::path>& files,
                                  const std::function<void(const Finding&)>& finding) {
  VerifyWatch watch;
  watch.finding = finding;
  FindingSink findings(watch);
  FixityRecord forgotten(":memory:");
  (void)verify_ledger(layout, files, forgotten, "", findings);
  std::vector<Anchor> anchors;
  for (const fs::path& file : files)
    if (auto anchor = parse_anchor(read_small_file(file, kMaxAnchor, "ledger")))
      anchors.push_back(std::move(*anchor));
  return anchors;
}

}  // namespace sohoa
