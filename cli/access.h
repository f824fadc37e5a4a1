// The stores and workers of one command, opened together.
#pragma once

#include <memory>

#include "archive/durable_file.h"
#include "cli/globals.h"
#include "pipeline/house.h"

namespace sohoa {

// Opens what ingesting needs. Several programs may take files in at the same time
// (a shared lock in work/); the first of them clears away what died programs left.
class OpenArchive {
 public:
  // `jobs` 0: as the settings say. Throws Error{service_broken}: bad_settings,
  // archive_corrupt…
  OpenArchive(Globals& globals, int jobs, Progress& progress);
  // With settings that were read before, whatever sohoa.toml says now.
  OpenArchive(Globals& globals, const Settings& settings, int jobs, Progress& progress);
  ~OpenArchive();
  OpenArchive(const OpenArchive&) = delete;
  OpenArchive& operator=(const OpenArchive&) = delete;

  [[nodiscard]] House& house();
  [[nodiscard]] WorkerPool& pool();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

// Held by a program that must be alone with an archive's stores: nothing may be
// taken in meanwhile. Throws Error{service_broken, no_permission} when another
// program is at work.
[[nodiscard]] FileDescriptor lock_archive(const ArchiveLayout& layout, const Globals& globals);

// Held by the one `sohoa watch` of an archive. Throws Error{service_broken, no_permission}
// when another holds it, or it is another user's.
[[nodiscard]] FileDescriptor lock_watch(const ArchiveLayout& layout, const Globals& globals);
// Writes nothing, so that whoever looks does not stand in the way of the watch's own user.
[[nodiscard]] bool is_watched(const ArchiveLayout& layout);

// The language of the settings, unless the user chose one for this run.
void apply_settings_language(Globals& globals, const Settings& settings);

}  // namespace sohoa
