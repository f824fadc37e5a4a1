// The last stages: the access copy, the bag, and the rows that make it findable.
// Write order is law: bag durable and read back, then catalogue, then search.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "document/field.h"
#include "pipeline/intake.h"
#include "pipeline/read_pages.h"

namespace sohoa {

void make_access_copy(const Intake& intake, const InputInfo& info, const PagesRead& read,
                      const Fields& fields, const fs::path& target, House& house);

// Writes the bag and the ledger's line. When it returns the original is safe.
[[nodiscard]] RecordRow keep(const Intake& intake, const InputInfo& info, const PagesRead& read,
                             const Fields& fields, const fs::path& access_copy, House& house);

// Catalogue row, then search entry; both durable.
void commit_rows(const RecordRow& row, const std::vector<std::string>& page_texts, House& house);

// If a whole bag with these bytes already stands in the store (an earlier run
// died before its rows), its rows are written from it. A damaged bag counts as
// absent here; write_bag() then refuses to replace it and says so.
[[nodiscard]] std::optional<RecordRow> adopt_existing_bag(const Intake& intake, House& house);

// The search entry of a catalogued record, made again from its bag.
void restore_search_entry(const RecordRow& row, House& house);

}  // namespace sohoa
