#include "index/sqlite.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "document/error.h"
#include "index/catalogue.h"
#include "index/search_index.h"
#include "tests/index/empty_directory.h"

namespace sohoa {
namespace {

class Sqlite : public EmptyDirectory {
 protected:
  template <typename Act>
  static Reason reason_of(Act act) {
    try {
      act();
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::service_broken);
      EXPECT_FALSE(error.path().empty());
      return error.reason();
    }
    return Reason::none;
  }
  void write(const std::string& name, const std::string& bytes) const {
    std::ofstream(path(name), std::ios::binary) << bytes;
  }
  std::string read(const std::string& name) const {
    std::ostringstream bytes;
    bytes << std::ifstream(path(name), std::ios::binary).rdbuf();
    return bytes.str();
  }
};

TEST_F(Sqlite, RollsBackWhatWasNotCommitted) {
  Database database(path("a.db"));
  database.run("CREATE TABLE t(x)");
  {
    Transaction transaction(database, Transaction::Purpose::write);
    database.run("INSERT INTO t VALUES(1)");
  }
  EXPECT_EQ(database.number("SELECT count(*) FROM t"), 0);
}

TEST_F(Sqlite, ReachesTheDiskAtEachCommit) {
  Database database(path("a.db"));
  EXPECT_EQ(database.number("PRAGMA synchronous"), 2);
  Statement mode(database, "PRAGMA journal_mode");
  ASSERT_TRUE(mode.step());
  EXPECT_EQ(mode.text(0), "wal");
}

TEST_F(Sqlite, SaysThatTheDiskIsFull) {
  Database database(path("a.db"));
  database.run("CREATE TABLE t(x)");
  database.run("PRAGMA max_page_count=4");
  Statement insert(database, "INSERT INTO t VALUES(?)");
  insert.bind(1, std::string(100'000, 'x'));
  EXPECT_EQ(reason_of([&] { insert.run(); }), Reason::disk_full);
}

TEST_F(Sqlite, SaysThatAFileIsNoDatabase) {
  write("catalogue.db", std::string(8192, 'x'));
  EXPECT_EQ(reason_of([&] { Catalogue catalogue(path("catalogue.db")); }), Reason::archive_corrupt);
  EXPECT_EQ(reason_of([&] { SearchIndex index(path("catalogue.db")); }), Reason::archive_corrupt);
}

TEST_F(Sqlite, RefusesTheDatabaseOfAnotherProgram) {
  Database(path("a.db")).run("CREATE TABLE t(x)");
  EXPECT_EQ(reason_of([&] { Catalogue catalogue(path("a.db")); }), Reason::archive_corrupt);
  Catalogue(path("catalogue.db"));
  EXPECT_EQ(reason_of([&] { SearchIndex index(path("catalogue.db")); }), Reason::archive_corrupt);
}

TEST_F(Sqlite, RefusesANewerSchema) {
  Catalogue(path("catalogue.db"));
  Database(path("catalogue.db")).run("PRAGMA user_version=999");
  EXPECT_EQ(reason_of([&] { Catalogue catalogue(path("catalogue.db")); }),
            Reason::missing_component);
}

TEST_F(Sqlite, SaysThatTheFolderIsMissing) {
  EXPECT_EQ(reason_of([&] { Catalogue catalogue(path("none/catalogue.db")); }), Reason::not_found);
}

TEST_F(Sqlite, SaysThatItMayNotWrite) {
  Catalogue(path("catalogue.db"));
  Database database(path("catalogue.db"));
  database.run("PRAGMA query_only=1");
  EXPECT_EQ(reason_of([&] { database.run("DELETE FROM records"); }), Reason::no_permission);
}

TEST_F(Sqlite, GivesUpOnALockedFileSoThatItCanBeTriedAgain) {
  Database holder(path("a.db"));
  Database other(path("a.db"));
  other.run("PRAGMA busy_timeout=1");
  const Transaction held(holder, Transaction::Purpose::write);
  try {
    const Transaction wanted(other, Transaction::Purpose::write);
    FAIL() << "two writers at once";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::retry);
  }
}

TEST_F(Sqlite, ReportsADamagedFileAsAnErrorOnly) {
  {
    SearchIndex index(path("search.db"));
    for (int i = 0; i < 30; ++i)
      index.add({std::to_string(i), {}, {"trang một số " + std::to_string(i), "trang hai"}});
  }
  const std::string good = read("search.db");
  ASSERT_GT(good.size(), 4096U);
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    std::string bad = good;
    for (int change = 0; change < 20; ++change)
      bad[random() % bad.size()] = static_cast<char>(random());
    if (round % 5 == 0) bad.resize(random() % bad.size());
    write("bad.db", bad);
    try {
      SearchIndex index(path("bad.db"));
      SearchQuery query;
      query.text = "trang số 7";
      (void)index.search(query);
      index.add({"7", {}, {"mới"}});
    } catch (const Error&) {
      // Damage may be seen or lie where nothing looked; nothing else may come out.
    }
    for (const char* name : {"bad.db-wal", "bad.db-shm"}) std::filesystem::remove(path(name));
  }
}

}  // namespace
}  // namespace sohoa
