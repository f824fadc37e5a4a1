// What of an encrypted fonds may stand in the databases, which are not encrypted.
#pragma once

#include <string>

#include "index/catalogue.h"
#include "pipeline/settings.h"

namespace sohoa {

// Whether text and description of a record of this fonds may be written to
// catalogue and search index: not for an encrypted fonds, unless the settings
// say so (index_encrypted).
[[nodiscard]] bool may_be_listed(const ArchiveLayout& layout, const Settings& settings,
                                 const std::string& fonds);

// What the catalogue keeps of a record that may not be listed: where its bag
// lies, its checksum, counts and dates; no name, no field.
[[nodiscard]] RecordRow without_contents(RecordRow row);

// Where files of a document lie while it is worked on: work/, or for an
// encrypted fonds /dev/shm, which is memory. Throws Error{service_broken,
// missing_component} when an encrypted fonds finds no such place.
[[nodiscard]] fs::path work_place(const ArchiveLayout& layout, const Settings& settings,
                                  const std::string& fonds);

// The same for what is of a record whose fonds is not known yet: memory as soon as any
// fonds of the archive is encrypted.
[[nodiscard]] fs::path work_place_for_any(const ArchiveLayout& layout, const Settings& settings);

}  // namespace sohoa
