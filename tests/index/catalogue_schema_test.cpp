#include "index/catalogue_schema.h"

#include "index/catalogue.h"
#include "index/catalogue_database.h"
#include "tests/index/empty_directory.h"

namespace sohoa {
namespace {

// The catalogue as version 1 of its schema made it.
constexpr std::string_view kVersion1 =
    "CREATE TABLE records("
    " id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, original_name TEXT NOT NULL,"
    " bag_path TEXT NOT NULL, fonds TEXT NOT NULL, year INTEGER NOT NULL,"
    " pages INTEGER NOT NULL, original_bytes INTEGER NOT NULL, ingested_at TEXT NOT NULL,"
    " mean_confidence REAL NOT NULL) STRICT;"
    "CREATE INDEX records_by_sha256 ON records(sha256);"
    "CREATE TABLE fields("
    " record_id TEXT NOT NULL REFERENCES records(id) ON DELETE CASCADE, name TEXT NOT NULL,"
    " value TEXT NOT NULL, confidence REAL NOT NULL, page INTEGER NOT NULL,"
    " box_left INTEGER NOT NULL, box_top INTEGER NOT NULL, box_width INTEGER NOT NULL,"
    " box_height INTEGER NOT NULL, evidence TEXT NOT NULL,"
    " PRIMARY KEY(record_id, name)) STRICT;"
    "CREATE TABLE quarantine("
    " path TEXT NOT NULL, sha256 TEXT NOT NULL, reason_code TEXT NOT NULL, detail TEXT NOT NULL,"
    " at TEXT NOT NULL, PRIMARY KEY(path, sha256)) STRICT;"
    "CREATE INDEX quarantine_by_sha256 ON quarantine(sha256);"
    "CREATE TABLE suspected_secrets(sealed_name TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT;"
    "INSERT INTO records VALUES('r1', 'aa', 'a.pdf', 'store/a/2025/r1/v1.tar', 'a', 2025, 3, 9,"
    " '2025-03-04T05:06:07Z', 0.5);"
    "INSERT INTO fields VALUES('r1', 'type', 'quyết định', 1, 1, 0, 0, 0, 0, '');";

class CatalogueSchemaTest : public EmptyDirectory {
 protected:
  std::string old_catalogue() {
    const std::string file = path("catalogue.db");
    Database(file).require_schema({"catalogue", kCatalogueSchema.application_id, 1, kVersion1});
    return file;
  }
};

TEST_F(CatalogueSchemaTest, AnOldCatalogueOpensWithAllItsRows) {
  const std::string file = old_catalogue();
  Catalogue catalogue(file);
  const auto row = catalogue.find_by_id("r1");
  ASSERT_TRUE(row.has_value());
  EXPECT_EQ(row->original_name, "a.pdf");
  EXPECT_EQ(row->version, 1);
  EXPECT_EQ(row->file, "");
  EXPECT_EQ(row->fields.at("type").value, "quyết định");
}

TEST_F(CatalogueSchemaTest, AnOldCatalogueTakesNewRows) {
  const std::string file = old_catalogue();
  {
    Catalogue catalogue(file);
    RecordRow row = *catalogue.find_by_id("r1");
    row.version = 3;
    row.file = "01.02.H05";
    catalogue.add_record(row);
  }
  const auto row = Catalogue(file).find_by_id("r1");
  EXPECT_EQ(row->version, 3);
  EXPECT_EQ(row->file, "01.02.H05");
}

TEST_F(CatalogueSchemaTest, AnUpgradedCatalogueHasTheTablesOfANewOne) {
  const std::string file = old_catalogue();
  { const Catalogue upgraded(file); }
  { const Catalogue made(path("new.db")); }
  const auto columns = [](const std::string& database) {
    Database opened(database);
    Statement rows(opened,
                   "SELECT m.name || '.' || c.name || ' ' || c.type FROM sqlite_schema m,"
                   " pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY 1");
    std::vector<std::string> names;
    while (rows.step()) names.push_back(rows.text(0));
    return names;
  };
  EXPECT_EQ(columns(file), columns(path("new.db")));
}

TEST_F(CatalogueSchemaTest, TablesOfAnotherClassLieBesideTheCataloguesOwn) {
  const std::string file = path("catalogue.db");
  {
    Database first =
        open_catalogue_database(file, "CREATE TABLE IF NOT EXISTS extra(name TEXT) STRICT");
    first.run("INSERT INTO extra VALUES('x')");
  }
  { const Catalogue catalogue(file); }
  Database again =
      open_catalogue_database(file, "CREATE TABLE IF NOT EXISTS extra(name TEXT) STRICT");
  EXPECT_EQ(again.number("SELECT count(*) FROM extra"), 1);
}

}  // namespace
}  // namespace sohoa
