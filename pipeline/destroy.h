// Carrying out an approved disposal, and what is known of destroyed records.
//
// Order is law here too: certificate in the register and the ledger; then for each
// record its paper under destroyed/ and the ledger's line that names the bags to go,
// and only then the bags; last the rows, and the completion. Killed at any instant,
// the same call goes on from where it was; what no certificate names is never touched.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "index/catalogue.h"
#include "index/search_index.h"
#include "pipeline/disposal_json.h"

namespace sohoa {

struct DestructionReport {
  long long records = 0;
  long long bags = 0;  // of the certificate; those already gone too
  unsigned long long bytes = 0;
};

// Destroys every version of the proposal's records. The caller holds the archive's
// lock. Throws Error{document_failed, bad_settings} naming what stands against it
// (fewer than two approvals that count, holds, changes); {service_broken} else.
[[nodiscard]] DestructionReport carry_out_disposal(
    const Registrar& registrar, Catalogue& catalogue, SearchIndex& search,
    const std::string& number,
    const std::function<void(long long done, long long total)>& progress = [](long long,
                                                                              long long) {});

// What the register says of a record that was destroyed, in any fonds; nullopt: it was not.
[[nodiscard]] std::optional<DestroyedRecord> find_destroyed(const ArchiveLayout& layout,
                                                            const RecordId& id);

struct DisposalsState {
  std::vector<std::string> findings;
  long long destroyed = 0;  // records, each accounted for by a certificate
  long long under_way = 0;  // disposals that were begun and not completed
};
// Every destroyed record is on a certificate that two people approved, none of its
// bags is left once its disposal is completed, and no completed certificate names
// a record that lacks its paper. Damage is never thrown.
[[nodiscard]] DisposalsState check_disposals(const ArchiveLayout& layout);

}  // namespace sohoa
