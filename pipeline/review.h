// A person's corrections of a record, kept as its next version.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/keep.h"

namespace sohoa {

// The names that a field can have, in the order in which people look at them.
[[nodiscard]] const std::vector<std::string>& field_names();

// Fields of which the reading is less sure than `below`, least sure first. 0.9:
// at a calibrated confidence one in ten or more of these is wrong.
[[nodiscard]] std::vector<std::pair<std::string, Field>> doubtful_fields(const Fields& fields,
                                                                         double below = 0.9);

struct ReviewRequest {
  RecordId id;
  std::map<std::string, std::string> set;  // value of a field; empty: the record has none
  std::map<int, std::string> texts;        // whole text of a page
  std::string by;                          // who decided it
};

struct ReviewResult {
  RecordRow row;                     // as it is now
  std::vector<std::string> changed;  // fields; with `pages` empty: no version was needed
  std::vector<int> pages;
  std::string note;  // what could not be done ("the access copy keeps the earlier text…")
};

// Writes the next version: bag durable and read back, the ledger's line,
// catalogue, search. A value that is set counts as sure from then on, also when
// it is the one that was read. Where pages get another text, their layout, ALTO
// and the access copy are made anew; `workers` is asked for only then. Safe
// between processes: who comes second builds on what the first one wrote. A
// version whose rows an earlier run did not come to write gets them first.
// Throws Error{document_failed, not_found} for an unknown id or page,
// bad_settings for an unknown field or a date that is none; {service_broken,
// archive_corrupt, key_missing} when the record is not whole.
[[nodiscard]] ReviewResult review(const ReviewRequest& request, const Stores& stores,
                                  const Clock& clock, const std::function<WorkerPool&()>& workers);

}  // namespace sohoa
