#include "index/arrivals.h"

#include "tests/index/empty_directory.h"

namespace sohoa {
namespace {

class ArrivalsTest : public EmptyDirectory {
 protected:
  void add(const std::string& id, const std::string& at, double confidence, int version = 1) {
    RecordRow row;
    row.id = id;
    row.original_name = id + ".pdf";
    row.ingested_at = at;
    row.pages = 2;
    row.original_bytes = 10;
    row.version = version;
    row.fields["subject"].value = "về việc";
    row.fields["subject"].confidence = confidence;
    catalogue_.add_record(row);
  }

  Catalogue catalogue_{path("catalogue.db")};
  Arrivals arrivals_{path("catalogue.db")};
};

TEST_F(ArrivalsTest, CountOnlyWhatCameSince) {
  add("old", "2026-01-01T00:00:00Z", 0.5);
  add("new", "2026-01-03T00:00:00Z", 0.5);
  catalogue_.add_quarantined({"a", "aa", "truncated", "", "2026-01-01T00:00:00Z"});
  catalogue_.add_quarantined({"b", "bb", "truncated", "", "2026-01-03T00:00:00Z"});
  catalogue_.count_suspected_secret("s", "2026-01-03T00:00:00Z");
  const ArrivalCounts counts = arrivals_.counts("2026-01-02T00:00:00Z");
  EXPECT_EQ(counts.records, 1);
  EXPECT_EQ(counts.pages, 2);
  EXPECT_EQ(counts.original_bytes, 10U);
  EXPECT_EQ(counts.put_aside, 1);
  EXPECT_EQ(counts.suspected_secrets, 1);
  EXPECT_EQ(counts.doubtful_records, 1);
  EXPECT_EQ(arrivals_.put_aside("2026-01-02T00:00:00Z", 9).at(0).path, "b");
  EXPECT_EQ(arrivals_.counts("").records, 2);
}

TEST_F(ArrivalsTest, NameFieldsInDoubtThatNobodyReviewed) {
  add("sure", "2026-01-03T00:00:00Z", 0.95);
  add("doubt", "2026-01-03T00:00:00Z", 0.5);
  add("reviewed", "2026-01-03T00:00:00Z", 0.5, 2);
  const auto doubtful = arrivals_.doubtful("", 9);
  ASSERT_EQ(doubtful.size(), 1U);
  EXPECT_EQ(doubtful[0].record_id, "doubt");
  EXPECT_EQ(doubtful[0].fields, std::vector<std::string>{"subject"});
}

TEST_F(ArrivalsTest, ListPagesToScanAgainUntilTheRecordIsDestroyed) {
  add("r", "2026-01-03T00:00:00Z", 1);
  const std::vector<RescanPage> pages{{2, "blurred", "QUJD"}, {1, "pale", "REVG"}};
  catalogue_.note_rescans("r", pages);
  const auto rescans = arrivals_.rescans("", 9);
  ASSERT_EQ(rescans.size(), 2U);
  EXPECT_EQ(rescans[0].page.page, 1);
  EXPECT_EQ(rescans[1].page.faults, "blurred");
  EXPECT_EQ(rescans[1].page.thumbnail, "QUJD");
  EXPECT_EQ(rescans[1].original_name, "r.pdf");
  catalogue_.note_rescans("r", std::span(pages).first(1));
  EXPECT_EQ(arrivals_.rescans("", 9).size(), 1U);
  const std::vector<std::string> ids{"r"};
  catalogue_.forget(ids);
  EXPECT_TRUE(arrivals_.rescans("", 9).empty());
}

TEST_F(ArrivalsTest, ListNoMoreThanAskedForTheNewestFirst) {
  for (int day = 1; day <= 5; ++day)
    add("r" + std::to_string(day), "2026-01-0" + std::to_string(day) + "T00:00:00Z", 0.5);
  const auto doubtful = arrivals_.doubtful("", 2);
  ASSERT_EQ(doubtful.size(), 2U);
  EXPECT_EQ(doubtful[0].record_id, "r5");
  EXPECT_EQ(doubtful[1].record_id, "r4");
}

}  // namespace
}  // namespace sohoa
