// How files leave the watch folder, against people, other programs and file systems.
#include "pipeline/departure.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>

#include "pipeline/release.h"
#include "tests/pipeline/inbox_run_for_test.h"

namespace {

// As on NFS: no rename that replaces nothing.
std::atomic<bool> plain_renames_only{false};

}  // namespace

// Found by the dynamic linker before the C library's.
extern "C" int renameat2(int from_folder, const char* from, int to_folder, const char* to,
                         unsigned flags) noexcept {
  if (plain_renames_only && flags != 0) {
    errno = EINVAL;
    return -1;
  }
  return static_cast<int>(::syscall(SYS_renameat2, from_folder, from, to_folder, to, flags));
}

namespace sohoa {
namespace {

class DepartureTest : public InboxRunTest {
 protected:
  ~DepartureTest() override { plain_renames_only = false; }

  [[nodiscard]] InboxPlaces places() const {
    return inbox_places(archive_.layout, archive_.settings.watch);
  }

  [[nodiscard]] InboxFile only_file() const { return look_at_inbox(inbox(), {}).files.at(0); }

  [[nodiscard]] static Paths names_in(const fs::path& folder) {
    Paths names;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder))
      names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
  }
};

TEST_F(DepartureTest, NeedsNoMoreOfAFileSystemThanNfsCanDo) {
  plain_renames_only = true;
  for (int round = 0; round < 2; ++round) {
    put("a.txt", "note");
    run_until_empty();
    EXPECT_EQ(left_in_inbox(), Paths{});
  }
  EXPECT_EQ(names_in(refused()),
            (Paths{"a (2).txt", "a (2).txt.ly-do.txt", "a.txt", "a.txt.ly-do.txt"}));
  EXPECT_EQ(names_in(inbox()), Paths{}) << "nor does a folder stay";
}

TEST_F(DepartureTest, GivesAFreeNameOfNoMoreThan255BytesToOneThatHasSoMany) {
  std::string name = "x";
  while (name.size() < 251) name += "\u00e9";
  name += ".png";
  ASSERT_EQ(name.size(), 255U);
  for (int round = 0; round < 2; ++round) {
    drop(name, kLetter);
    run_until_empty();
    EXPECT_EQ(left_in_inbox(), Paths{});
  }
  const Paths names = names_in(done());
  ASSERT_EQ(names.size(), 2U);
  EXPECT_TRUE(names[0].ends_with("\u00e9 (2).png")) << names[0];
  EXPECT_EQ(names[1], name);
}

TEST_F(DepartureTest, LeavesRoomForTheNameOfTheNote) {
  put(std::string(255, 'x'), "note");
  run_until_empty();
  EXPECT_EQ(left_in_inbox(), Paths{});
  const Paths names = names_in(refused());
  ASSERT_EQ(names.size(), 2U);
  EXPECT_EQ(names[1], names[0] + ".ly-do.txt");
}

TEST_F(DepartureTest, NeverReplacesAFileByANote) {
  put("a.txt.ly-do.txt", "dropped by somebody");
  run_until_empty();
  put("a.txt", "another");
  run_until_empty();
  EXPECT_EQ(left_in_inbox(), Paths{});
  EXPECT_EQ(bytes_of(refused() / "a.txt.ly-do.txt"), "dropped by somebody");
  EXPECT_EQ(bytes_of(refused() / "a (2).txt"), "another");
  EXPECT_TRUE(fs::exists(refused() / "a (2).txt.ly-do.txt"));
}

TEST_F(DepartureTest, PutsAFolderBesideAFileThatHasItsName) {
  put("Hồ sơ 7", "a file");
  run_until_empty();
  fs::remove_all(inbox() / "Hồ sơ 7");
  put("Hồ sơ 7/a.txt", "in a folder");
  EXPECT_EQ(run_until_empty(), InboxRunEnd::empty);
  EXPECT_EQ(left_in_inbox(), Paths{});
  EXPECT_EQ(bytes_of(refused() / "Hồ sơ 7"), "a file");
  EXPECT_EQ(bytes_of(refused() / "Hồ sơ 7 (2)" / "a.txt"), "in a folder");
}

TEST_F(DepartureTest, GivesNamesToAllThatComeUnderOneNameAtOnce) {
  constexpr int kFiles = 60;
  for (int i = 0; i < kFiles; ++i)
    put(std::string(kLeavingPrefix) + std::to_string(i) + "/a.txt", std::to_string(i));
  run_until_empty();
  EXPECT_EQ(left_in_inbox(), Paths{});
  EXPECT_EQ(names_in(refused()).size(), 2U * kFiles);
  EXPECT_TRUE(notices_.empty());
}

TEST_F(DepartureTest, KeepsWhatWasWrittenOverInPlaceThoughItsTimeWasPutBack) {
  drop("a.png", kLetter);
  const InboxFile file = only_file();
  const auto outcomes = archive_.ingest_paths({file.file.string()});
  {
    std::fstream other(file.file.string(), std::ios::in | std::ios::out | std::ios::binary);
    other.seekp(100);
    other << "other bytes";
  }
  const std::array<timespec, 2> times{
      timespec{0, UTIME_OMIT},
      timespec{file.state.modified / 1'000'000'000, file.state.modified % 1'000'000'000}};
  ASSERT_EQ(::utimensat(AT_FDCWD, file.file.c_str(), times.data(), 0), 0);
  ASSERT_EQ(only_file().state.modified, file.state.modified);
  EXPECT_EQ(release_source(file, outcomes, places(), Release::discard, archive_.house).released,
            Released::changed);
  EXPECT_EQ(left_in_inbox(), Paths{"a.png"});
}

TEST_F(DepartureTest, AFileThatHasNoPlaceElsewhereStaysAndTheOthersGoOn) {
  // Below `done` the path would be longer than the system allows.
  std::string deep;
  while (deep.size() < 3700) deep += std::string(200, 'd') + "/";
  archive_.settings.watch.done = (fs::path(deep) / std::string(200, 'd')).string();
  drop(std::string(200, 'f') + "/" + std::string(200, 'f') + "/a.png", kLetter);
  put("b.txt", "note");
  EXPECT_EQ(run_until_empty(), InboxRunEnd::empty);
  EXPECT_EQ(left_in_inbox().size(), 1U);
  EXPECT_TRUE(fs::exists(refused() / "b.txt"));
  ASSERT_EQ(notices_.size(), 1U);
  EXPECT_EQ(notices_[0].kind, InboxNotice::Kind::kept_in_inbox);
}

TEST_F(DepartureTest, NothingGoesOfWhichNothingIsKnown) {
  drop("a.png", kLetter);
  EXPECT_EQ(release_source(only_file(), {}, places(), Release::discard, archive_.house).released,
            Released::not_held);
  EXPECT_EQ(left_in_inbox(), Paths{"a.png"});
}

}  // namespace
}  // namespace sohoa
