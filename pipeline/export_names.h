// Names of exported files: made of codes and notations, safe on every system
// that exports are carried to.
#pragma once

#include <string>

#include "index/catalogue.h"

namespace sohoa {

// NFC, at most 100 bytes; what Windows forbids in names becomes '-', as does what
// parts the folders of a code; never empty, no dot at an end.
[[nodiscard]] std::string portable_name(const std::string& text);

// The code of the document in its file after TT 05/2025: the file's code and the
// ordinal in so many digits, joined by a dot.
[[nodiscard]] std::string document_code(const std::string& file, long long ordinal, int digits);

// Where a record has no file: notation, day of issue and id, as far as it has them.
[[nodiscard]] std::string name_without_file(const RecordRow& row);

// Counts through the documents of each file in turn: the ordinal that the record
// states where it is still free, else the next one.
class Ordinals {
 public:
  [[nodiscard]] long long next(const RecordRow& row);

 private:
  std::string file_;
  long long last_ = 0;
};

[[nodiscard]] std::string field_value(const RecordRow& row, const std::string& name);

}  // namespace sohoa
