// A folder of scans with a table of their descriptions, as documents to ingest.
#pragma once

#include <string>
#include <vector>

#include "document/field.h"
#include "pipeline/process_document.h"

namespace sohoa {

// A cell, or a whole row (column 0), that cannot be taken.
struct TableFinding {
  std::size_t line = 0;
  std::size_t column = 0;  // 1-based
  std::string heading;     // of the column
  std::string text;        // English
};

struct DescribedFolder {
  std::vector<DocumentInput> inputs;  // in the order of the rows
  std::vector<TableFinding> errors;   // any: nothing should be taken in
  std::vector<TableFinding> without_file;
  std::vector<std::string> without_row;       // files of the folder, relative
  std::vector<std::string> ignored_headings;  // that no column is known for
};

// The first row holds the headings (exchange_tables.h). Days may be written 5/2/2025,
// 05-02-2025, 2025-02-05, 2/2025 or 2025. A file is named by its path in the folder, or
// by its bare name where that is the only one; normal forms do not matter. Described
// fields have confidence 1 and the evidence "imported". Throws Error{document_failed}:
// bad_table when the table cannot be read as one, not_found.
[[nodiscard]] DescribedFolder read_described_folder(const fs::path& table, const fs::path& folder);

// Where both say something of a field, what was described holds.
[[nodiscard]] Fields with_described(Fields read, const Fields& described);

// The description says that it is a state secret (mật, tối mật, tuyệt mật).
[[nodiscard]] bool says_secret(const Fields& fields);

}  // namespace sohoa
