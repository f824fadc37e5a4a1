// Renaming a new file over a database in use is unsafe: readers of the old file
// and of the new one would share the side files -wal and -shm. The backup
// interface copies page by page under the target's own locks instead.
#include "index/replace_database.h"

#include <sqlite3.h>

#include <cstdio>
#include <memory>

#include "document/error.h"
#include "index/sqlite.h"

namespace sohoa {

namespace {

struct FinishBackup {
  void operator()(sqlite3_backup* backup) const { sqlite3_backup_finish(backup); }
};

void copy_pages(Database& from, Database& to) {
  std::unique_ptr<sqlite3_backup, FinishBackup> backup(
      sqlite3_backup_init(to.handle(), "main", from.handle(), "main"));
  if (!backup) to.fail(sqlite3_errcode(to.handle()), "replace database");
  constexpr int kAllPages = -1;
  const int code = sqlite3_backup_step(backup.get(), kAllPages);
  backup.reset();
  if (code != SQLITE_DONE) to.fail(code, "replace database");
}

bool is_damage(const Error& error) {
  return error.reason() == Reason::archive_corrupt;
}

void move_aside(const std::string& path) {
  remove_database(path + ".damaged");
  for (const char* suffix : {"", "-wal", "-shm"})
    (void)std::rename((path + suffix).c_str(), (path + ".damaged" + suffix).c_str());
}

void copy_into(const std::string& fresh, const std::string& target) {
  Database from(fresh);
  Database to(target);
  copy_pages(from, to);
  // What lies in the write-ahead log is committed, but as large as the database.
  to.run("PRAGMA wal_checkpoint(PASSIVE)");
}

}  // namespace

void replace_database(const std::string& fresh, const std::string& target) {
  try {
    copy_into(fresh, target);
  } catch (const Error& error) {
    if (!is_damage(error)) throw;
    move_aside(target);
    copy_into(fresh, target);
  }
  remove_database(fresh);
}

void remove_database(const std::string& path) {
  for (const char* suffix : {"", "-wal", "-shm", "-journal"})
    (void)std::remove((path + suffix).c_str());
}

}  // namespace sohoa
