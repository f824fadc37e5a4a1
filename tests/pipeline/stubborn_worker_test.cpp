// What the supervisor makes of workers that die and of workers that lie.
#include <fcntl.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <string>
#include <utility>

#include "archive/durable_file.h"
#include "document/error.h"
#include "ocr/ocr_engine.h"
#include "pipeline/describe_pages.h"
#include "pipeline/read_pages.h"
#include "pipeline/worker_pool.h"
#include "tests/pipeline/house_for_test.h"

namespace sohoa {

namespace {

class Silent final : public Progress {
 public:
  void document_started(const std::string&) override {}
  void pages_found(int) override {}
  void page_done(const std::string&, int) override {}
  void document_done(unsigned long long) override {}
};

class StubbornWorker : public testing::Test {
 protected:
  StubbornWorker()
      : file_(::open("/proc/self/exe", O_RDONLY | O_CLOEXEC)), pool_(options(), stop_) {}

  PagesRead read(const std::string& how) {
    const OpenInput input{how, file_.get()};
    Silent progress;
    const InputInfo info = pool_.inspect(input);
    return read_pages(how, input, info, all_pages(info), pool_, progress);
  }

  Error error_of_inspecting(const std::string& how) {
    try {
      (void)pool_.inspect({how, file_.get()});
    } catch (const Error& error) {
      return error;
    }
    return {ErrorKind::retry, Reason::none, "", ""};
  }

  WorkerPool& pool() { return pool_; }

 private:
  static PoolOptions options() {
    PoolOptions options;
    options.jobs = 1;
    options.program = SOHOA_BINARY_DIR "/tests/pipeline/stubborn_worker";
    return options;
  }

  const std::atomic<bool> stop_{false};
  FileDescriptor file_;
  WorkerPool pool_;
};

}  // namespace

TEST_F(StubbornWorker, APageThatEndsItsWorkerIsReadAgainInAGentlerWay) {
  const PagesRead read_back = read("dies-first");
  ASSERT_EQ(read_back.pages.size(), 3U);
  for (const PageResult& page : read_back.pages) {
    EXPECT_TRUE(page.read_gently);
    EXPECT_FALSE(page.unreadable);
  }
}

TEST_F(StubbornWorker, APageThatEndsTwoWorkersIsUnreadableAndItsDocumentGoesOn) {
  const PagesRead read_back = read("dies-second");
  ASSERT_EQ(read_back.pages.size(), 3U);
  EXPECT_EQ(read_back.unreadable(), 1);
  EXPECT_TRUE(read_back.pages[1].unreadable);
  EXPECT_EQ(read_back.pages[1].why, Reason::worker_died);
  EXPECT_FALSE(read_back.pages[2].read_gently);
}

TEST_F(StubbornWorker, ADocumentAllOfWhosePagesEndTheirWorkersMayBeTriedAgain) {
  try {
    (void)read("dies");
    ADD_FAILURE() << "no page was read";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::retry);
    EXPECT_EQ(error.reason(), Reason::all_pages_unreadable);
  }
}

TEST_F(StubbornWorker, AnAnswerWithoutSenseCostsTheWorkerAndNoMore) {
  for (const char* how : {"nonsense", "wrong-type", "uninvited"}) {
    const Error error = error_of_inspecting(how);
    EXPECT_EQ(error.kind(), ErrorKind::retry) << how;
    EXPECT_EQ(error.reason(), Reason::worker_died) << how;
  }
  EXPECT_EQ(error_of_inspecting("good").reason(), Reason::none);
}

TEST_F(StubbornWorker, AWorkerCannotStopMoreThanItsDocument) {
  EXPECT_EQ(error_of_inspecting("stop-all").kind(), ErrorKind::document_failed);
}

TEST_F(StubbornWorker, AnAccessCopyNeverTakesThePlaceOfAFile) {
  const EmptyFolder folder;
  const std::string path = (folder.path() / "copy.pdf").string();
  std::ofstream(path) << "kept";
  EXPECT_THROW(pool().write_access_copy({"good", -1}, {}, path), Error);
  std::string left;
  std::ifstream(path) >> left;
  EXPECT_EQ(left, "kept");
}

TEST_F(StubbornWorker, ADocumentWhoseFirstPageIsUnreadableIsNotTakenForNoSecret) {
  PagesRead pages = read("dies-second");
  EXPECT_FALSE(screen_pages(pages).suspected);
  std::swap(pages.pages[0], pages.pages[1]);
  try {
    (void)screen_pages(pages);
    ADD_FAILURE() << "nobody has seen the first page";
  } catch (const Error& error) {
    EXPECT_EQ(error.reason(), Reason::worker_died) << "a new scan may be asked for in vain";
    EXPECT_EQ(error.kind(), ErrorKind::retry) << "the worker's death may be chance";
    EXPECT_EQ(error.page(), 1);
  }
  pages.pages[0].why = Reason::worker_timeout;
  try {
    (void)screen_pages(pages);
    ADD_FAILURE() << "nobody has seen the first page";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::document_failed);
    EXPECT_EQ(error.reason(), Reason::first_page_unreadable);
  }
}

// A worker's death by chance once sent letters with a secrecy stamp into the open archive.
TEST(GentleReading, ASecrecyStampIsSeenHoweverThePageIsRead) {
  const auto engine = make_tesseract_engine({});
  InputFile file(::open(sample("cong-van-dau-mat.pdf").c_str(), O_RDONLY | O_CLOEXEC));
  ReadOptions options;
  options.gently = true;
  PagesRead read;
  read.numbers = {1};
  read.pages.push_back(file.read_page(1, file.inspect().pages.at(0), *engine, options));
  EXPECT_TRUE(read.pages[0].read_gently);
  EXPECT_TRUE(screen_pages(read).suspected);
}

// The list is a table of 183 words; without its search, its lines are text.
TEST(GentleReading, APageIsReadSmallerWithoutTablesAndItsBoxesFitThePage) {
  const auto engine = make_tesseract_engine({});
  InputFile file(::open(sample("danh-sach-hoc-vien.tif").c_str(), O_RDONLY | O_CLOEXEC));
  const PageInput how = file.inspect().pages.at(0);
  ReadOptions options;
  options.gently = true;
  const PageResult result = file.read_page(1, how, *engine, options);
  EXPECT_TRUE(result.read_gently);
  EXPECT_EQ(result.layout.width, how.width);
  EXPECT_EQ(result.layout.height, how.height);
  EXPECT_GT(count_words(result.layout), 90);
  int lowest = 0;
  for (const Block& block : result.layout.blocks) {
    EXPECT_NE(block.kind, BlockKind::table);
    for (const Line& line : block.lines)
      for (const Word& word : line.words) {
        EXPECT_LE(word.box.right(), how.width);
        lowest = std::max(lowest, word.box.bottom());
      }
  }
  EXPECT_LE(lowest, how.height);
  EXPECT_GT(lowest, how.height / 2) << "boxes are in pixels of the page, not of the reduced one";
}

}  // namespace sohoa
