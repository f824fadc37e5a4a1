// The first look at a file: opened once, hashed, compared with what is archived.
#pragma once

#include <optional>
#include <string>

#include "document/checksum.h"
#include "pipeline/house.h"
#include "pipeline/message.h"
#include "pipeline/process_document.h"

namespace sohoa {

struct Intake {
  DocumentInput input;
  Checksums checksums;
  FileDescriptor file;  // all later stages read through it

  [[nodiscard]] OpenInput open_input() const { return {checksums.sha256.hex, file.get()}; }
};

// Links, devices and folders are refused. Throws Error{document_failed}:
// not_found, no_permission, not_a_regular_file, empty_file, changed_while_reading.
[[nodiscard]] Intake take_in(const DocumentInput& input);

// The record that holds the same bytes, its search entry made good if a crash
// had kept it from being written.
[[nodiscard]] std::optional<RecordRow> find_duplicate(const Intake& intake, House& house);

// Throws Error{document_failed, destroyed} when a record of these bytes was
// destroyed by a disposal; the message says which and when.
void refuse_destroyed(const Intake& intake, const House& house);

// While it lives, no other thread and no other program on this archive works on
// the same bytes. The second of two waits, and then finds a duplicate.
class InFlight {
 public:
  InFlight(const ArchiveLayout& layout, const std::string& sha256);

 private:
  FileDescriptor lock_;
};

}  // namespace sohoa
