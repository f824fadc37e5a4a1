// Every cause for which a file, or a page of it, is not taken as it is.
// One table (reason.cpp) holds the code used in JSON and logs, the sentence for
// people in Vietnamese and in English, and what to do about it.
#pragma once

#include <string_view>

namespace sohoa {

enum class Reason {
  none,
  empty_file,
  truncated,
  unknown_format,
  unreadable_image,
  image_too_large,
  no_pages,
  too_many_pages,
  pdf_damaged,
  pdf_encrypted,
  page_unreadable,
  page_ends_program,
  all_pages_unreadable,
  first_page_unreadable,
  archive_damaged,
  archive_encrypted,
  archive_too_large,
  archive_too_deep,
  unsafe_name,
  not_a_regular_file,
  changed_while_reading,
  suspected_secret,
  worker_died,
  worker_timeout,
  access_copy_invalid,
  bag_mismatch,
  disk_full,
  no_permission,
  not_found,
  missing_component,
  bad_settings,
  archive_corrupt,
  destroyed,
  key_missing,
  already_there,
  bag_invalid,
  version_conflict,
  bad_table,
  gave_up,
  interrupted,
  internal
};

enum class Language { vietnamese, english };

// Stable snake_case name, equal to the enumerator's: "pdf_encrypted".
[[nodiscard]] std::string_view reason_code(Reason reason);
// What happened and what to do, one or two sentences for an archivist.
[[nodiscard]] std::string_view reason_sentence(Reason reason, Language language);
// The inverse of reason_code; Reason::internal for an unknown code.
[[nodiscard]] Reason reason_from_code(std::string_view code);

}  // namespace sohoa
