// The stores and workers of one command, opened together.
#pragma once

#include <memory>

#include "archive/durable_file.h"
#include "cli/globals.h"
#include "pipeline/house.h"

namespace sohoa {

// Opens what ingesting needs; while it lives, no other ingesting program works
// on the archive (a lock in work/).
class OpenArchive {
 public:
  // `jobs` 0: as the settings say. Throws Error{service_broken}: bad_settings,
  // archive_corrupt…
  OpenArchive(Globals& globals, int jobs, Progress& progress);
  ~OpenArchive();
  OpenArchive(const OpenArchive&) = delete;
  OpenArchive& operator=(const OpenArchive&) = delete;

  [[nodiscard]] House& house();
  [[nodiscard]] WorkerPool& pool();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

// Held by the one program that writes to an archive's stores. Throws
// Error{service_broken, no_permission} when another holds it.
[[nodiscard]] FileDescriptor lock_archive(const ArchiveLayout& layout, const Globals& globals);

// The language of the settings, unless the user chose one for this run.
void apply_settings_language(Globals& globals, const Settings& settings);

}  // namespace sohoa
