#include "index/check_database.h"

#include "document/error.h"
#include "index/sqlite.h"

namespace sohoa {

std::string check_database(const std::string& path) {
  try {
    Database database(path);
    Statement rows(database, "PRAGMA integrity_check(1)");
    const std::string result = rows.step() ? rows.text(0) : "no answer";
    return result == "ok" ? std::string() : result;
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::retry) throw;
    return error.message();
  }
}

}  // namespace sohoa
