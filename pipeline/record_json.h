// data/metadata/record.json: a record's description in its bag, and what
// `sohoa show --format json` prints. docs/archive-format.md holds the form.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "document/field.h"
#include "index/catalogue.h"
#include "pipeline/page_tasks.h"

namespace sohoa {

struct RecordDescription {
  RecordRow row;
  std::string media_type;
  bool is_signed = false;
  bool was_encrypted = false;
  std::string recogniser;         // program and models
  std::vector<PageResult> pages;  // quality, turns and reading of each page; texts not used
};

[[nodiscard]] std::string write_record_json(const RecordDescription& description);

// What a review changes in a description.
struct Revision {
  int version = 2;
  Fields fields;   // all, as they are now
  std::string at;  // ISO 8601
  std::string by;
  std::vector<std::string> changed;  // names of fields
  std::map<int, TextLayout> pages;   // corrected, by number
};

// `before` with the revision; whatever else stands there stays. A line about
// the review is added to "reviews". Throws as read_record_json.
[[nodiscard]] std::string revise_record_json(const std::string& before, const Revision& revision);

// Clockwise turns of each page, in quarters, as the description tells them.
[[nodiscard]] std::vector<int> quarter_turns_in(const std::string& record_json);

// The row as the JSON tells it; bag_path stays empty. Throws
// Error{service_broken, archive_corrupt} when the text is not such JSON.
[[nodiscard]] RecordRow read_record_json(const std::string& text);

[[nodiscard]] std::string fields_json(const Fields& fields);

}  // namespace sohoa
