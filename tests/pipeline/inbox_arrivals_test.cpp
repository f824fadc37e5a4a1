// What people and servers do to a watch folder while it is watched.
#include <linux/capability.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <set>

#include "pipeline/inbox_key.h"
#include "pipeline/release.h"
#include "tests/pipeline/hostile_files.h"
#include "tests/pipeline/inbox_run_for_test.h"

namespace sohoa {
namespace {

using InboxArrivalsTest = InboxRunTest;

TEST_F(InboxArrivalsTest, DealsWithAThousandFilesThatComeAtOnce) {
  constexpr int kFiles = 1000;
  for (int i = 0; i < kFiles; ++i)
    put("Hồ sơ 7/" + std::to_string(i) + ".txt", "note " + std::to_string(i));
  run_until_empty();
  EXPECT_EQ(outcomes_.size(), static_cast<std::size_t>(kFiles));
  std::set<std::string> paths;
  for (const DocumentOutcome& outcome : outcomes_) paths.insert(outcome.path);
  EXPECT_EQ(paths.size(), static_cast<std::size_t>(kFiles));
  EXPECT_EQ(left_in_inbox(), Paths{});
  EXPECT_TRUE(queue_->rows().empty());
  EXPECT_EQ(bytes_of(refused() / "Hồ sơ 7" / "999.txt"), "note 999");
}

TEST_F(InboxArrivalsTest, ForgetsAFileThatIsTakenBackWhileItWaits) {
  archive_.settings.watch.scan_seconds = 0.2;
  queue_->pause(true);
  drop("a.png", kLetter);
  std::jthread watch([&] { (void)run({}); });
  wait_until([&] { return queue_->counts().waiting == 1; });
  fs::remove(inbox() / "a.png");
  wait_until([&] { return queue_->rows().empty(); });
  queue_->pause(false);
  archive_.stop = true;
  watch.join();
  EXPECT_TRUE(outcomes_.empty());
  EXPECT_TRUE(queue_->rows().empty());
}

// Whoever runs the tests may be allowed everything: this thread, and those that it
// starts, give that up.
void obey_permissions() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, 2> data{};
  ASSERT_EQ(::syscall(SYS_capget, &header, data.data()), 0);
  data[0].effective &= ~(1U << CAP_DAC_OVERRIDE | 1U << CAP_DAC_READ_SEARCH);
  ASSERT_EQ(::syscall(SYS_capset, &header, data.data()), 0);
}

TEST_F(InboxArrivalsTest, PutsAsideWithItsReasonWhatItMayNotRead) {
  drop("a.png", kLetter);
  fs::permissions(inbox() / "a.png", fs::no_perms);
  const std::string key = inbox_key(look_at_inbox(inbox(), {}).files.at(0), archive_.layout);
  queue_->add({{key, 1}}, archive_.house.clock());
  for (int failure = 0; failure < 3; ++failure)
    queue_->fail(*queue_->take({}, archive_.house.clock()), "no_permission", archive_.house.clock(),
                 9);
  std::jthread([&] {
    obey_permissions();
    run_until_empty();
  }).join();
  EXPECT_EQ(outcome_of("a.png").outcome, Outcome::rejected);
  EXPECT_EQ(outcome_of("a.png").reason, Reason::no_permission);
  EXPECT_EQ(left_in_inbox(), Paths{});
  EXPECT_EQ(fs::file_size(refused() / "a.png"), fs::file_size(sample(kLetter)));
}

TEST_F(InboxArrivalsTest, RemembersWhatAPersonCancelledInAFolderThatCannotBeReadForAWhile) {
  archive_.settings.watch.scan_seconds = 0.2;
  const fs::path folder = inbox() / "Hồ sơ 7";
  drop("Hồ sơ 7/a.png", kLetter);
  const std::string key = inbox_key(look_at_inbox(inbox(), {}).files.at(0), archive_.layout);
  queue_->add({{key, 1}}, archive_.house.clock());
  ASSERT_TRUE(queue_->cancel(key));
  std::jthread watch([&] {
    obey_permissions();
    (void)run({});
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(400));
  fs::permissions(folder, fs::no_perms);
  wait_until([&] { return !notices_.empty(); });
  fs::permissions(folder, fs::owner_all);
  std::this_thread::sleep_for(std::chrono::seconds(1));
  archive_.stop = true;
  watch.join();
  ASSERT_FALSE(notices_.empty());
  EXPECT_EQ(notices_[0].kind, InboxNotice::Kind::trouble);
  ASSERT_TRUE(queue_->find(key).has_value());
  EXPECT_EQ(queue_->find(key)->state, QueueState::cancelled);
  EXPECT_TRUE(outcomes_.empty());
}

TEST_F(InboxArrivalsTest, KeepsAFileInItsPlaceThatSomebodyOpensForWritingAtTheLastMoment) {
  drop("a.png", kLetter);
  // Going back is a move, after which it is another file to the next look.
  const auto file = [&] { return look_at_inbox(inbox(), {}).files.at(0); };
  const auto outcomes = archive_.ingest_paths({file().file.string()});
  const InboxPlaces places = inbox_places(archive_.layout, archive_.settings.watch);
  {
    const std::ofstream writer(file().file.string(), std::ios::in | std::ios::binary);
    EXPECT_EQ(release_source(file(), outcomes, places, Release::move, archive_.house).released,
              Released::changed);
    EXPECT_EQ(release_source(file(), outcomes, places, Release::discard, archive_.house).released,
              Released::changed);
  }
  EXPECT_EQ(left_in_inbox(), Paths{"a.png"});
  EXPECT_EQ(look_at_inbox(inbox(), {}).folders.size(), 1U);
  EXPECT_FALSE(fs::exists(done() / "a.png"));
  EXPECT_EQ(release_source(file(), outcomes, places, Release::move, archive_.house).released,
            Released::gone);
  EXPECT_TRUE(fs::exists(done() / "a.png"));
}

TEST_F(InboxArrivalsTest, OpensAnArchiveFileWhoseNameIsNoUtf8) {
  drop("l\xF4.zip", "lo-quet.zip");
  run_until_empty();
  EXPECT_EQ(left_in_inbox(), Paths{});
  EXPECT_GT(archive_.catalogue.status().records, 0);
  EXPECT_EQ(archive_.catalogue.status().quarantined, 0);
}

// No file may grow beyond so many bytes, as on a disk that is full then.
class SmallDisk {
 public:
  explicit SmallDisk(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit small{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  ~SmallDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    (void)std::signal(SIGXFSZ, handler_);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

 private:
  void (*handler_)(int);
  rlimit before_{};
};

TEST_F(InboxArrivalsTest, WaitsNotForEverForRoomForAnArchiveFileThatHoldsMoreThanTheDisk) {
  for (const HostileFile& file : hostile_archives())
    if (file.name == "inflates.zip") put("a.zip", file.bytes);
  const std::string key = inbox_key(look_at_inbox(inbox(), {}).files.at(0), archive_.layout);
  queue_->add({{key, 1}}, archive_.house.clock());
  for (int failure = 0; failure < 3; ++failure)
    queue_->fail(*queue_->take({}, archive_.house.clock()), "disk_full", archive_.house.clock(), 9);
  {
    const SmallDisk disk(8 << 20);
    run_until_empty();
  }
  EXPECT_EQ(outcome_of("a.zip").outcome, Outcome::quarantined);
  EXPECT_EQ(outcome_of("a.zip").reason, Reason::disk_full);
  EXPECT_EQ(left_in_inbox(), Paths{});
}

TEST_F(InboxArrivalsTest, LetsAQuarantinedFileGoWhateverItsNameSays) {
  drop("cut.json", "bi-cut.pdf");
  archive_.settings.watch.patience_minutes = 0;
  run_until_empty();
  EXPECT_EQ(outcome_of("cut.json").outcome, Outcome::quarantined);
  EXPECT_EQ(left_in_inbox(), Paths{});
}

TEST_F(InboxArrivalsTest, GoesOnWhenItCannotEvenPutAsideWhatEndedItTenTimes) {
  drop("a.png", kLetter);
  drop("b.pdf", kOther);
  fs::permissions(inbox() / "a.png", fs::no_perms);
  const InboxFile file = look_at_inbox(inbox(), {}).files.at(0);
  const QueueTime long_ago = archive_.house.clock() - std::chrono::hours(1);
  queue_->add({{inbox_key(file, archive_.layout), file.state.bytes}}, long_ago);
  for (int death = 0; death < 10; ++death) {
    ASSERT_TRUE(queue_->take({"dead"}, long_ago + std::chrono::minutes(3 * death)));
    queue_->break_leases();
  }
  std::jthread([&] {
    obey_permissions();
    EXPECT_EQ(run_until_empty(), InboxRunEnd::empty);
  }).join();
  EXPECT_EQ(outcome_of("b.pdf").outcome, Outcome::archived);
  EXPECT_EQ(left_in_inbox(), Paths{"a.png"});
  EXPECT_EQ(queue_->rows().at(0).reason, "no_permission");
}

TEST_F(InboxArrivalsTest, TakesInUnderItsNameWhatADeadProgramWasLettingGo) {
  drop("Hồ sơ 7/.sohoa-leaving-1/a.png", kLetter);
  run_until_empty();
  EXPECT_EQ(outcome_of("Hồ sơ 7/a.png").outcome, Outcome::archived);
  EXPECT_TRUE(fs::exists(done() / "Hồ sơ 7" / "a.png"));
  EXPECT_FALSE(fs::exists(inbox() / "Hồ sơ 7" / ".sohoa-leaving-1"));
}

TEST_F(InboxArrivalsTest, TriesToLetGoAgainWhatCouldNotLeaveTheLastTime) {
  archive_.ingest_paths({sample(kLetter).string()});
  drop("a.png", kLetter);
  const InboxFile file = look_at_inbox(inbox(), {}).files.at(0);
  queue_->add({{inbox_key(file, archive_.layout), file.state.bytes}}, archive_.house.clock());
  ASSERT_TRUE(queue_->finish(*queue_->take({}, archive_.house.clock()), "none"));
  run_until_empty();
  EXPECT_EQ(left_in_inbox(), Paths{});
  EXPECT_TRUE(fs::exists(done() / "a.png"));
}

}  // namespace
}  // namespace sohoa
