// Is a database file of this folder sound in itself?
#pragma once

#include <string>

namespace sohoa {

// What SQLite finds wrong with the file's pages and indexes first; empty when
// nothing is. Changes nothing. A file that cannot be read as a database is a
// finding too. Throws Error{retry} when another process kept it locked.
[[nodiscard]] std::string check_database(const std::string& path);

}  // namespace sohoa
