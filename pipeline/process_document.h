// One document from the inbox to the search page.
#pragma once

#include <string>

#include "document/field.h"
#include "pipeline/house.h"
#include "pipeline/page_attempts.h"

namespace sohoa {

struct DocumentInput {
  fs::path file;     // what is read; never changed
  std::string path;  // as people know it: "scans.zip/a.pdf" for a member of an archive file
  // Code of the file (hồ sơ) that it belongs to: the folder below the one that
  // was given; empty: none.
  std::string file_of = {};
  // What whoever brought it says of it; holds before anything that is read.
  Fields described = {};
  // False: it will be tried again later, and an Error{retry} is thrown instead of
  // the file being put aside.
  bool last_try = true;
  // One with more is not begun now: Error{retry, interrupted}.
  std::size_t most_pages = ~std::size_t{0};
};

enum class Outcome { archived, duplicate, quarantined, rejected };

[[nodiscard]] const char* outcome_name(Outcome outcome);

// For a suspected secret only path and reason are filled; they are for the eyes
// of whoever brought the file, not for any store or log.
struct DocumentOutcome {
  std::string path;
  std::string sha256;  // empty when the file could not be read
  Outcome outcome = Outcome::rejected;
  std::string id;  // of the record, when archived or duplicate
  int pages = 0;
  int unreadable_pages = 0;
  Reason reason = Reason::none;
  std::string detail;  // English, for the log and the administrator
};

// Never loses the file: whatever happens, the outcome says where it is. Throws
// only Error{service_broken}, Error{retry, interrupted} and, unless this is the last
// try, Error{retry}; then the stores are as if the document had not come, or hold it whole.
[[nodiscard]] DocumentOutcome process_document(const DocumentInput& input, House& house,
                                               const PageAttempts& attempts = {});

// For a document at which the program died again and again: it is put aside without being
// touched any more (gave_up). Throws Error as process_document().
[[nodiscard]] DocumentOutcome give_up_on(const DocumentInput& input, House& house);

}  // namespace sohoa
