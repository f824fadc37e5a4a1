#include "pipeline/inbox.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <iterator>

#include "tests/pipeline/house_for_test.h"

namespace sohoa {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::system_clock;

class InboxTest : public testing::Test {
 protected:
  InboxTest() { fs::create_directories(inbox()); }

  [[nodiscard]] fs::path inbox() const { return folder_.path() / "inbox"; }

  void put(const std::string& path, const std::string& bytes) const {
    fs::create_directories((inbox() / path).parent_path());
    std::ofstream((inbox() / path).string(), std::ios::binary) << bytes;
  }

  void put_sample(const std::string& path, const std::string& name) const {
    fs::create_directories((inbox() / path).parent_path());
    fs::copy_file(sample(name), inbox() / path, fs::copy_options::overwrite_existing);
  }

  [[nodiscard]] InboxLook look() const { return look_at_inbox(inbox(), {inbox() / "done"}); }

  [[nodiscard]] std::vector<std::string> paths() const {
    std::vector<std::string> paths;
    for (const InboxFile& file : look().files) paths.push_back(file.path);
    return paths;
  }

  // Paths that are ready at so many seconds after the beginning. The system's clock
  // stands before every file's time, so that only what is seen counts.
  std::vector<std::string> ready_at(double second) {
    const auto now = Stillness::Time() + milliseconds(static_cast<long long>(second * 1000));
    last_ = stillness_.judge(look(), now, system_clock::time_point());
    std::vector<std::string> paths;
    for (const InboxFile& file : last_.ready) paths.push_back(file.path);
    return paths;
  }

  WatchSettings settings_;
  Stillness stillness_{settings_};
  Stillness::Verdict last_;

 private:
  EmptyFolder folder_;
};

using Paths = std::vector<std::string>;

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file.string(), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

TEST_F(InboxTest, IsLookedThroughWithAllItsFolders) {
  put("b.pdf", "x");
  put("hồ sơ/tờ 1.pdf", "x");
  put("hồ sơ/sâu/a.pdf", "x");
  EXPECT_EQ(paths(), (Paths{"b.pdf", "hồ sơ/sâu/a.pdf", "hồ sơ/tờ 1.pdf"}));
  EXPECT_EQ(look().folders.size(), 3U);
}

TEST_F(InboxTest, KeepsNamesAsTheyAre) {
  const std::string decomposed = "ho\xCC\x80 so\xCC\x9B.pdf";
  put(decomposed, "x");
  put("two\nlines .pdf", "x");
  put("latin-\xE9.pdf", "x");
  EXPECT_EQ(paths(), (Paths{decomposed, "latin-\xE9.pdf", "two\nlines .pdf"}));
}

TEST_F(InboxTest, PassesOverWhatIsHiddenUnfinishedOrTheSystemsOwn) {
  for (const char* name : {".hidden", "a.pdf.part", "~$letter.pdf", "b.TMP", "Thumbs.db",
                           "c.crdownload", ".folder/d.pdf"})
    put(name, "x");
  EXPECT_EQ(paths(), Paths{});
  EXPECT_EQ(look().passed_over, 7);
}

TEST_F(InboxTest, DoesNotLookIntoTheFolderOfWhatIsDone) {
  put("done/a.pdf", "x");
  put("deeper/done/b.pdf", "x");
  EXPECT_EQ(paths(), Paths{"deeper/done/b.pdf"});
}

TEST_F(InboxTest, SeesALinkAsNoRegularFileAndDoesNotFollowIt) {
  fs::create_directories(inbox() / "real");
  fs::create_symlink("real", inbox() / "link");
  fs::create_symlink("/etc/passwd", inbox() / "other");
  const InboxLook look = this->look();
  ASSERT_EQ(look.files.size(), 2U);
  EXPECT_FALSE(look.files[0].regular);
  EXPECT_FALSE(look.files[1].regular);
}

TEST_F(InboxTest, SaysWhichFolderCannotBeRead) {
  EXPECT_EQ(look_at_inbox(inbox() / "not there", {}).trouble.size(), 1U);
}

TEST_F(InboxTest, SaysThatAFolderHoldsANameItCannotReach) {
  // Relative to its folder a file can be where its whole path is too long to be named.
  fs::path folder = inbox();
  while (folder.size() < PATH_MAX - 300) folder /= std::string(200, 'd');
  fs::create_directories(folder);
  const int place = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const std::string name(255, 'f');
  ::close(::openat(place, name.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
  const InboxLook look = this->look();
  EXPECT_EQ(::unlinkat(place, name.c_str(), 0), 0);
  ::close(place);
  EXPECT_TRUE(look.files.empty());
  ASSERT_EQ(look.trouble.size(), 1U);
  EXPECT_EQ(look.trouble[0].find("ffff"), std::string::npos) << "it names the folder only";
}

TEST_F(InboxTest, PassesOverTheFolderOfWhatIsDoneAlsoBehindALink) {
  fs::create_directories(inbox().parent_path() / "elsewhere" / "done");
  fs::create_symlink(inbox().parent_path() / "elsewhere" / "done", inbox() / "done");
  fs::create_directories(inbox() / "real");
  fs::create_symlink(inbox(), inbox().parent_path() / "other name");
  put("real/a.pdf", "x");
  put("b.pdf", "x");
  EXPECT_EQ(paths(), (Paths{"b.pdf", "real/a.pdf"}));
  const InboxLook by_other_name =
      look_at_inbox(inbox(), {inbox().parent_path() / "other name" / "real"});
  ASSERT_EQ(by_other_name.files.size(), 2U);
  EXPECT_EQ(by_other_name.files[0].path, "b.pdf");
  EXPECT_EQ(by_other_name.files[1].path, "done") << "no longer excluded: a link";
}

TEST_F(InboxTest, TakesATimeFarAheadForWhatItIs) {
  put("a.txt", "x");
  constexpr std::int64_t kYear2381 = 12'970'000'000;
  const std::array<timespec, 2> times{timespec{kYear2381, 0}, timespec{kYear2381, 0}};
  ASSERT_EQ(::utimensat(AT_FDCWD, (inbox() / "a.txt").c_str(), times.data(), 0), 0);
  EXPECT_GT(look().files.at(0).state.modified, std::int64_t{9'000'000'000'000'000'000});
  EXPECT_EQ(ready_at(0), Paths{});
  EXPECT_EQ(ready_at(11), Paths{"a.txt"});
}

TEST_F(InboxTest, AFileIsReadyOnceWhenItHasStoodStill) {
  put_sample("a.pdf", "quyet-dinh-tinh-uy.pdf");
  EXPECT_EQ(ready_at(0), Paths{});
  EXPECT_EQ(ready_at(1.9), Paths{});
  EXPECT_EQ(ready_at(2), Paths{"a.pdf"});
  EXPECT_EQ(ready_at(3), Paths{});
}

TEST_F(InboxTest, AFileThatGrowsIsNotReadyUntilItStops) {
  const std::string name = "quyet-dinh-tinh-uy.pdf";
  put_sample("a.pdf", name);
  for (int second = 0; second < 10; ++second) {
    std::ofstream((inbox() / "a.pdf").string(), std::ios::binary | std::ios::app) << "%%EOF\n";
    EXPECT_EQ(ready_at(second), Paths{});
  }
  EXPECT_EQ(ready_at(11.5), Paths{"a.pdf"});
}

TEST_F(InboxTest, AFileWhoseEndIsMissingIsWaitedForWithGrowingPatience) {
  put("a.pdf", "%PDF-1.7\nsome of it");
  Paths looked_at;
  for (int second = 0; second < 599; ++second) {
    EXPECT_EQ(ready_at(second), Paths{});
    for (const InboxFile& file : last_.incomplete) looked_at.push_back(file.path);
    EXPECT_EQ(last_.waiting, 1);
  }
  EXPECT_GT(looked_at.size(), 5U);
  EXPECT_LT(looked_at.size(), 20U) << "once a minute in the end";
  EXPECT_EQ(ready_at(661), Paths{"a.pdf"}) << "after patience_minutes it is taken as it is";
}

TEST_F(InboxTest, AFileWhoseEndComesLateIsReadyThen) {
  put("a.pdf", "%PDF-1.7\nsome of it");
  for (int second = 0; second < 100; ++second) EXPECT_EQ(ready_at(second), Paths{});
  put_sample("a.pdf", "quyet-dinh-tinh-uy.pdf");
  EXPECT_EQ(ready_at(100), Paths{});
  EXPECT_EQ(ready_at(102), Paths{"a.pdf"});
}

TEST_F(InboxTest, AFileOfNoBytesThatGrowsLaterIsWaitedFor) {
  put("a.pdf", "");
  for (int second = 0; second < 30; ++second) EXPECT_EQ(ready_at(second), Paths{});
  put_sample("a.pdf", "quyet-dinh-tinh-uy.pdf");
  EXPECT_EQ(ready_at(30), Paths{});
  EXPECT_EQ(ready_at(32), Paths{"a.pdf"});
}

// As servers do that set the whole length aside and fill it from the front.
TEST_F(InboxTest, AFileOfFullLengthIsWaitedForUntilItsEndIsThere) {
  const Paths names{"quyet-dinh-tinh-uy.pdf", "giay-moi.jpg", "quyet-dinh-100dpi.png",
                    "chi-thi-g4.tif", "lo-quet.zip"};
  for (const std::string& name : names) {
    const std::string whole = bytes_of(sample(name));
    const std::size_t there = whole.size() * 2 / 3;
    put(name, whole.substr(0, there) + std::string(whole.size() - there, '\0'));
  }
  for (int second = 0; second < 30; ++second) EXPECT_EQ(ready_at(second), Paths{});
  for (const std::string& name : names) put_sample(name, name);
  EXPECT_EQ(ready_at(30), Paths{});
  EXPECT_EQ(ready_at(32).size(), names.size());
}

TEST_F(InboxTest, AFileThatAProgramHasOpenForWritingIsNotReadyHoweverLong) {
  put_sample("a.tif", "chi-thi-g4.tif");
  {
    const std::ofstream writer((inbox() / "a.tif").string(), std::ios::in | std::ios::binary);
    bool told = false;
    for (int second = 0; second < 700; ++second) {
      EXPECT_EQ(ready_at(second), Paths{});
      told = told || !last_.incomplete.empty();
    }
    EXPECT_TRUE(told);
  }
  EXPECT_EQ(ready_at(761), Paths{"a.tif"});
}

TEST_F(InboxTest, AFileWhoseTimeIsSetBackAtTheEndStandsStillFromThenOn) {
  put_sample("a.pdf", "quyet-dinh-tinh-uy.pdf");
  EXPECT_EQ(ready_at(0), Paths{});
  fs::last_write_time(inbox() / "a.pdf", 1'000'000'000);
  EXPECT_EQ(ready_at(2), Paths{});
  EXPECT_EQ(ready_at(3.5), Paths{});
  EXPECT_EQ(ready_at(4), Paths{"a.pdf"});
}

TEST_F(InboxTest, AFileIsSeenOnceItLosesItsTemporaryName) {
  put_sample("a.pdf.filepart", "quyet-dinh-tinh-uy.pdf");
  EXPECT_EQ(ready_at(0), Paths{});
  EXPECT_EQ(ready_at(60), Paths{});
  EXPECT_EQ(last_.waiting, 0);
  fs::rename(inbox() / "a.pdf.filepart", inbox() / "a.pdf");
  EXPECT_EQ(ready_at(61), Paths{});
  EXPECT_EQ(ready_at(63), Paths{"a.pdf"});
}

TEST_F(InboxTest, AFolderThatIsMovedInWholeIsReadyWithAllThatIsInIt) {
  fs::create_directories(inbox() / ".staging" / "Hồ sơ 9" / "phụ lục");
  put_sample(".staging/Hồ sơ 9/a.pdf", "quyet-dinh-tinh-uy.pdf");
  put_sample(".staging/Hồ sơ 9/phụ lục/b.tif", "chi-thi-g4.tif");
  EXPECT_EQ(ready_at(0), Paths{});
  fs::rename(inbox() / ".staging" / "Hồ sơ 9", inbox() / "Hồ sơ 9");
  EXPECT_EQ(ready_at(1), Paths{});
  EXPECT_EQ(ready_at(3), (Paths{"Hồ sơ 9/a.pdf", "Hồ sơ 9/phụ lục/b.tif"}));
}

TEST_F(InboxTest, AFileThatADeadProgramWasLettingGoIsWhereItWas) {
  put_sample("Hồ sơ 9/a.pdf", "quyet-dinh-tinh-uy.pdf");
  put_sample("Hồ sơ 9/.sohoa-leaving-1/a.pdf", "thong-bao-so.pdf");
  EXPECT_EQ(paths(), (Paths{"Hồ sơ 9/a.pdf", "Hồ sơ 9/a.pdf"}));
  EXPECT_EQ(ready_at(0), Paths{});
  EXPECT_EQ(ready_at(2), (Paths{"Hồ sơ 9/a.pdf", "Hồ sơ 9/a.pdf"})) << "each by itself";
}

TEST_F(InboxTest, AFormatWithoutAnEndStandsStillForLonger) {
  put("a.txt", "some text");
  EXPECT_EQ(ready_at(0), Paths{});
  EXPECT_EQ(ready_at(9), Paths{});
  EXPECT_EQ(ready_at(10), Paths{"a.txt"});
}

TEST_F(InboxTest, AFileThatCameAgainUnderItsNameIsReadyAgain) {
  put_sample("a.pdf", "quyet-dinh-tinh-uy.pdf");
  (void)ready_at(0);
  EXPECT_EQ(ready_at(2), Paths{"a.pdf"});
  put_sample("a.pdf", "thong-bao-so.pdf");
  EXPECT_EQ(ready_at(3), Paths{});
  EXPECT_EQ(ready_at(5), Paths{"a.pdf"});
}

TEST_F(InboxTest, AFileInDoubtIsJudgedAnew) {
  put_sample("a.pdf", "quyet-dinh-tinh-uy.pdf");
  (void)ready_at(0);
  EXPECT_EQ(ready_at(2), Paths{"a.pdf"});
  stillness_.doubt(inbox() / "a.pdf");
  EXPECT_EQ(ready_at(3), Paths{});
  EXPECT_EQ(ready_at(5), Paths{"a.pdf"});
}

TEST_F(InboxTest, AFileThatWasThereLongBeforeIsReadyAtOnce) {
  put_sample("a.pdf", "quyet-dinh-tinh-uy.pdf");
  const auto verdict =
      stillness_.judge(look(), Stillness::Time(), system_clock::now() + minutes(1));
  EXPECT_EQ(verdict.ready.size(), 1U);
}

TEST_F(InboxTest, ALinkIsHandedOnAtOnceToBeRefused) {
  fs::create_symlink("/etc/passwd", inbox() / "link");
  EXPECT_EQ(ready_at(0), Paths{"link"});
}

}  // namespace
}  // namespace sohoa
