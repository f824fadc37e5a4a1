// Files (hồ sơ): what a record belongs to, how long it is kept, who may see it.
//
// A file's description is a paper of the register, f1.json, f2.json…: every
// change is a new version with its author and time, the highest one holds. Which
// records belong to a file is said by the records themselves (record.json, "file").
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline/registrar.h"
#include "records/retention.h"

namespace sohoa {

enum class Access { open, restricted };
[[nodiscard]] const char* access_name(Access access);
[[nodiscard]] std::optional<Access> parse_access(const std::string& text);

struct FileDescription {
  std::string code;  // as is_paper_name; equal to the folder's name when a folder was taken in
  int version = 0;
  std::string title;
  std::string start_date;  // YYYY-MM-DD, empty: not known
  std::string end_date;
  std::string closed_on;  // the work is done, nothing is added any more; empty: not closed
  RetentionPeriod period;
  std::string ground;  // of the period: table and entry, or a decision
  Access access = Access::open;
  std::string note;
  std::string at;  // of this version, ISO 8601 UTC
  std::string by;
};

// The description that holds; nullopt: the file has none. Throws
// Error{service_broken, archive_corrupt} when it cannot be read.
[[nodiscard]] std::optional<FileDescription> current_file(const ArchiveLayout& layout,
                                                          const std::string& fonds,
                                                          const std::string& code);
// True for a record of a file that is restricted; of no file, or of one that
// nobody has described, a record is open.
[[nodiscard]] bool is_restricted(const ArchiveLayout& layout, const std::string& fonds,
                                 const std::string& code);
[[nodiscard]] std::vector<FileDescription> file_history(const ArchiveLayout& layout,
                                                        const std::string& fonds,
                                                        const std::string& code);

// Writes `file` as the version after `file.version` (0: the first). Throws
// Error{document_failed}: bad_settings for a day that is none or an end before
// the start, unsafe_name, changed_while_reading when somebody wrote that version first.
void write_file_version(const Registrar& registrar, const FileDescription& file);

// The first description of a file that a folder brought: its title is its name
// and nothing else is known. Does nothing when there is one. Safe between threads.
void note_file(const Registrar& registrar, const std::string& code);

// What a folder at intake gives as the code: its parts made safe, "" for none.
[[nodiscard]] std::string file_code(const std::string& relative_folder);

}  // namespace sohoa
