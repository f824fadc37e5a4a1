// The last stage: a file leaves the watch folder, and only when the archive holds
// what it held.
#pragma once

#include <vector>

#include "pipeline/inbox.h"
#include "pipeline/process_document.h"

namespace sohoa {

struct InboxPlaces {
  fs::path inbox;
  fs::path done;
  fs::path refused;
};

// Where the settings put them; relative ones are below the archive's root.
[[nodiscard]] InboxPlaces inbox_places(const ArchiveLayout& layout, const WatchSettings& settings);

enum class Released {
  gone,       // moved or deleted
  changed,    // another file stands there by now: it stays, and is taken in by itself
  not_held,   // the archive could not be shown to hold it: it stays
  no_room,    // the disk is full: it stays
  impossible  // it cannot be moved (permissions…): it stays
};

struct ReleaseResult {
  Released released = Released::gone;
  std::string detail;  // English; why it stays
};

// `outcomes`: of the file, or of every member of an archive file. The archive is
// asked first: the bag is there and, for a duplicate, read in full; a copy in
// quarantine has the file's checksum; a sealed file is in its place.
//   all held               moved to `done`, or deleted, as the settings say
//   a suspected secret     deleted; an archive file that holds one is sealed whole first
//   something refused      moved to `refused`, with a note that says why beside it
// How it moves: departure.h. Throws only Error{service_broken}, and only when the
// archive cannot be asked; none of a full disk.
[[nodiscard]] ReleaseResult release_source(const InboxFile& file,
                                           const std::vector<DocumentOutcome>& outcomes,
                                           const InboxPlaces& places, Release how, House& house);

}  // namespace sohoa
