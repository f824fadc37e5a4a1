// How a file leaves the watch folder: moved or deleted, and never another one in its
// place or over another one.
#pragma once

#include <string>

#include "pipeline/inbox.h"

namespace sohoa {

// On its way the file lies in a folder of its own beside its place (kLeavingPrefix). What
// is not in the state in which it was found ready, or is open for writing, goes back.
// Throws Error{retry}: changed_while_reading, no_permission for whatever the file systems
// refuse; Error{service_broken}: disk_full, or a device that fails.

// To the folder below `root` that it has below the watch folder, under its name or
// "scan (2).pdf", "scan (3).pdf"…: nothing is replaced. With `words` the note
// "scan.pdf.ly-do.txt" lies beside it before it does, and a name that leaves no room for
// that loses the end of its stem; a folder whose name a file has gets a number, too. A rename,
// or on another disk a copy that is synced and compared.
void move_source(const InboxFile& file, const fs::path& root, const std::string& words);

void delete_source(const InboxFile& file);

}  // namespace sohoa
