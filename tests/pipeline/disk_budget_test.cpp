#include "pipeline/disk_budget.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "pipeline/work_folder.h"
#include "tests/pipeline/house_for_test.h"

namespace sohoa {

namespace {

// Others write to this disk meanwhile: what is compared is far apart.
constexpr unsigned long long kApart = 1ULL << 30;

// A program that holds a promise until it is killed.
class Promising {
 public:
  Promising(const fs::path& work, unsigned long long bytes) {
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe(ends.data()), 0);
    pid_ = ::fork();
    if (pid_ == 0) {
      DiskBudget budget(work, 0);
      const char done = budget.reserve(bytes) ? 'y' : 'n';
      (void)!::write(ends[1], &done, 1);
      for (;;) ::pause();
    }
    char done = 0;
    EXPECT_EQ(::read(ends[0], &done, 1), 1);
    EXPECT_EQ(done, 'y');
    ::close(ends[0]);
    ::close(ends[1]);
  }
  void die() const {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }

 private:
  pid_t pid_ = -1;
};

int files_in(const fs::path& folder) {
  int count = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    count += entry.path().filename().string().starts_with(kRoomPrefix) ? 1 : 0;
  return count;
}

}  // namespace

TEST(DiskBudget, WhatOneProgramPromisedIsNoRoomForAnother) {
  const EmptyFolder work;
  DiskBudget mine(work.path(), 0);
  const unsigned long long room = mine.room();
  ASSERT_GT(room, 4 * kApart) << "this disk is too full for the test";
  const Promising other(work.path(), room - 2 * kApart);
  EXPECT_LT(mine.room(), 3 * kApart);
  EXPECT_FALSE(mine.reserve(room - 2 * kApart));
  EXPECT_TRUE(mine.reserve(1));
  other.die();
  EXPECT_GT(mine.room(), room - kApart) << "the promise of a dead program still holds";
  EXPECT_TRUE(mine.reserve(room - 2 * kApart));
}

TEST(DiskBudget, WhatIsReleasedIsRoomAgainAndNoFileIsLeft) {
  const EmptyFolder work;
  {
    DiskBudget mine(work.path(), 0);
    DiskBudget other(work.path(), 0);
    const unsigned long long room = mine.room();
    ASSERT_TRUE(mine.reserve(room - kApart));
    EXPECT_LT(other.room(), 2 * kApart);
    mine.release(room - kApart);
    EXPECT_GT(other.room(), room - kApart);
    EXPECT_EQ(files_in(work.path()), 1);
  }
  EXPECT_EQ(files_in(work.path()), 0);
}

TEST(DiskBudget, TheFileOfADeadProgramGoesWithWhatElseItLeft) {
  const EmptyFolder work;
  Promising(work.path(), 1).die();
  EXPECT_EQ(files_in(work.path()), 1);
  clear_work_folder(work.path());
  EXPECT_EQ(files_in(work.path()), 0);
}

TEST(DiskBudget, WhatIsLeftToOthersIsNoRoom) {
  const EmptyFolder work;
  const unsigned long long all = DiskBudget(work.path(), 0).room();
  EXPECT_LT(DiskBudget(work.path(), all - kApart).room(), 2 * kApart);
  EXPECT_EQ(DiskBudget(work.path(), all + (all >> 1)).room(), 0U);
}

}  // namespace sohoa
