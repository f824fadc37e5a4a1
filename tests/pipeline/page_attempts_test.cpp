// How pages are read of which it is known that the program died with them in hand.
#include "pipeline/page_attempts.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <thread>

#include "archive/durable_file.h"
#include "document/error.h"
#include "pipeline/read_pages.h"
#include "tests/pipeline/house_for_test.h"

namespace sohoa {
namespace {

// A document of three pages, read by stubborn_worker, with a record kept in memory.
class PageAttemptsTest : public testing::Test {
 protected:
  PagesRead read(const std::string& how, const std::vector<int>& deaths,
                 const std::vector<int>& numbers = {1, 2, 3}) {
    PoolOptions options;
    options.jobs = 1;
    options.program = SOHOA_BINARY_DIR "/tests/pipeline/stubborn_worker";
    const std::atomic<bool> stop{false};
    WorkerPool pool(options, stop);
    const FileDescriptor file(::open("/proc/self/exe", O_RDONLY | O_CLOEXEC));
    const OpenInput input{how, file.get()};
    CountingProgress progress;
    const InputInfo info = pool.inspect(input);
    return read_pages(how, input, info, numbers, pool, progress,
                      {[&](int pages) {
                         EXPECT_EQ(pages, 3);
                         return deaths;
                       },
                       [&](int page) { begun_.push_back(page); },
                       [&](int page, QueuePageState state) { ended_[page] = state; }, &turns_});
  }

  PageTurns turns_;
  std::vector<int> begun_;
  std::map<int, QueuePageState> ended_;
};

TEST_F(PageAttemptsTest, SuspectedPagesComeFirst) {
  (void)read("good", {0, 0, 1});
  EXPECT_EQ(begun_, (std::vector<int>{3, 1, 2}));
}

TEST_F(PageAttemptsTest, AThirdDeathHasAPageReadInTheGentlerWayAtOnce) {
  const PagesRead pages = read("good", {2, 3, 4});
  EXPECT_FALSE(pages.pages[0].read_gently);
  EXPECT_TRUE(pages.pages[1].read_gently);
  EXPECT_TRUE(pages.pages[2].read_gently);
  EXPECT_EQ(pages.unreadable(), 0);
  EXPECT_EQ(ended_.at(1), QueuePageState::read);
  EXPECT_EQ(ended_.at(2), QueuePageState::read_gently);
}

TEST_F(PageAttemptsTest, AFifthDeathCostsThePageWhichNoWorkerSeesAgain) {
  const PagesRead pages = read("good", {0, 5, 0});
  EXPECT_EQ(pages.unreadable(), 1);
  EXPECT_EQ(pages.pages[1].why, Reason::page_ends_program);
  EXPECT_EQ(begun_, (std::vector<int>{1, 3}));
  EXPECT_EQ(ended_.at(2), QueuePageState::unreadable);
}

// Kills by chance once cost a document its first page, and with it the whole document, long
// before the document's own deaths would have.
TEST_F(PageAttemptsTest, TheFirstPageIsTriedForAsLongAsItsDocumentIs) {
  const PagesRead pages = read("good", {9, 9, 0});
  EXPECT_TRUE(pages.pages.at(0).read_gently);
  EXPECT_TRUE(pages.pages.at(1).unreadable);
  EXPECT_TRUE(read("good", {0, 9, 0}, {2}).pages.at(0).read_gently);
}

TEST_F(PageAttemptsTest, APageThatIsTriedTwiceIsBegunOnce) {
  const PagesRead pages = read("dies-second", {0, 0, 0});
  EXPECT_EQ(begun_, (std::vector<int>{1, 2, 3}));
  EXPECT_EQ(ended_.at(2), QueuePageState::unreadable);
  EXPECT_EQ(pages.pages[1].why, Reason::worker_died);
}

TEST(PageTurns, ASuspectedPageIsAlone) {
  PageTurns turns;
  std::atomic<int> inside{0};
  std::atomic<int> met{0};
  const auto read = [&](bool alone) {
    for (int i = 0; i < 100; ++i) {
      const PageTurns::Turn turn(turns, alone && i % 10 == 0);
      const int others = inside++;
      if (alone && i % 10 == 0 && others > 0) ++met;
      std::this_thread::yield();
      if (alone && i % 10 == 0 && inside > 1) ++met;
      --inside;
    }
  };
  {
    std::vector<std::jthread> readers;
    for (int i = 0; i < 4; ++i) readers.emplace_back([&, i] { read(i < 2); });
  }
  EXPECT_EQ(met, 0);
}

}  // namespace
}  // namespace sohoa
