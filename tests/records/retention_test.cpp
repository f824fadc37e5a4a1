#include "records/retention.h"

#include <gtest/gtest.h>

#include "document/error.h"

namespace sohoa {
namespace {

RetentionPeriod years(int count) {
  return {RetentionPeriod::Kind::years, count};
}

TEST(Retention, YearsRunFromTheEndOfTheYearInWhichAFileWasClosed) {
  EXPECT_EQ(due_day("2005-01-01", years(10)), "2016-01-01");
  EXPECT_EQ(due_day("2005-12-31", years(10)), "2016-01-01");
  EXPECT_EQ(due_day("1999-06-30", years(1)), "2001-01-01");
  EXPECT_EQ(due_day("2026-02-03", years(70)), "2097-01-01");
}

TEST(Retention, WhatIsPermanentUndeterminedOrNotClosedNeverFallsDue) {
  EXPECT_EQ(due_day("2005-01-01", {RetentionPeriod::Kind::permanent, 0}), std::nullopt);
  EXPECT_EQ(due_day("2005-01-01", {}), std::nullopt);
  EXPECT_EQ(due_day("", years(10)), std::nullopt);
  EXPECT_EQ(due_day("2005-13-01", years(10)), std::nullopt);
}

TEST(Retention, PeriodsAreReadAndWritten) {
  for (const char* text : {"permanent", "undetermined", "1", "20", "100"})
    EXPECT_EQ(period_text(parse_period(text).value()), text);
  for (const char* text : {"", "0", "-5", "101", "ten", "10 years", "1.5"})
    EXPECT_EQ(parse_period(text), std::nullopt) << text;
}

TEST(Retention, OnlyDaysThatThereAreAreDays) {
  for (const char* text : {"2024-02-29", "2000-02-29", "1954-05-07", "2026-12-31"})
    EXPECT_TRUE(is_day(text)) << text;
  for (const char* text : {"2023-02-29", "1900-02-29", "2026-04-31", "2026-00-10", "2026-1-10",
                           "07/05/1954", "2026-01-1x", ""})
    EXPECT_FALSE(is_day(text)) << text;
}

TEST(Retention, TheCircularsCodesGiveTheirPeriods) {
  const RetentionTable& table = known_tables().front();
  EXPECT_EQ(table.id, "TT-05-2025");
  EXPECT_EQ(find_entry(table, "01")->period.kind, RetentionPeriod::Kind::permanent);
  EXPECT_EQ(find_entry(table, "05")->period, years(20));
  EXPECT_EQ(find_entry(table, "99"), nullptr);
}

TEST(Retention, ATableOfTheArchivesOwnIsReadLineByLine) {
  const auto entries =
      parse_table("# mẫu\r\n1\tpermanent\tNghị quyết đại hội\r\n\n2.3\t10\tThư mời họp\n");
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].what, "Nghị quyết đại hội");
  EXPECT_EQ(entries[1].code, "2.3");
  EXPECT_EQ(entries[1].period, years(10));
}

TEST(Retention, ABadLineOfATableIsNamed) {
  for (const char* text : {"1\tpermanent\n", "1\t0\tx\n", "\t5\tx\n", "1\t5\tx\n1\t5\ty\n"}) {
    try {
      (void)parse_table(text);
      ADD_FAILURE() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.reason(), Reason::bad_settings);
      EXPECT_NE(error.message().find("line "), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace sohoa
