// The name by which a file of the watch folder stands in the queue.
#pragma once

#include <string>

#include "pipeline/inbox.h"

namespace sohoa {

// A keyed hash of the file's path and state, under the archive's sealing key:
// another state is another key, and nobody reads a name from it.
[[nodiscard]] std::string inbox_key(const InboxFile& file, const ArchiveLayout& layout);

}  // namespace sohoa
