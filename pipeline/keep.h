// The last stages: the access copy, the bag, and the rows that make it findable.
// Write order is law: bag durable and read back, then catalogue, then search.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "archive/store.h"
#include "document/field.h"
#include "pipeline/intake.h"
#include "pipeline/read_pages.h"

namespace sohoa {

// Type, notation and subject; `name` where there are none.
[[nodiscard]] std::string title_of(const Fields& fields, const std::string& name);

void make_access_copy(const Intake& intake, const InputInfo& info, const PagesRead& read,
                      const Fields& fields, const fs::path& target, House& house);

// Writes the bag and the ledger's line. When it returns the original is safe.
[[nodiscard]] RecordRow keep(const Intake& intake, const InputInfo& info, const PagesRead& read,
                             const Fields& fields, const fs::path& access_copy, House& house);

// The stores that make a record findable; references outlive it.
struct Stores {
  const ArchiveLayout& layout;
  const Settings& settings;
  Catalogue& catalogue;
  SearchIndex& search;
};

// Catalogue row, then search entry; both durable. Of a record of an encrypted
// fonds nothing of its contents is written (disclosure.h).
void commit_rows(const RecordRow& row, const std::vector<std::string>& page_texts, House& house);
void commit_rows(const RecordRow& row, const std::vector<std::string>& page_texts,
                 const Stores& stores);

// The pages whose paper should be scanned again, for the morning report: those that
// could not be read (fault "unreadable", no picture) among them. Nothing of a record of
// an encrypted fonds.
void note_rescans(const RecordRow& row, const PagesRead& read, House& house);

// The ledger's line and the rows of a record whose bags stand in the store
// already, `row` and `versions` as they are there.
void complete_rows(const RecordRow& row, const RecordVersions& versions, const Clock& clock,
                   const Stores& stores);

// If a whole bag with these bytes already stands in the store (an earlier run
// died before its rows), its rows are written from it and its later versions. A
// damaged first bag counts as absent here; write_bag() then refuses to replace
// it and says so. A damaged later one is an Error{service_broken, archive_corrupt}.
[[nodiscard]] std::optional<RecordRow> adopt_existing_bag(const Intake& intake, House& house);

// The search entry of a catalogued record, made again from its bag.
void restore_search_entry(const RecordRow& row, House& house);

}  // namespace sohoa
