// Full copies of the archive in other places: on another disk, another machine's
// share, a disk that is taken away. What the regulation asks for is two at least.
//
// A copy holds what the ledger names (store, quarantine, anchors), the ledger
// itself and the settings, laid out as the archive is, and a marker that says of
// which archive it is a copy. It has no catalogue: sohoa reindex makes that.
#pragma once

#include <string>
#include <vector>

#include "archive/copy_marker.h"
#include "pipeline/verify.h"

namespace sohoa {

struct CopyOptions {
  fs::path to;
  // Begins anew where a copy was known before: its disk was lost or erased.
  bool begin_anew = false;
  // Reads every file of the copy again, not only the new ones.
  bool check = false;
};

struct CopyReport {
  std::string copy;              // its own name, from the marker
  long long files = 0;           // that the copy holds now
  unsigned long long bytes = 0;  // of them
  long long copied = 0;          // new in this call
  unsigned long long copied_bytes = 0;
  long long mended = 0;        // that were damaged in the copy and are whole again
  long long removed = 0;       // destroyed in the archive, by its ledger, and now here
  long long findings = 0;      // damage at home: what the copy has of it was kept
  unsigned long long seq = 0;  // the ledger's line up to which the copy is whole
  bool same_device = false;    // one disk holds both: not an independent set
  double seconds = 0;
};

// Brings the copy up to date: every file is summed while it is read, must have
// the ledger's checksum, is written under a temporary name, synced, read back
// past the cache and only then named. A file that is damaged at home is reported and
// what the copy holds of it is left alone. The ledger comes last. Killed at any point it
// goes on where it was; other programs may work meanwhile, their newest acts come
// with the next call. Throws Error{service_broken}: bad_settings for a folder that is
// not this archive's copy or lies in the archive, archive_corrupt for a damaged ledger
// here or one there that is not the beginning of it, disk_full before anything
// is copied; {retry, interrupted} when stopped.
[[nodiscard]] CopyReport copy_archive(const ArchiveLayout& layout, const CopyOptions& options,
                                      const VerifyWatch& watch, const Clock& clock);

// A known copy as it is now. `reachable` false: its disk is not there.
struct CopyState {
  KnownCopy known;
  bool reachable = false;
  bool same_device = false;
  unsigned long long lines_behind = 0;  // acts in the ledger that the copy lacks
};
[[nodiscard]] std::vector<CopyState> copy_states(const ArchiveLayout& layout);

// The copies that `record` (of the archive's fixity.db) knows. Where it knows none, since
// it was lost, they are taken from the ledger's lines about copying and put into it.
[[nodiscard]] std::vector<KnownCopy> known_copies(const ArchiveLayout& layout,
                                                  FixityRecord& record);

// The SHA-256 of the ledger's first line, by which copies know their archive.
// Empty: no line yet.
[[nodiscard]] std::string archive_identity(const ArchiveLayout& layout);
// Also when the first line itself was damaged: the second still names it.
[[nodiscard]] bool has_identity(const ArchiveLayout& layout, const std::string& identity);

}  // namespace sohoa
