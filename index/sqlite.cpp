#include "index/sqlite.h"

#include <sqlite3.h>

#include <cerrno>
#include <chrono>
#include <thread>

#include "document/error.h"

namespace sohoa {

namespace {

constexpr int kBusyTimeoutMs = 10'000;
constexpr int kWalAttempts = 50;
constexpr std::chrono::milliseconds kWalPause(20);

struct Cause {
  ErrorKind kind = ErrorKind::service_broken;
  Reason reason = Reason::internal;
  std::string_view remedy;
};

Cause cause_of_system_error(int system_error) {
  switch (system_error) {
    case ENOSPC:
    case EDQUOT:
      return {ErrorKind::service_broken, Reason::disk_full, "free some space and run again"};
    case EACCES:
    case EPERM:
    case EROFS:
      return {ErrorKind::service_broken, Reason::no_permission,
              "check the rights of the file and its folder"};
    case ENOENT:
    case ENOTDIR:
      return {ErrorKind::service_broken, Reason::not_found, "check that its folder exists"};
    default:
      return {ErrorKind::service_broken, Reason::internal, "check the disk and the system's log"};
  }
}

Cause cause_of(int code, int system_error) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorKind::retry, Reason::internal, "another process is using it; try again"};
    case SQLITE_FULL:
      return cause_of_system_error(ENOSPC);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
      return {ErrorKind::service_broken, Reason::archive_corrupt,
              "the file is damaged; move it away and rebuild it from the archive"};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return cause_of_system_error(EACCES);
    case SQLITE_CANTOPEN:
      return cause_of_system_error(system_error == 0 ? ENOENT : system_error);
    case SQLITE_IOERR:
      return cause_of_system_error(system_error);
    default:
      return {ErrorKind::service_broken, Reason::internal, "this is a fault of the program"};
  }
}

[[noreturn]] void throw_error(const std::string& path, std::string_view doing, int code,
                              int system_error, std::string_view detail) {
  const Cause cause = cause_of(code, system_error);
  std::string message = "cannot ";
  message.append(doing).append(": ").append(detail).append("; ").append(cause.remedy);
  throw Error(cause.kind, cause.reason, "find", message).at(path, 0);
}

}  // namespace

void Database::Close::operator()(sqlite3* handle) const {
  sqlite3_close_v2(handle);
}

Database::Database(const std::string& path) : path_(path) {
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(
      path.c_str(), &handle,
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
      nullptr);
  handle_.reset(handle);
  if (handle == nullptr) throw_error(path, "open database", SQLITE_NOMEM, 0, "out of memory");
  if (code != SQLITE_OK) fail(code, "open database");
  sqlite3_busy_timeout(handle, kBusyTimeoutMs);
  turn_on_wal();
  run("PRAGMA synchronous=FULL");
  run("PRAGMA foreign_keys=ON");
}

// Two processes that create the file together meet here, where SQLite does not
// call its busy handler.
void Database::turn_on_wal() {
  for (int attempt = 1;; ++attempt) {
    const int code = sqlite3_exec(handle(), "PRAGMA journal_mode=WAL", nullptr, nullptr, nullptr);
    if (code == SQLITE_OK) return;
    if ((code & 0xff) != SQLITE_BUSY || attempt == kWalAttempts) fail(code, "open database");
    std::this_thread::sleep_for(kWalPause);
  }
}

void Database::require_schema(const Schema& schema) {
  if (number("PRAGMA application_id") == schema.application_id &&
      number("PRAGMA user_version") == schema.version)
    return;
  Transaction transaction(*this, Transaction::Purpose::write);
  const std::string what(schema.what);
  const long long version = number("PRAGMA user_version");
  if (version == 0 && number("SELECT count(*) FROM sqlite_schema") == 0) {
    run(std::string(schema.create_sql));
    run("PRAGMA application_id=" + std::to_string(schema.application_id));
    run("PRAGMA user_version=" + std::to_string(schema.version));
    transaction.commit();
    return;
  }
  // Another process may have created it while this one waited for the lock.
  if (number("PRAGMA application_id") != schema.application_id)
    throw Error(ErrorKind::service_broken, Reason::archive_corrupt, "find",
                "cannot open the " + what + ": the file belongs to another program; name another")
        .at(path_, 0);
  if (upgrade(schema, version)) return transaction.commit();
  if (version != schema.version)
    throw Error(ErrorKind::service_broken, Reason::missing_component, "find",
                "cannot open the " + what + ": it has version " + std::to_string(version) +
                    ", this program knows version " + std::to_string(schema.version) +
                    "; install the program that wrote it or rebuild it with sohoa reindex")
        .at(path_, 0);
}

// False when no step leads from `version`.
bool Database::upgrade(const Schema& schema, long long version) {
  const long long before = version;
  for (const SchemaStep& step : schema.steps) {
    if (step.from != version) continue;
    run(std::string(step.sql));
    ++version;
  }
  if (version != schema.version || version == before) return false;
  run("PRAGMA user_version=" + std::to_string(version));
  return true;
}

void Database::run(const std::string& sql) {
  const int code = sqlite3_exec(handle(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code, "change database");
}

long long Database::number(const std::string& sql) {
  Statement statement(*this, sql);
  return statement.step() ? statement.integer(0) : 0;
}

void Database::fail(int code, std::string_view doing) const {
  throw_error(path_, doing, code, sqlite3_system_errno(handle()), sqlite3_errmsg(handle()));
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Statement::Statement(Database& database, std::string_view sql) : database_(database) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v2(database.handle(), sql.data(), static_cast<int>(sql.size()),
                                      &statement, nullptr);
  statement_.reset(statement);
  check(code, "read database");
}

Statement& Statement::bind(int index, std::string_view text) {
  check(sqlite3_bind_text64(statement_.get(), index, text.data() == nullptr ? "" : text.data(),
                            text.size(), SQLITE_TRANSIENT, SQLITE_UTF8),
        "store text");
  return *this;
}

Statement& Statement::bind(int index, long long value) {
  check(sqlite3_bind_int64(statement_.get(), index, value), "store a number");
  return *this;
}

Statement& Statement::bind(int index, double value) {
  check(sqlite3_bind_double(statement_.get(), index, value), "store a number");
  return *this;
}

Statement& Statement::bind_blob(int index, std::string_view bytes) {
  check(sqlite3_bind_blob64(statement_.get(), index, bytes.data() == nullptr ? "" : bytes.data(),
                            bytes.size(), SQLITE_TRANSIENT),
        "store bytes");
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) check(code, "use database");
  return false;
}

void Statement::run() {
  while (step()) {
  }
  check(sqlite3_reset(statement_.get()), "use database");
}

std::string Statement::text(int column) const {
  const unsigned char* text = sqlite3_column_text(statement_.get(), column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return text == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(text), size);
}

std::string Statement::blob(int column) const {
  const void* bytes = sqlite3_column_blob(statement_.get(), column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return bytes == nullptr ? std::string() : std::string(static_cast<const char*>(bytes), size);
}

long long Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

double Statement::real(int column) const {
  return sqlite3_column_double(statement_.get(), column);
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

void Statement::check(int code, std::string_view doing) const {
  if (code != SQLITE_OK) database_.fail(code, doing);
}

Transaction::Transaction(Database& database, Purpose purpose) : database_(database) {
  database_.run(purpose == Purpose::write ? "BEGIN IMMEDIATE" : "BEGIN");
}

Transaction::~Transaction() {
  if (open_) sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
  database_.run("COMMIT");
  open_ = false;
}

void leave_no_trace(Database& database) {
  database.run("VACUUM");
  database.run("PRAGMA wal_checkpoint(TRUNCATE)");
}

}  // namespace sohoa
