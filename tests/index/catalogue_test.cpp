#include "index/catalogue.h"

#include <thread>

#include "tests/index/empty_directory.h"

namespace sohoa {
namespace {

class CatalogueTest : public EmptyDirectory {
 protected:
  static RecordRow record(const std::string& id, const std::string& sha256) {
    RecordRow row;
    row.id = id;
    row.sha256 = sha256;
    row.original_name = "công văn 'số 1'.pdf";
    row.bag_path = "store/a/2025/" + id + "/v1.tar";
    row.fonds = "a";
    row.year = 2025;
    row.pages = 3;
    row.original_bytes = 5'000'000'000;
    row.ingested_at = "2025-03-04T05:06:07Z";
    row.mean_confidence = 0.875;
    Field subject;
    subject.value = "Về việc";
    subject.confidence = 0.25;
    subject.page = 2;
    subject.box = {10, 20, 30, 40};
    subject.evidence = "V/v";
    row.fields["subject"] = subject;
    return row;
  }

  Catalogue catalogue_{path("catalogue.db")};
};

TEST_F(CatalogueTest, GivesBackWhatWasAdded) {
  catalogue_.add_record(record("r1", "aa"));
  const auto found = catalogue_.find_by_sha256("aa");
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->id, "r1");
  EXPECT_EQ(found->original_name, "công văn 'số 1'.pdf");
  EXPECT_EQ(found->bag_path, "store/a/2025/r1/v1.tar");
  EXPECT_EQ(found->year, 2025);
  EXPECT_EQ(found->pages, 3);
  EXPECT_EQ(found->original_bytes, 5'000'000'000U);
  EXPECT_EQ(found->ingested_at, "2025-03-04T05:06:07Z");
  EXPECT_EQ(found->mean_confidence, 0.875);
  ASSERT_EQ(found->fields.count("subject"), 1U);
  EXPECT_EQ(found->fields.at("subject").value, "Về việc");
  EXPECT_EQ(found->fields.at("subject").page, 2);
  EXPECT_EQ(found->fields.at("subject").box, (PixelBox{10, 20, 30, 40}));
  EXPECT_EQ(found->fields.at("subject").evidence, "V/v");
}

TEST_F(CatalogueTest, DoesNotFindWhatIsNotThere) {
  EXPECT_FALSE(catalogue_.find_by_sha256("aa").has_value());
  EXPECT_FALSE(catalogue_.find_by_id("r1").has_value());
  EXPECT_EQ(catalogue_.status().last_ingest, "");
}

TEST_F(CatalogueTest, ReplacesTheRecordOfTheSameIdWithItsFields) {
  catalogue_.add_record(record("r1", "aa"));
  RecordRow changed = record("r1", "aa");
  changed.pages = 9;
  changed.fields.clear();
  changed.fields["type"].value = "Báo cáo";
  catalogue_.add_record(changed);
  const auto found = catalogue_.find_by_id("r1");
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->pages, 9);
  EXPECT_EQ(found->fields.size(), 1U);
  EXPECT_EQ(catalogue_.status().records, 1);
}

TEST_F(CatalogueTest, ListsRecordsInPagesById) {
  for (const char* id : {"r3", "r1", "r2"}) catalogue_.add_record(record(id, id));
  const auto first = catalogue_.records("", 2);
  ASSERT_EQ(first.size(), 2U);
  EXPECT_EQ(first[1].id, "r2");
  EXPECT_EQ(first[1].fields.size(), 1U);
  const auto rest = catalogue_.records("r2", 2);
  ASSERT_EQ(rest.size(), 1U);
  EXPECT_EQ(rest[0].id, "r3");
  EXPECT_TRUE(catalogue_.records("", -1).empty());
}

TEST_F(CatalogueTest, KeepsOneQuarantineRowForTheSameFile) {
  catalogue_.add_quarantined({"in/a.pdf", "aa", "truncated", "first", "2025-01-01T00:00:00Z"});
  catalogue_.add_quarantined({"in/a.pdf", "aa", "pdf_damaged", "second", "2025-01-02T00:00:00Z"});
  catalogue_.add_quarantined({"in/b.pdf", "bb", "truncated", "third", "2025-01-03T00:00:00Z"});
  const auto rows = catalogue_.quarantined(10);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].path, "in/b.pdf");
  EXPECT_EQ(rows[1].reason_code, "pdf_damaged");
  EXPECT_EQ(catalogue_.quarantined(1).size(), 1U);
}

TEST_F(CatalogueTest, AFileThatCouldBeReadAtLastHasOneQuarantineRow) {
  catalogue_.add_quarantined({"in/a.pdf", "", "internal", "disk", "2025-01-01T00:00:00Z"});
  catalogue_.add_quarantined({"in/a.pdf", "aa", "truncated", "cut", "2025-01-02T00:00:00Z"});
  ASSERT_EQ(catalogue_.quarantined(10).size(), 1U);
  EXPECT_EQ(catalogue_.quarantined(10)[0].sha256, "aa");
}

TEST_F(CatalogueTest, ReleasesFromQuarantineByBytesAndByPathOnlyWhereTheBytesAreUnknown) {
  catalogue_.add_quarantined({"in/a.pdf", "aa", "truncated", "", "2025-01-01T00:00:00Z"});
  catalogue_.add_quarantined({"in/other name.pdf", "aa", "truncated", "", "2025-01-01T00:00:00Z"});
  catalogue_.add_quarantined({"in/b.pdf", "", "internal", "", "2025-01-01T00:00:00Z"});
  EXPECT_FALSE(catalogue_.is_quarantined("in/a.pdf", "cc"));
  catalogue_.remove_quarantined("in/a.pdf", "cc");
  EXPECT_EQ(catalogue_.quarantined(10).size(), 3U);
  EXPECT_TRUE(catalogue_.is_quarantined("in/new.pdf", "aa"));
  catalogue_.remove_quarantined("in/new.pdf", "aa");
  catalogue_.remove_quarantined("in/b.pdf", "bb");
  EXPECT_TRUE(catalogue_.quarantined(10).empty());
}

TEST_F(CatalogueTest, CountsASealedFileOnce) {
  catalogue_.count_suspected_secret("sealed-1", "2025-01-01T00:00:00Z");
  catalogue_.count_suspected_secret("sealed-1", "2025-01-01T00:00:00Z");
  catalogue_.count_suspected_secret("sealed-2", "2025-01-01T00:00:00Z");
  EXPECT_EQ(catalogue_.status().suspected_secrets, 2);
}

TEST_F(CatalogueTest, SumsUpWhatIsThere) {
  catalogue_.add_record(record("r1", "aa"));
  catalogue_.add_record(record("r2", "bb"));
  catalogue_.add_quarantined({"a", "", "truncated", "", ""});
  const CatalogueStatus status = catalogue_.status();
  EXPECT_EQ(status.records, 2);
  EXPECT_EQ(status.pages, 6);
  EXPECT_EQ(status.original_bytes, 10'000'000'000U);
  EXPECT_EQ(status.quarantined, 1);
  EXPECT_EQ(status.last_ingest, "2025-03-04T05:06:07Z");
}

TEST_F(CatalogueTest, IsSeenByAnotherConnectionAtOnce) {
  const Catalogue other(path("catalogue.db"));
  catalogue_.add_record(record("r1", "aa"));
  EXPECT_TRUE(other.find_by_id("r1").has_value());
}

TEST_F(CatalogueTest, TakesRecordsFromManyThreadsAndConnections) {
  const auto write = [this](Catalogue& catalogue, const std::string& prefix) {
    for (int i = 0; i < 15; ++i)
      catalogue.add_record(record(prefix + std::to_string(i), prefix + std::to_string(i)));
  };
  Catalogue other(path("catalogue.db"));
  std::thread first([&] { write(catalogue_, "a"); });
  std::thread second([&] { write(catalogue_, "b"); });
  std::thread third([&] { write(other, "c"); });
  first.join();
  second.join();
  third.join();
  EXPECT_EQ(catalogue_.status().records, 45);
}

TEST_F(CatalogueTest, CanBeCreatedByManyAtOnce) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i)
    threads.emplace_back([this, i] {
      Catalogue fresh(path("fresh.db"));
      fresh.add_record(record(std::to_string(i), "x"));
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Catalogue(path("fresh.db")).status().records, 6);
}

}  // namespace
}  // namespace sohoa
