// Records chosen for something, in the order of their files (hồ sơ), without
// holding them in memory.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "index/catalogue.h"

namespace sohoa {

struct SelectedRecord {
  std::string id;
  std::string fonds;
  std::string file;  // code; empty: none
};

// Kept in a temporary file of SQLite's own that goes away with this object. Not
// thread-safe. Throws Error as Database.
class Selection {
 public:
  Selection();
  ~Selection();
  Selection(const Selection&) = delete;
  Selection& operator=(const Selection&) = delete;

  // The same id again changes nothing.
  void add(const RecordRow& row);
  [[nodiscard]] long long count() const;

  // Begins at the start: by fonds, then file (those without one last, by the year of
  // issue), then the ordinal that the record states, day of issue, number and id.
  void rewind();
  // nullopt at the end.
  [[nodiscard]] std::optional<SelectedRecord> next();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace sohoa
