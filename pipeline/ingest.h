// Many files now: finds them, opens archive files, and takes several documents
// through at a time so that no worker waits.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "pipeline/house.h"
#include "pipeline/process_document.h"

namespace sohoa {

struct InputList {
  std::vector<DocumentInput> inputs;  // in the order of their paths
  unsigned long long total_bytes = 0;
};

// Every file below the paths, folders opened, in byte order of their names. A
// subfolder of a given folder, or of an archive file, is a file (hồ sơ) of that
// name; what stands in the given folder itself, or is given singly, has none.
// A path that does not exist is listed and later rejected with that reason.
// Links to folders are not followed.
[[nodiscard]] InputList list_inputs(const std::vector<std::string>& paths);

using OutcomeSink = std::function<void(const DocumentOutcome&)>;

// Calls `sink` once for each document, never twice at a time, as they end; an
// archive file's members each count as a document, the archive file itself only
// when it cannot be opened. Stops early when `stop` is set: documents not begun
// are left alone. None is begun without room for it on the disk (pipeline/disk_budget.h).
// Then the ledger's anchor of the day is written. Throws Error{service_broken} when nothing
// can go on.
void ingest(const InputList& list, House& house, const std::atomic<bool>& stop,
            const OutcomeSink& sink);

}  // namespace sohoa
