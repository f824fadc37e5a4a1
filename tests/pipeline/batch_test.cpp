// The night with real stores, real workers and real scans.
#include "pipeline/batch.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>

#include "document/error.h"
#include "tests/pipeline/house_for_test.h"

namespace sohoa {
namespace {

using Json = nlohmann::json;
using std::chrono::hours;
using std::chrono::system_clock;

class BatchTest : public testing::Test {
 protected:
  BatchTest() : queue_(open_catalogue_queue(archive_.layout.catalogue().string())) {
    fs::create_directories(inbox());
    archive_.settings.watch.settle_seconds = 0.2;
    archive_.settings.watch.patience_minutes = 0;
    archive_.settings.budget.min_free_gb = 0;
  }

  [[nodiscard]] fs::path inbox() const { return archive_.layout.root() / "inbox"; }

  void drop(const std::string& name) const { fs::copy_file(sample(name), inbox() / name); }

  BatchResult run(const BatchOptions& options = {{}, "test"}) {
    return run_batch(options, archive_.house, *queue_, archive_.stop,
                     {{[](const DocumentOutcome&) {}, [](const InboxNotice&) {}},
                      [&](BatchStep step) { steps_.push_back(step); }});
  }

  static std::string bytes_of(const fs::path& file) {
    std::ifstream in(file.string(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }

  [[nodiscard]] std::string report(const std::string& extension) const {
    for (const fs::directory_entry& entry : fs::directory_iterator(archive_.layout.reports()))
      if (entry.path().extension() == extension) return bytes_of(entry.path());
    return {};
  }

  TestArchive archive_;
  std::unique_ptr<Queue> queue_;
  std::vector<BatchStep> steps_;
};

TEST_F(BatchTest, TakesInChecksCopiesTidiesAndReports) {
  const fs::path copy = archive_.folder.path() / "copy";
  archive_.settings.batch.copies = {copy.string()};
  drop("quyet-dinh-100dpi.png");
  drop("bi-cut.pdf");
  const BatchResult result = run();
  EXPECT_EQ(steps_, (std::vector{BatchStep::documents, BatchStep::checking, BatchStep::copying,
                                 BatchStep::tidying, BatchStep::reporting}));
  EXPECT_EQ(result.documents, 2);
  EXPECT_EQ(result.pages, 1);
  EXPECT_TRUE(result.checked_all);
  EXPECT_EQ(result.damage, 0);
  ASSERT_EQ(result.copies.size(), 1U);
  EXPECT_TRUE(result.copies[0].finished) << result.copies[0].detail;
  EXPECT_TRUE(fs::exists(copy / "store"));

  const Json json = Json::parse(report(".json"));
  EXPECT_EQ(json.at("archived"), 1);
  EXPECT_EQ(json.at("put_aside"), 1);
  EXPECT_EQ(json.at("failures").at(0).at("path"), "bi-cut.pdf");
  EXPECT_EQ(json.at("failures").at(0).at("reason"), "truncated");
  const std::string page = report(".html");
  EXPECT_NE(page.find("bi-cut.pdf"), std::string::npos);
  EXPECT_NE(page.find("Tệp bị cụt"), std::string::npos);
}

TEST_F(BatchTest, SaysThatTheDiskIsTooFullAndThatThereIsAPause) {
  archive_.settings.budget.min_free_gb = 1e9;
  queue_->pause(true);
  drop("quyet-dinh-100dpi.png");
  run();
  const Json json = Json::parse(report(".json"));
  EXPECT_EQ(json.at("no_room"), true);
  EXPECT_EQ(json.at("paused"), true);
  EXPECT_EQ(json.at("waiting"), 1);
  EXPECT_EQ(json.at("archived"), 0);
}

TEST_F(BatchTest, TellsOfASuspectedSecretOnlyThatThereIsOne) {
  fs::copy_file(sample("cong-van-dau-mat.pdf"), inbox() / "ten-rieng-biet.pdf");
  run();
  EXPECT_EQ(Json::parse(report(".json")).at("suspected_secrets"), 1);
  EXPECT_EQ(report(".json").find("ten-rieng"), std::string::npos);
  EXPECT_EQ(report(".html").find("ten-rieng"), std::string::npos);
}

TEST_F(BatchTest, TellsACopyThatIsAwayAndGoesOn) {
  const fs::path in_the_way = archive_.folder.path() / "a file";
  std::ofstream(in_the_way.string()) << "no folder";
  archive_.settings.batch.copies = {in_the_way.string(),
                                    (archive_.folder.path() / "copy").string()};
  const BatchResult result = run();
  ASSERT_EQ(result.copies.size(), 2U);
  EXPECT_FALSE(result.copies[0].finished);
  EXPECT_TRUE(result.copies[1].finished);
  EXPECT_NE(report(".html").find("a file"), std::string::npos);
}

TEST_F(BatchTest, BeginsNothingWhenItsTimeIsOverAndStillReports) {
  drop("quyet-dinh-100dpi.png");
  const BatchResult result = run({system_clock::now() - hours(1), "test"});
  EXPECT_EQ(result.documents, 0);
  EXPECT_FALSE(result.checked);
  EXPECT_TRUE(fs::exists(inbox() / "quyet-dinh-100dpi.png"));
  EXPECT_FALSE(report(".json").empty());
}

TEST_F(BatchTest, CountsFromTheReportBefore) {
  const auto begun = system_clock::now();
  std::atomic<int> later{0};
  archive_.house.clock = [&] { return begun + std::chrono::seconds(++later); };
  drop("quyet-dinh-100dpi.png");
  run();
  later += 24 * 3600;
  drop("thong-bao-so.pdf");
  run();
  long long newest = -1;
  std::string since;
  for (const fs::directory_entry& entry : fs::directory_iterator(archive_.layout.reports())) {
    if (entry.path().extension() != ".json") continue;
    const Json json = Json::parse(bytes_of(entry.path()));
    if (json.at("since").get<std::string>() > since) {
      since = json.at("since");
      newest = json.at("archived");
    }
  }
  EXPECT_EQ(newest, 1);
}

TEST_F(BatchTest, KeepsReportsAsLongAsTheSettingsSay) {
  archive_.settings.batch.keep_reports_days = 10;
  auto now = system_clock::now();
  archive_.house.clock = [&now] { return now; };
  run();
  now += hours(24 * 9);
  run();
  now += hours(24 * 2);
  run();
  int reports = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(archive_.layout.reports()))
    reports += entry.path().extension() == ".html" ? 1 : 0;
  EXPECT_EQ(reports, 2);
}

TEST(NextTimeOfDay, IsTodayOrTomorrowByTheLocalClock) {
  const auto now = system_clock::now();
  for (const char* text : {"00:00", "06:00", "23:59"}) {
    const auto next = next_time_of_day(text, now);
    EXPECT_GT(next, now) << text;
    EXPECT_LE(next, now + hours(25)) << text;
    const std::time_t seconds = system_clock::to_time_t(next);
    std::tm local{};
    localtime_r(&seconds, &local);
    char shown[6];
    std::strftime(shown, sizeof shown, "%H:%M", &local);
    EXPECT_STREQ(shown, text);
  }
}

// The clock of another place, for as long as it lives.
class TimeZone {
 public:
  explicit TimeZone(const char* name) {
    if (const char* old = std::getenv("TZ")) old_ = old;
    ::setenv("TZ", name, 1);
    ::tzset();
  }
  ~TimeZone() {
    if (old_)
      ::setenv("TZ", old_->c_str(), 1);
    else
      ::unsetenv("TZ");
    ::tzset();
  }
  TimeZone(const TimeZone&) = delete;
  TimeZone& operator=(const TimeZone&) = delete;

 private:
  std::optional<std::string> old_;
};

system_clock::time_point utc(int year, int month, int day, int hour, int minute) {
  std::tm parts{};
  parts.tm_year = year - 1900;
  parts.tm_mon = month - 1;
  parts.tm_mday = day;
  parts.tm_hour = hour;
  parts.tm_min = minute;
  return system_clock::from_time_t(::timegm(&parts));
}

TEST(NextTimeOfDay, IsAfterMidnightForWhoBeginsInTheEvening) {
  const TimeZone hanoi("<+07>-7");
  const auto evening = utc(2026, 12, 31, 13, 0);  // 20:00
  EXPECT_EQ(next_time_of_day("06:00", evening), utc(2026, 12, 31, 23, 0));
  EXPECT_EQ(next_time_of_day("20:01", evening), utc(2026, 12, 31, 13, 1));
  // What the clock shows now, and what it has shown today, is tomorrow's.
  EXPECT_EQ(next_time_of_day("20:00", evening), utc(2027, 1, 1, 13, 0));
  EXPECT_EQ(next_time_of_day("19:59", evening), utc(2027, 1, 1, 12, 59));
}

TEST(NextTimeOfDay, FollowsTheClockWhereItIsPutForwardAndBack) {
  const TimeZone berlin("CET-1CEST,M3.5.0,M10.5.0/3");
  // 28 March 2027, 22:00 the evening before: the night has one hour less.
  EXPECT_EQ(next_time_of_day("06:00", utc(2027, 3, 27, 21, 0)), utc(2027, 3, 28, 4, 0));
  // 31 October 2027: one more.
  EXPECT_EQ(next_time_of_day("06:00", utc(2027, 10, 30, 20, 0)), utc(2027, 10, 31, 5, 0));
  // A time that this night does not have is at most an hour off, and not past.
  const auto skipped = next_time_of_day("02:30", utc(2027, 3, 27, 21, 0));
  EXPECT_GE(skipped, utc(2027, 3, 28, 0, 30));
  EXPECT_LE(skipped, utc(2027, 3, 28, 1, 30));
  // A time that it has twice lies ahead all the same.
  const auto again = utc(2027, 10, 31, 0, 45);
  EXPECT_GT(next_time_of_day("02:30", again), again);
  EXPECT_LE(next_time_of_day("02:30", again), again + hours(25));
}

TEST(NextTimeOfDay, RefusesWhatIsNoTime) {
  for (const char* text : {"", "6", "6:00", "24:00", "06:60", "06:00x", "ab:cd", "-1:00"})
    EXPECT_THROW((void)next_time_of_day(text, system_clock::now()), Error) << text;
}

}  // namespace
}  // namespace sohoa
