// What every queue must do with documents, whatever it lives in.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <mutex>
#include <thread>

#include "tests/index/queue_kinds.h"

namespace sohoa {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

TEST_P(QueueTest, GivesWhatWaitsInTheOrderOfItsComing) {
  const auto queue = open();
  EXPECT_EQ(queue->add({{"b"}, {"a"}}, now_), 2);
  EXPECT_EQ(queue->add({{"c"}}, now_), 1);
  EXPECT_EQ(must_take(*queue, now_).key, "b");
  EXPECT_EQ(must_take(*queue, now_).key, "a");
  EXPECT_EQ(must_take(*queue, now_).key, "c");
  EXPECT_FALSE(queue->take({}, now_).has_value());
}

TEST_P(QueueTest, GivesWhatAPersonWaitsForBeforeTheLoad) {
  const auto queue = open();
  queue->add({{"load", 1, QueuePriority::load}, {"single"}}, now_);
  queue->add({{"person", 1, QueuePriority::person}}, now_);
  EXPECT_EQ(must_take(*queue, now_).key, "person");
  EXPECT_EQ(must_take(*queue, now_).key, "single");
  EXPECT_EQ(must_take(*queue, now_).key, "load");
}

TEST_P(QueueTest, GivesNothingOfLessImportanceOrLargerThanWished) {
  const auto queue = open();
  queue->add({{"load", 10, QueuePriority::load}, {"large", 1000}}, now_);
  EXPECT_FALSE(queue->take({"w", seconds(9), QueuePriority::single, 999}, now_).has_value());
  EXPECT_EQ(queue->take({"w", seconds(9), QueuePriority::load, 999}, now_)->key, "load");
  EXPECT_EQ(queue->take({"w", seconds(9), QueuePriority::single, 1000}, now_)->key, "large");
}

TEST_P(QueueTest, KnowsADocumentOnce) {
  const auto queue = open();
  EXPECT_EQ(queue->add({{"a"}}, now_), 1);
  EXPECT_EQ(queue->add({{"a"}, {"a"}}, now_), 0);
  const QueueLease lease = must_take(*queue, now_);
  EXPECT_TRUE(queue->finish(lease, "none"));
  EXPECT_EQ(queue->add({{"a"}}, now_), 0) << "what is done does not wait again";
  EXPECT_FALSE(queue->take({}, now_).has_value());
}

TEST_P(QueueTest, LendsADocumentAgainWhenItsHolderIsNotHeardOf) {
  const auto queue = open();
  queue->add({{"a"}}, now_);
  const QueueLease lost = must_take(*queue, now_);
  EXPECT_FALSE(queue->take({}, now_ + seconds(119)).has_value());
  const QueueLease again = must_take(*queue, now_ + seconds(120));
  EXPECT_EQ(again.attempt, 2);
  EXPECT_FALSE(queue->finish(lost, "none")) << "he who comes back late must not end it";
  EXPECT_FALSE(queue->renew(lost, now_ + minutes(9)));
  EXPECT_FALSE(queue->fail(lost, "x", now_, 5));
  EXPECT_FALSE(queue->give_back(lost));
  EXPECT_TRUE(queue->finish(again, "none"));
  EXPECT_EQ(queue->find("a")->state, QueueState::done);
}

TEST_P(QueueTest, KeepsALeaseThatIsRenewed) {
  const auto queue = open();
  queue->add({{"a"}}, now_);
  const QueueLease lease = must_take(*queue, now_);
  EXPECT_TRUE(queue->renew(lease, now_ + minutes(10)));
  EXPECT_FALSE(queue->take({}, now_ + minutes(9)).has_value());
  EXPECT_TRUE(queue->finish(lease, "none"));
}

TEST_P(QueueTest, TriesAFailureAgainLaterAndBuriesItInTheEnd) {
  const auto queue = open();
  queue->add({{"a"}}, now_);
  EXPECT_TRUE(queue->fail(must_take(*queue, now_), "worker_died", now_ + minutes(1), 2));
  EXPECT_FALSE(queue->take({}, now_ + seconds(59)).has_value());
  EXPECT_TRUE(
      queue->fail(must_take(*queue, now_ + minutes(1)), "worker_died", now_ + minutes(2), 2));
  EXPECT_FALSE(queue->take({}, now_ + minutes(60)).has_value());
  EXPECT_EQ(queue->find("a")->state, QueueState::dead);
  EXPECT_EQ(queue->find("a")->reason, "worker_died");
  EXPECT_EQ(queue->counts().dead, 1);
  EXPECT_TRUE(queue->retry("a", now_));
  EXPECT_EQ(must_take(*queue, now_).attempt, 1);
}

TEST_P(QueueTest, TellsFailuresFromDeathsOfTheHolder) {
  const auto queue = open();
  queue->add({{"a"}}, now_);
  for (int death = 0; death < 5; ++death) {
    EXPECT_EQ(must_take(*queue, now_ + minutes(death)).failures, 0);
    queue->break_leases();
  }
  EXPECT_TRUE(queue->fail(must_take(*queue, now_ + minutes(9)), "worker_died", now_, 2));
  const QueueLease lease = must_take(*queue, now_);
  EXPECT_EQ(lease.attempt, 7);
  EXPECT_EQ(lease.failures, 1);
  EXPECT_TRUE(queue->fail(lease, "worker_died", now_, 2));
  EXPECT_EQ(queue->find("a")->state, QueueState::dead);
  EXPECT_TRUE(queue->retry("a", now_));
  EXPECT_EQ(must_take(*queue, now_).failures, 0);
}

TEST_P(QueueTest, LetsOthersGoBeforeWhatItsHoldersDiedOfAgainAndAgain) {
  const auto queue = open();
  queue->add({{"a"}, {"b"}}, now_);
  for (int death = 0; death < 4; ++death) {
    EXPECT_EQ(must_take(*queue, now_).key, "a");
    queue->break_leases();
  }
  EXPECT_EQ(must_take(*queue, now_ + seconds(9)).key, "b");
  const QueueLease lease = must_take(*queue, now_ + seconds(10));
  EXPECT_EQ(lease.key, "a");
  EXPECT_TRUE(queue->give_back(lease));
  EXPECT_EQ(must_take(*queue, now_ + seconds(10)).key, "a") << "nobody died of it this time";
  queue->break_leases();
  EXPECT_EQ(must_take(*queue, now_ + seconds(29)).key, "b");
  EXPECT_EQ(must_take(*queue, now_ + seconds(30)).key, "a");
}

TEST_P(QueueTest, DoesNotCountWhatWasGivenBack) {
  const auto queue = open();
  queue->add({{"a"}}, now_);
  EXPECT_TRUE(queue->give_back(must_take(*queue, now_)));
  EXPECT_EQ(must_take(*queue, now_).attempt, 1);
}

TEST_P(QueueTest, LendsNothingWhilePaused) {
  const auto queue = open();
  queue->add({{"a"}}, now_);
  queue->pause(true);
  EXPECT_TRUE(open()->paused());
  EXPECT_FALSE(queue->take({}, now_).has_value());
  queue->pause(false);
  EXPECT_EQ(must_take(*queue, now_).key, "a");
}

TEST_P(QueueTest, CancelsOnlyWhatWaits) {
  const auto queue = open();
  queue->add({{"a"}, {"b"}}, now_);
  const QueueLease lease = must_take(*queue, now_);
  EXPECT_FALSE(queue->cancel("a"));
  EXPECT_TRUE(queue->cancel("b"));
  EXPECT_FALSE(queue->cancel("unknown"));
  EXPECT_FALSE(queue->take({}, now_).has_value());
  EXPECT_TRUE(queue->finish(lease, "none"));
  EXPECT_TRUE(queue->retry("b", now_));
  EXPECT_EQ(must_take(*queue, now_).key, "b");
}

TEST_P(QueueTest, PutsWhatWaitsAtAnotherPlace) {
  const auto queue = open();
  queue->add({{"a"}, {"b"}}, now_);
  EXPECT_TRUE(queue->set_priority("b", QueuePriority::person));
  EXPECT_EQ(must_take(*queue, now_).key, "b");
}

TEST_P(QueueTest, ForgetsWhatHasLeftItsPlaceUnlessSomebodyWorksOnIt) {
  const auto queue = open();
  queue->add({{"a"}, {"b"}}, now_);
  const QueueLease lease = must_take(*queue, now_);
  queue->forget({"a", "b"});
  EXPECT_TRUE(queue->find("a").has_value());
  EXPECT_FALSE(queue->find("b").has_value());
  EXPECT_TRUE(queue->finish(lease, "none"));
}

TEST_P(QueueTest, WaitsForNoClockThatWasAheadAndPutRight) {
  const auto queue = open();
  const QueueTime wrong = now_ + minutes(60 * 24 * 365);
  queue->add({{"a"}, {"b"}}, wrong);
  ASSERT_TRUE(queue->fail(must_take(*queue, wrong), "worker_died", wrong + seconds(10), 4));
  EXPECT_EQ(must_take(*queue, wrong).key, "b") << "and its holder dies";
  EXPECT_EQ(must_take(*queue, now_).key, "a");
  EXPECT_EQ(must_take(*queue, now_).key, "b");
}

TEST_P(QueueTest, ForgetsNothingWhenItIsOpenedAgain) {
  {
    const auto queue = open();
    queue->add({{"a", 5, QueuePriority::load}, {"b", 7}}, now_);
    (void)must_take(*queue, now_);
  }
  const auto queue = open();
  const QueueCounts counts = queue->counts();
  EXPECT_EQ(counts.waiting, 1);
  EXPECT_EQ(counts.leased, 1);
  EXPECT_EQ(counts.waiting_bytes, 5U);
  queue->break_leases();
  EXPECT_EQ(must_take(*queue, now_).attempt, 2);
}

TEST_P(QueueTest, GivesEachDocumentToOneOfManyTakers) {
  constexpr int kDocuments = 60;
  const auto queue = open();
  for (int i = 0; i < kDocuments; ++i) queue->add({{std::to_string(i)}}, now_);
  std::mutex mutex;
  std::vector<std::string> taken;
  {
    std::vector<std::jthread> takers;
    for (int i = 0; i < 4; ++i)
      takers.emplace_back([&] {
        const auto mine = open();
        while (const auto lease = mine->take({}, now_)) {
          const std::lock_guard lock(mutex);
          taken.push_back(lease->key);
        }
      });
  }
  std::sort(taken.begin(), taken.end());
  EXPECT_EQ(std::unique(taken.begin(), taken.end()), taken.end());
  EXPECT_EQ(taken.size(), static_cast<std::size_t>(kDocuments));
}

TEST_P(QueueTest, LosesNothingAndLendsNothingTwiceWhenTakersAreKilled) {
  constexpr int kDocuments = 40;
  for (int i = 0; i < kDocuments; ++i) open()->add({{std::to_string(i)}}, now_);
  const auto work = [&](QueueTime now) {
    const auto queue = open();
    queue->break_leases();
    while (const auto lease = queue->take({}, now)) {
      usleep(2000);
      if (!queue->finish(*lease, "none")) _exit(1);
    }
    _exit(0);
  };
  for (int killed = 0; killed < 8; ++killed) {
    const pid_t child = fork();
    if (child == 0) work(now_ + minutes(3 * killed));
    usleep(15'000U + 7'000U * static_cast<unsigned>(killed));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
  }
  const pid_t last = fork();
  if (last == 0) work(now_ + minutes(60));
  int status = 0;
  waitpid(last, &status, 0);
  EXPECT_EQ(status, 0);
  for (const QueueRow& row : open()->rows()) EXPECT_EQ(row.state, QueueState::done) << row.key;
  EXPECT_EQ(open()->rows().size(), static_cast<std::size_t>(kDocuments));
}

INSTANTIATE_TEST_SUITE_P(Kinds, QueueTest, testing::ValuesIn(kQueueKinds), name_of_kind);

}  // namespace
}  // namespace sohoa
