// Archive files (zip, tar, 7z…) that people drop: opened by a worker, each member
// a document of its own.
#pragma once

#include <memory>
#include <vector>

#include "document/error.h"
#include "pipeline/house.h"
#include "pipeline/process_document.h"
#include "pipeline/work_folder.h"

namespace sohoa {

// By its first bytes. A file that cannot be read is none.
[[nodiscard]] bool looks_like_archive_file(const fs::path& path);

struct ArchiveMembers {
  std::shared_ptr<WorkFolder> folder;    // where the members lie; goes away with the last user
  std::vector<DocumentInput> documents;  // "scans.zip/a/letter.pdf"; the folder "a" is its file
  std::vector<DocumentOutcome> refused;  // members that were not unpacked, and why
};

// Throws the Error of the worker, or Error{retry, interrupted}.
[[nodiscard]] ArchiveMembers open_archive_file(const DocumentInput& input, House& house);

// Where an archive file goes that cannot be opened.
[[nodiscard]] DocumentOutcome put_archive_file_aside(const DocumentInput& input, const Error& error,
                                                     House& house);

}  // namespace sohoa
