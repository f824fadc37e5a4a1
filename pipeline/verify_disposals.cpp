// verify, third part: what was destroyed, and by which decision.
#include "pipeline/destroy.h"
#include "pipeline/verify_parts.h"

namespace sohoa {

long long verify_disposals(const ArchiveLayout& layout, FindingSink& findings) {
  const std::string folder = layout.papers().lexically_relative(layout.root()).string();
  const DisposalsState state = check_disposals(layout);
  for (const std::string& finding : state.findings)
    findings.add(FindingKind::disposal_broken, folder, finding);
  if (state.under_way > 0)
    findings.add(FindingKind::disposal_unfinished, folder,
                 std::to_string(state.under_way) + " disposals were begun and not completed");
  return state.destroyed;
}

}  // namespace sohoa
