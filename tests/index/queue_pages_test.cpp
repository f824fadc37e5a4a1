// What every queue must do with the pages of documents in hand.
#include "index/sqlite.h"
#include "tests/index/queue_kinds.h"

namespace sohoa {
namespace {

using State = QueuePageState;

class QueuePagesTest : public QueueTest {
 protected:
  using Counts = std::vector<int>;

  static State state_of(const Queue& queue, int page) {
    for (const QueuePage& one : queue.pages("a"))
      if (one.place.page == page) return one.state;
    ADD_FAILURE() << "no page " << page;
    return State::waiting;
  }
};

TEST_P(QueuePagesTest, CountsTheHoldersThatDiedWithAPageInHandAndNotThePagesBesideIt) {
  const auto queue = open();
  queue->add({{"a"}}, now_);
  for (int deaths = 0; deaths < 3; ++deaths) {
    const QueueLease lease = must_take(*queue, now_);
    EXPECT_EQ(queue->open_pages(lease, {0, 3}), (Counts{0, deaths, 0}));
    EXPECT_TRUE(queue->begin_page(lease, {0, 1}, now_));
    EXPECT_TRUE(queue->end_page(lease, {0, 1}, State::read));
    EXPECT_TRUE(queue->begin_page(lease, {0, 2}, now_));
    EXPECT_EQ(state_of(*queue, 1), State::read);
    EXPECT_EQ(state_of(*queue, 2), State::in_hand);
    EXPECT_EQ(state_of(*queue, 3), State::waiting);
    queue->break_leases();
  }
}

TEST_P(QueuePagesTest, HasAllPagesWaitingAgainWhenTheirDocumentIsTakenAnew) {
  const auto queue = open();
  queue->add({{"a"}}, now_);
  const QueueLease lost = must_take(*queue, now_);
  (void)queue->open_pages(lost, {0, 3});
  queue->begin_page(lost, {0, 1}, now_);
  queue->end_page(lost, {0, 1}, State::unreadable);
  queue->begin_page(lost, {0, 2}, now_);
  queue->break_leases();
  (void)must_take(*queue, now_);
  ASSERT_EQ(queue->pages("a").size(), 3U);
  for (const QueuePage& page : queue->pages("a")) {
    EXPECT_EQ(page.state, State::waiting) << page.place.page;
    EXPECT_EQ(page.attempts, page.place.page == 2 ? 1 : 0) << page.place.page;
  }
}

TEST_P(QueuePagesTest, CountsNoDeathWhereTheHolderEndedInOrder) {
  const auto queue = open();
  queue->add({{"a"}}, now_);
  const QueueLease returned = must_take(*queue, now_);
  (void)queue->open_pages(returned, {0, 1});
  queue->begin_page(returned, {0, 1}, now_);
  EXPECT_TRUE(queue->give_back(returned));
  const QueueLease failed = must_take(*queue, now_);
  EXPECT_EQ(queue->open_pages(failed, {0, 1}), Counts{0});
  queue->begin_page(failed, {0, 1}, now_);
  EXPECT_TRUE(queue->fail(failed, "worker_died", now_, 9));
  EXPECT_EQ(queue->open_pages(must_take(*queue, now_), {0, 1}), Counts{0});
}

TEST_P(QueuePagesTest, CountsABeginningOnceHoweverOftenItIsTold) {
  const auto queue = open();
  queue->add({{"a"}}, now_);
  const QueueLease lease = must_take(*queue, now_);
  (void)queue->open_pages(lease, {0, 1});
  EXPECT_TRUE(queue->begin_page(lease, {0, 1}, now_));
  EXPECT_FALSE(queue->begin_page(lease, {0, 1}, now_));
  EXPECT_EQ(queue->pages("a").at(0).attempts, 1);
  EXPECT_TRUE(queue->end_page(lease, {0, 1}, State::read));
  EXPECT_TRUE(queue->end_page(lease, {0, 1}, State::unreadable)) << "one that was not begun";
  EXPECT_EQ(queue->pages("a").at(0).attempts, 0);
}

TEST_P(QueuePagesTest, LetsNobodyWriteWhoseLeaseHasEnded) {
  const auto queue = open();
  queue->add({{"a"}}, now_);
  const QueueLease lost = must_take(*queue, now_);
  (void)queue->open_pages(lost, {0, 2});
  queue->begin_page(lost, {0, 1}, now_);
  queue->break_leases();
  const QueueLease lease = must_take(*queue, now_);
  EXPECT_EQ(queue->open_pages(lost, {0, 2}), Counts{});
  EXPECT_EQ(queue->open_pages(lost, {7, 2}), Counts{});
  EXPECT_FALSE(queue->begin_page(lost, {0, 2}, now_));
  EXPECT_FALSE(queue->end_page(lost, {0, 1}, State::read));
  EXPECT_EQ(queue->open_pages(lease, {0, 2}), (Counts{1, 0}));
  EXPECT_EQ(queue->pages("a").size(), 2U);
}

TEST_P(QueuePagesTest, KeepsTheMembersOfAnArchiveFileApart) {
  const auto queue = open();
  queue->add({{"a"}}, now_);
  const QueueLease lease = must_take(*queue, now_);
  (void)queue->open_pages(lease, {1, 2});
  (void)queue->open_pages(lease, {2, 1});
  queue->begin_page(lease, {2, 1}, now_);
  queue->break_leases();
  const QueueLease again = must_take(*queue, now_);
  EXPECT_EQ(queue->open_pages(again, {1, 2}), (Counts{0, 0}));
  EXPECT_EQ(queue->open_pages(again, {2, 1}), Counts{1});
}

TEST_P(QueuePagesTest, LosesThePagesWithTheEndOfTheirDocument) {
  const auto queue = open();
  queue->add({{"a"}, {"b"}, {"c"}}, now_);
  for (const char* key : {"a", "b", "c"}) {
    const QueueLease lease = must_take(*queue, now_);
    ASSERT_EQ(lease.key, key);
    (void)queue->open_pages(lease, {0, 4});
    queue->begin_page(lease, {0, 1}, now_);
    if (lease.key == "a")
      EXPECT_TRUE(queue->finish(lease, "none"));
    else
      EXPECT_TRUE(queue->fail(lease, "worker_died", now_ + std::chrono::hours(1),
                              lease.key == "c" ? 1 : 9));
  }
  EXPECT_TRUE(queue->pages("a").empty());
  EXPECT_EQ(queue->pages("b").size(), 4U);
  queue->forget({"b"});
  EXPECT_TRUE(queue->pages("b").empty());
  EXPECT_TRUE(queue->retry("c", now_));
  EXPECT_TRUE(queue->pages("c").empty());
}

TEST_P(QueuePagesTest, SaysHowFarTheDocumentsInHandAre) {
  const auto queue = open();
  queue->add({{"a"}, {"b"}}, now_);
  const QueueLease a = must_take(*queue, now_);
  (void)queue->open_pages(a, {0, 5});
  queue->begin_page(a, {0, 1}, now_);
  queue->end_page(a, {0, 1}, State::read_gently);
  queue->begin_page(a, {0, 2}, now_);
  const QueueLease b = must_take(*queue, now_);
  (void)queue->open_pages(b, {0, 3});
  queue->give_back(b);
  const QueueCounts counts = queue->counts();
  EXPECT_EQ(counts.pages, 5) << "what waits again is not in hand";
  EXPECT_EQ(counts.pages_done, 1);
  EXPECT_EQ(counts.pages_in_hand, 1);
  EXPECT_EQ(queue->pages("a").at(1).begun_at, now_);
}

INSTANTIATE_TEST_SUITE_P(Kinds, QueuePagesTest, testing::ValuesIn(kQueueKinds), name_of_kind);

using CatalogueQueueTest = EmptyDirectory;

TEST_F(CatalogueQueueTest, AQueueFromBeforePagesHadRowsGetsThem) {
  const QueueTime now{std::chrono::seconds(1'800'000'000)};
  open_catalogue_queue(path("q.db"))->add({{"a"}}, now);
  Database(path("q.db")).run("DROP TABLE queue_page_rows");
  const auto queue = open_catalogue_queue(path("q.db"));
  const auto lease = queue->take({}, now);
  ASSERT_TRUE(lease.has_value());
  EXPECT_EQ(queue->open_pages(*lease, {0, 2}).size(), 2U);
}

}  // namespace
}  // namespace sohoa
