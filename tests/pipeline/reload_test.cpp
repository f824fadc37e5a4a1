// A changed sohoa.toml while the watch folder is watched.
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <mutex>
#include <thread>

#include "pipeline/settings_watch.h"
#include "tests/pipeline/inbox_run_for_test.h"

namespace sohoa {
namespace {

using Kind = InboxNotice::Kind;

// A run that goes on beside the test until it is stopped.
class ReloadTest : public InboxRunTest {
 protected:
  ReloadTest() {
    write(archive_.settings);
    options_.owner = "test";
    options_.reload = &reload_;
    options_.may_reopen = true;
  }

  void write(const Settings& settings) const { write_text(settings_template(settings)); }
  void write_text(const std::string& text) const {
    std::ofstream(archive_.layout.settings().string()) << text;
  }

  void start() {
    watch_ = std::jthread([this] {
      end_ = run_inbox(options_, archive_.house, *queue_, archive_.stop,
                       {[&](const DocumentOutcome& outcome) {
                          const std::lock_guard lock(mutex_);
                          outcomes_.push_back(outcome);
                        },
                        [&](const InboxNotice& notice) {
                          const std::lock_guard lock(mutex_);
                          notices_.push_back(notice);
                        }});
      ended_ = true;
    });
  }

  void stop() {
    archive_.stop = true;
    watch_.join();
  }

  bool told(Kind kind, const std::string& part) {
    const std::lock_guard lock(mutex_);
    return std::any_of(notices_.begin(), notices_.end(), [&](const InboxNotice& notice) {
      return notice.kind == kind && notice.detail.find(part) != std::string::npos;
    });
  }

  std::size_t outcomes() {
    const std::lock_guard lock(mutex_);
    return outcomes_.size();
  }

  InboxRunOptions options_;
  std::atomic<bool> reload_{false};
  std::atomic<bool> ended_{false};
  InboxRunEnd end_ = InboxRunEnd::empty;
  std::jthread watch_;
  std::mutex mutex_;
};

TEST_F(ReloadTest, MorePagesAreReadAtATimeAndTheDocumentInHandGoesOn) {
  drop("a.pdf", "nghi-quyet-nhieu-trang.pdf");
  start();
  wait_until([&] { return queue_->counts().pages_in_hand > 0; });
  Settings more = archive_.settings;
  more.jobs = 5;
  more.watch.release = Release::discard;
  write(more);
  reload_ = true;
  wait_until([&] { return archive_.pool.jobs() == 5; });
  EXPECT_EQ(archive_.pool.jobs(), 5);
  EXPECT_TRUE(told(Kind::new_settings, "jobs"));
  wait_until([&] { return outcomes() == 1; });
  drop("b.png", kLetter);
  wait_until([&] { return outcomes() == 2; });
  wait_until([&] { return left_in_inbox().empty(); });
  EXPECT_FALSE(ended_);
  stop();
  EXPECT_EQ(end_, InboxRunEnd::stopped);
  EXPECT_EQ(outcome_of("a.pdf").outcome, Outcome::archived);
  EXPECT_EQ(archive_.progress.pages, 4) << "no page was read twice";
  EXPECT_TRUE(fs::exists(done() / "a.pdf")) << "it was begun with the old settings";
  EXPECT_FALSE(fs::exists(done() / "b.png"));
  EXPECT_EQ(damage(), 0);
}

TEST_F(ReloadTest, FewerPagesAreReadAtATime) {
  start();
  Settings fewer = archive_.settings;
  fewer.jobs = 1;
  write(fewer);
  reload_ = true;
  wait_until([&] { return archive_.pool.jobs() == 1; });
  drop("a.pdf", kOther);
  drop("b.png", kLetter);
  wait_until([&] { return outcomes() == 2; });
  stop();
  EXPECT_EQ(archive_.pool.jobs(), 1);
  EXPECT_EQ(outcome_of("a.pdf").outcome, Outcome::archived);
  EXPECT_EQ(outcome_of("b.png").outcome, Outcome::archived);
}

TEST_F(ReloadTest, AChangeIsSeenWithoutBeingAskedTo) {
  archive_.settings.watch.scan_seconds = 3600;
  write(archive_.settings);
  start();
  Settings now = archive_.settings;
  now.budget.page_seconds = 77;
  write(now);
  wait_until([&] { return archive_.pool.options().page_seconds == 77; });
  stop();
  EXPECT_EQ(archive_.pool.options().page_seconds, 77);
  EXPECT_TRUE(told(Kind::new_settings, "budget.page_seconds"));
}

TEST_F(ReloadTest, ABadFileIsToldWithItsLineAndTheOldSettingsHold) {
  start();
  write_text("jobs = 4\nfonts = \"x\"\n");
  reload_ = true;
  wait_until([&] { return told(Kind::bad_settings, "line 2"); });
  EXPECT_TRUE(told(Kind::bad_settings, "line 2: unknown key 'fonts'"));
  drop("a.png", kLetter);
  wait_until([&] { return outcomes() == 1; });
  EXPECT_FALSE(ended_);
  EXPECT_EQ(archive_.pool.jobs(), 2);
  stop();
}

TEST_F(ReloadTest, WhatTakesTheArchiveBeingOpenedAnewEndsTheRunOnceNothingIsInHand) {
  drop("a.pdf", "nghi-quyet-nhieu-trang.pdf");
  start();
  wait_until([&] { return queue_->counts().pages_in_hand > 0; });
  Settings other = archive_.settings;
  other.fonds = "khac";
  write(other);
  reload_ = true;
  watch_.join();
  EXPECT_EQ(end_, InboxRunEnd::settings_changed);
  EXPECT_EQ(outcome_of("a.pdf").outcome, Outcome::archived);
  EXPECT_EQ(archive_.catalogue.find_by_id(outcome_of("a.pdf").id)->fonds, "default");
}

TEST_F(ReloadTest, ARunThatMayNotOpenItAnewSaysSoAndGoesOn) {
  options_.may_reopen = false;
  start();
  Settings other = archive_.settings;
  other.fonds = "khac";
  other.budget.page_seconds = 77;
  write(other);
  reload_ = true;
  wait_until([&] { return told(Kind::later_settings, "fonds"); });
  drop("a.png", kLetter);
  wait_until([&] { return outcomes() == 1; });
  stop();
  EXPECT_EQ(end_, InboxRunEnd::stopped);
  EXPECT_EQ(archive_.pool.options().page_seconds, 77);
  EXPECT_EQ(archive_.catalogue.find_by_id(outcome_of("a.png").id)->fonds, "default");
}

TEST(SettingsWatch, AFileIsReadOnceItStandsStillForASecond) {
  const EmptyFolder folder;
  const fs::path file = folder.path() / "sohoa.toml";
  const auto at = [](int seconds) {
    return SettingsWatch::Time(std::chrono::seconds(1000 + seconds));
  };
  SettingsWatch watch(file);
  EXPECT_FALSE(watch.changed(at(0))) << "it is not there yet";
  std::ofstream(file.string()) << "jobs";
  EXPECT_FALSE(watch.changed(at(1)));
  std::ofstream(file.string()) << "jobs = 1";
  EXPECT_FALSE(watch.changed(at(2))) << "it was still being written";
  EXPECT_FALSE(watch.changed(at(2)));
  EXPECT_TRUE(watch.changed(at(3)));
  EXPECT_TRUE(watch.changed(at(3))) << "until it is read";
  watch.reading();
  EXPECT_FALSE(watch.changed(at(4)));
  fs::remove(file);
  EXPECT_FALSE(watch.changed(at(5)));
  EXPECT_FALSE(watch.changed(at(6)));
}

}  // namespace
}  // namespace sohoa
