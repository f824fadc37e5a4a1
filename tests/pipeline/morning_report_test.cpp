// The page that the morning report is, as text; page_in_browser_test.py opens it.
#include "pipeline/morning_report.h"

#include <gtest/gtest.h>

#include "pipeline/keep.h"
#include "pipeline/read_pages.h"
#include "tests/pipeline/house_for_test.h"

namespace sohoa {
namespace {

MorningReport quiet_night() {
  MorningReport report;
  report.batch.ended_at = "2026-03-01T23:00:00Z";
  report.refused = "refused";
  return report;
}

bool says(const MorningReport& report, const std::string& text,
          Language language = Language::vietnamese) {
  return morning_report_html(report, language).find(text) != std::string::npos;
}

TEST(MorningReportPage, ShowsThePaperThatMustBeScannedAgain) {
  MorningReport report = quiet_night();
  report.rescans = {{"0123456789abcdef", "tờ <1>.pdf", {3, "blurred cut_edges", "QUJD"}}};
  report.counts.rescan_pages = 1;
  EXPECT_TRUE(says(report, "tờ &lt;1&gt;.pdf, trang 3"));
  EXPECT_TRUE(says(report, "mờ, nhòe, mất mép trang"));
  EXPECT_TRUE(says(report, "data:image/jpeg;base64,QUJD"));
  EXPECT_TRUE(says(report, "blurred, edges cut off", Language::english));
}

TEST(MorningReportPage, TellsAPageThatCouldNotBeReadWithoutAPicture) {
  MorningReport report = quiet_night();
  report.rescans = {{"0123456789abcdef", "to-trinh.pdf", {7, "unreadable", ""}}};
  report.counts.rescan_pages = 1;
  EXPECT_TRUE(says(report, "to-trinh.pdf, trang 7"));
  EXPECT_TRUE(says(report, "không đọc được"));
  EXPECT_FALSE(says(report, "<img"));
}

TEST(MorningReportPage, SaysThatNothingWaitsForAPersonOnlyWhereThatIsSo) {
  const std::string well = "Không có việc gì cần người xử lý.";
  EXPECT_TRUE(says(quiet_night(), well));
  MorningReport report = quiet_night();
  report.counts.suspected_secrets = 1;
  EXPECT_FALSE(says(report, well));
  report = quiet_night();
  report.batch.copies = {{"/mnt/a", 0, 0, false, "away"}};
  EXPECT_FALSE(says(report, well));
  report = quiet_night();
  report.days_until_full = 3.5;
  EXPECT_FALSE(says(report, well));
  EXPECT_TRUE(says(report, "khoảng 3 ngày"));
}

TEST(MorningReportPage, SaysWhyWhatWaitsIsNotTakenIn) {
  MorningReport report = quiet_night();
  report.no_room = true;
  report.batch.paused = true;
  report.batch.given_up = 2;
  EXPECT_TRUE(says(report, "Ổ đĩa gần đầy"));
  EXPECT_TRUE(says(report, "sohoa queue resume"));
  EXPECT_TRUE(says(report, "2 tệp trong thư mục chờ đã thử nhiều lần"));
  EXPECT_FALSE(says(report, "Không có việc gì"));
}

TEST(MorningReportPage, WritesNumbersAsTheOfficeDoes) {
  MorningReport report = quiet_night();
  report.counts.pages = 1234567;
  report.counts.records = 999;
  EXPECT_TRUE(says(report, "<dd>1.234.567</dd>"));
  EXPECT_TRUE(says(report, "<dd>999</dd>"));
  EXPECT_TRUE(says(report, "<dd>1,234,567</dd>", Language::english));
}

TEST(MorningReportPage, LeadsFromAFigureToItsPart) {
  MorningReport report = quiet_night();
  report.counts.put_aside = 1;
  report.put_aside = {{"a.pdf", "", "truncated", "", "2026-03-01T20:00:00Z"}};
  EXPECT_TRUE(says(report, "href=\"#chua-luu\""));
  EXPECT_TRUE(says(report, "<h2 id=\"chua-luu\">"));
}

TEST(MorningReportPages, APageThatCouldNotBeReadIsOneToScanAgain) {
  TestArchive archive;
  RecordRow row;
  row.id = "0123456789abcdef";
  row.fonds = archive.settings.fonds;
  row.original_name = "to-trinh.pdf";
  row.ingested_at = "2026-03-01T20:00:00Z";
  row.pages = 2;
  archive.catalogue.add_record(row);
  PagesRead read{{1, 2}, std::vector<PageResult>(2)};
  read.pages[1].unreadable = true;
  read.pages[1].why = Reason::worker_timeout;
  note_rescans(row, read, archive.house);
  const auto rescans = Arrivals(archive.layout.catalogue().string()).rescans("", 9);
  ASSERT_EQ(rescans.size(), 1U);
  EXPECT_EQ(rescans[0].page.page, 2);
  EXPECT_EQ(rescans[0].page.faults, "unreadable");
}

}  // namespace
}  // namespace sohoa
