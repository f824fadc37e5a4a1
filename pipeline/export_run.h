// What the forms of export share while one runs. Internal to pipeline/export*.cpp.
#pragma once

#include "archive/export_folder.h"
#include "archive/record_bags.h"
#include "index/catalogue.h"
#include "index/selection.h"
#include "pipeline/export.h"

namespace sohoa {

struct ExportRun {
  const ArchiveLayout& layout;
  const ExportOptions& options;
  const ExportWatch& watch;
  const Catalogue& catalogue;
  Selection& selection;  // rewound
  ExportFolder& out;
  std::string made_at;  // ISO 8601 UTC
  ExportReport& report;

  // Counts the finding and tells it.
  void find(const std::string& what, const std::string& text) const;
  // After each record; throws Error{retry, interrupted} when it was asked to stop.
  void done(long long records = 1) const;
  // The next chosen record that the catalogue and the store hold.
  struct Next {
    RecordRow row;
    RecordVersions versions;  // oldest first, up to the one in the row
  };
  [[nodiscard]] std::optional<Next> next() const;
};

void export_as_bags(const ExportRun& run);
void export_for_readers(const ExportRun& run);
void export_as_packages(const ExportRun& run);

}  // namespace sohoa
