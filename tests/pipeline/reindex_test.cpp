#include "pipeline/reindex.h"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <map>
#include <thread>

#include "archive/bag.h"
#include "archive/hash.h"
#include "archive/ledger.h"
#include "archive/ledger_check.h"
#include "document/error.h"
#include "index/catalogue.h"
#include "index/replace_database.h"
#include "index/search_index.h"
#include "pipeline/record_entry.h"
#include "tests/pipeline/house_for_test.h"
#include "tests/pipeline/small_records.h"

namespace sohoa {

namespace {

class Reindex : public testing::Test {
 protected:
  Reindex() : layout_(folder_.path() / "archive") {
    create_archive_folders(layout_, folder_.path() / "private.key");
  }

  std::vector<std::string> add_records(int count, int first = 0) {
    SmallRecords how;
    how.count = count;
    return write_small_records(layout_, folder_.path() / "making", how, first);
  }

  [[nodiscard]] ReindexReport run() {
    ReindexWatch watch;
    watch.finding = [&](const fs::path& path, const std::string& text) {
      findings_.push_back(path.string() + ": " + text);
    };
    return reindex(layout_, watch);
  }

  [[nodiscard]] std::vector<SearchHit> search(const SearchQuery& query) const {
    return SearchIndex(layout_.search().string()).search(query);
  }

  EmptyFolder folder_;
  ArchiveLayout layout_;
  std::vector<std::string> findings_;
};

std::string text_of(const std::vector<SearchHit>& hits) {
  std::string text;
  for (const SearchHit& hit : hits)
    text += hit.id + " " + std::to_string(hit.score) + " " + std::to_string(hit.page) + " " +
            hit.snippet + " " + hit.fields.at("subject").value + "\n";
  return text;
}

std::vector<SearchQuery> queries() {
  std::vector<SearchQuery> queries;
  for (const char* text : {"quyet dinh", "kế hoạch", "\"phát triển\"", "12/QĐ-UBND", "thuỷ lợi",
                           "nghi*", "hoa", "khong co chu nay"}) {
    SearchQuery query;
    query.text = text;
    query.limit = 1000;
    queries.push_back(query);
  }
  SearchQuery filtered;
  filtered.text = "ke";
  filtered.type = "báo cáo";
  filtered.agency = "tỉnh ủy";
  filtered.from = "2016";
  filtered.to = "2022-06";
  queries.push_back(filtered);
  return queries;
}

}  // namespace

TEST_F(Reindex, BringsBackEveryAnswerOfDatabasesFilledRecordByRecord) {
  const std::vector<std::string> ids = add_records(60);
  {
    Catalogue catalogue(layout_.catalogue().string());
    SearchIndex index(layout_.search().string());
    for (const std::string& id : ids) {
      const RecordVersions versions = record_versions(layout_, RecordId{id});
      const RecordRow row = row_from_bags(layout_, versions);
      catalogue.add_record(row);
      index.add(entry_from_bags(row, versions));
    }
  }
  std::vector<std::string> before;
  for (const SearchQuery& query : queries()) before.push_back(text_of(search(query)));
  remove_database(layout_.catalogue().string());
  remove_database(layout_.search().string());

  const ReindexReport report = run();
  EXPECT_EQ(report.records, 60);
  EXPECT_EQ(report.pages, 60);
  EXPECT_EQ(findings_, std::vector<std::string>{});
  for (std::size_t i = 0; i < before.size(); ++i)
    EXPECT_EQ(text_of(search(queries()[i])), before[i]) << queries()[i].text;
  EXPECT_FALSE(before[0].empty());
  EXPECT_FALSE(before.back().empty());
}

TEST_F(Reindex, KeepsTheFileTheFieldsAndThePlaceOfEachRecord) {
  const std::vector<std::string> ids = add_records(3);
  (void)run();
  const Catalogue catalogue(layout_.catalogue().string());
  const auto row = catalogue.find_by_id(ids[1]);
  ASSERT_TRUE(row);
  EXPECT_EQ(row->file, "G09.01.1");
  EXPECT_EQ(row->version, 1);
  EXPECT_EQ(row->fields.at("notation").value, "2/QĐ-UBND");
  EXPECT_EQ(row->fields.at("notation").box, (PixelBox{100, 100, 400, 40}));
  EXPECT_TRUE(fs::exists(layout_.root() / row->bag_path));
  EXPECT_EQ(catalogue.status().records, 3);
}

TEST_F(Reindex, DescribesARecordByTheVersionBeforeWhereTheNewestCannotBeRead) {
  const std::vector<std::string> ids = add_records(2);
  const fs::path first = record_versions(layout_, RecordId{ids[0]}).at(0).path;
  const fs::path second = first.parent_path() / "v2.tar";
  std::ofstream(second.string()) << "no bag at all";
  const ReindexReport report = run();
  EXPECT_EQ(report.records, 2);
  EXPECT_EQ(report.findings, 1);
  ASSERT_EQ(findings_.size(), 1U);
  EXPECT_NE(findings_[0].find("v2.tar"), std::string::npos);
  EXPECT_EQ(Catalogue(layout_.catalogue().string()).find_by_id(ids[0])->version, 1);
}

TEST_F(Reindex, BringsBackWhatLiesInQuarantine) {
  std::ofstream((layout_.failed() / "abc-hỏng.pdf").string()) << "broken";
  std::ofstream((layout_.failed() / "abc-hỏng.pdf.json").string())
      << R"({"path":"in/hỏng.pdf","sha256":"ab","reason":"pdf_damaged","detail":"d",)"
         R"("at":"2026-01-01T00:00:00Z"})";
  std::ofstream((layout_.secret() / "0123.sealed").string()) << "sealed";
  const ReindexReport report = run();
  EXPECT_EQ(report.quarantined, 1);
  EXPECT_EQ(report.suspected_secrets, 1);
  const Catalogue catalogue(layout_.catalogue().string());
  ASSERT_EQ(catalogue.quarantined(10).size(), 1U);
  EXPECT_EQ(catalogue.quarantined(10)[0].path, "in/hỏng.pdf");
  EXPECT_EQ(catalogue.quarantined(10)[0].reason_code, "pdf_damaged");
  EXPECT_EQ(catalogue.status().suspected_secrets, 1);
}

TEST_F(Reindex, LeavesTheDatabasesAsTheyWereWhenStopped) {
  (void)add_records(5);
  (void)run();
  (void)add_records(2, 5);
  const std::atomic<bool> stop{true};
  ReindexWatch watch;
  watch.stop = &stop;
  EXPECT_THROW((void)reindex(layout_, watch), Error);
  EXPECT_EQ(Catalogue(layout_.catalogue().string()).status().records, 5);
  EXPECT_EQ(SearchIndex(layout_.search().string()).record_count(), 5);
  EXPECT_FALSE(fs::exists(layout_.search().string() + ".rebuild"));
}

TEST_F(Reindex, LetsOthersSearchMeanwhileAndSeeTheNewContentsAfterwards) {
  (void)add_records(30);
  (void)run();
  const SearchIndex reader(layout_.search().string());
  SearchQuery query;
  query.text = "so";
  query.limit = 1000;
  const std::size_t before = reader.search(query).size();
  (void)add_records(30, 30);
  std::atomic<bool> done{false};
  std::atomic<int> searches{0};
  std::atomic<int> wrong{0};
  std::jthread other([&] {
    while (!done) {
      const std::size_t found = reader.search(query).size();
      if (found < before) ++wrong;
      ++searches;
    }
  });
  (void)run();
  done = true;
  other.join();
  EXPECT_GT(searches, 0);
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(reader.record_count(), 60);
}

TEST_F(Reindex, ReplacesADamagedDatabaseAndKeepsIt) {
  (void)add_records(3);
  std::ofstream(layout_.catalogue().string()) << std::string(10'000, 'x');
  (void)run();
  EXPECT_EQ(Catalogue(layout_.catalogue().string()).status().records, 3);
  EXPECT_TRUE(fs::exists(layout_.catalogue().string() + ".damaged"));
}

TEST_F(Reindex, WritesALineIntoTheLedger) {
  (void)add_records(1);
  const auto seq = ledger_head(layout_).seq;
  (void)run();
  EXPECT_EQ(ledger_head(layout_).seq, seq + 1);
  EXPECT_EQ(check_ledger(layout_), std::vector<std::string>{});
}

}  // namespace sohoa
