// SQLite as this folder uses it: connections, statements and transactions that
// clean up after themselves, and every failure as one sohoa::Error.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace sohoa {

// How a file of an older version becomes one of the next.
struct SchemaStep {
  int from = 0;          // leads from this version to the next
  std::string_view sql;  // run in the transaction that raises the version
};

// What a database file of this project says of itself.
struct Schema {
  std::string_view what;                   // for messages: "catalogue", "search index"
  int application_id = 0;                  // PRAGMA application_id
  int version = 0;                         // PRAGMA user_version
  std::string_view create_sql;             // run once on an empty file
  std::span<const SchemaStep> steps = {};  // oldest first, without gaps
};

// One connection. Not thread-safe: the owner holds a lock around its use.
// All calls throw Error: retry when another process kept the file locked for
// ten seconds, service_broken with disk_full, archive_corrupt, no_permission,
// not_found or internal otherwise.
class Database {
 public:
  // Opens or creates the file and brings it to WAL mode, in which a commit has
  // reached the disk when it returns (synchronous=FULL).
  explicit Database(const std::string& path);

  // Creates the schema in an empty file and takes an older one up to this
  // version by its steps. Refuses a file of another program (archive_corrupt)
  // and one with a version that no step leads from (missing_component).
  void require_schema(const Schema& schema);

  void run(const std::string& sql);
  // The first column of the first row; 0 when there is none.
  [[nodiscard]] long long number(const std::string& sql);
  [[nodiscard]] sqlite3* handle() const { return handle_.get(); }
  [[nodiscard]] const std::string& path() const { return path_; }
  // Throws the Error that fits an SQLite result code of this connection.
  [[noreturn]] void fail(int code, std::string_view doing) const;

 private:
  void turn_on_wal();
  bool upgrade(const Schema& schema, long long version);

  struct Close {
    void operator()(sqlite3* handle) const;
  };
  std::string path_;
  std::unique_ptr<sqlite3, Close> handle_;
};

// A prepared statement. Parameters and columns count as in SQLite: from 1 and from 0.
class Statement {
 public:
  Statement(Database& database, std::string_view sql);

  Statement& bind(int index, std::string_view text);
  Statement& bind(int index, long long value);
  Statement& bind(int index, double value);
  Statement& bind_blob(int index, std::string_view bytes);

  // True while there is a row.
  bool step();
  // Runs a statement that gives no rows, and makes it ready for new values.
  void run();

  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] std::string blob(int column) const;
  [[nodiscard]] long long integer(int column) const;
  [[nodiscard]] double real(int column) const;
  [[nodiscard]] bool is_null(int column) const;

 private:
  void check(int code, std::string_view doing) const;

  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  Database& database_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

// Rolled back unless committed.
class Transaction {
 public:
  // A writer takes the write lock at once, so that it never has to give up
  // half way; a reader sees one state of the file until the end.
  enum class Purpose { read, write };

  Transaction(Database& database, Purpose purpose);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

// Writes the file anew and empties its log, so that what was deleted before stands
// in neither. Takes time and room by the size of the file; no transaction may be open.
void leave_no_trace(Database& database);

}  // namespace sohoa
