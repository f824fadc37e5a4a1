// data/metadata/record.json: a record's description in its bag, and what
// `sohoa show --format json` prints. docs/archive-format.md holds the form.
#pragma once

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

// The row as the JSON tells it; bag_path stays empty. Throws
// Error{service_broken, archive_corrupt} when the text is not such JSON.
[[nodiscard]] RecordRow read_record_json(const std::string& text);

[[nodiscard]] std::string fields_json(const Fields& fields);

}  // namespace sohoa
