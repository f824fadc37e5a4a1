// A page that brings the whole program down each time it is read: real stores, a real queue,
// and a program that is killed and started again.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <iterator>

#include "pipeline/inbox_run.h"
#include "tests/pipeline/house_for_test.h"

namespace sohoa {
namespace {

class FatalPage : public testing::Test {
 protected:
  FatalPage() : layout_(folder_.path() / "archive") {
    create_archive_folders(layout_, folder_.path() / "private.key");
    fs::create_directories(inbox());
    fs::copy_file(sample("nghi-quyet-nhieu-trang.pdf"), inbox() / "a.pdf");
    fs::copy_file(sample("quyet-dinh-100dpi.png"), inbox() / "b.png");
  }

  [[nodiscard]] fs::path inbox() const { return layout_.root() / "inbox"; }

  // How often the program was killed before it had taken everything in.
  int deaths_until_the_end(const std::string& how) {
    constexpr int kMost = 12;
    for (int deaths = 0; deaths < kMost; ++deaths) {
      const pid_t program = ::fork();
      if (program == 0) {
        live(how, std::chrono::hours(deaths));
        ::_exit(0);
      }
      int status = 0;
      ::waitpid(program, &status, 0);
      if (WIFEXITED(status)) return deaths;
      EXPECT_EQ(WTERMSIG(status), SIGKILL);
      keep_what_is_known_of_pages();
    }
    return kMost;
  }

  [[nodiscard]] std::string bag_of(const std::string& name) const {
    for (const RecordRow& row : Catalogue(layout_.catalogue().string()).records("", 9))
      if (row.original_name == name) {
        std::ifstream in((layout_.root() / row.bag_path).string(), std::ios::binary);
        return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
      }
    ADD_FAILURE() << name << " is not archived";
    return {};
  }

  std::vector<int> most_attempts_;  // by page - 1, of the document with that page

  EmptyFolder folder_;
  ArchiveLayout layout_;

 private:
  // As `sohoa watch` at its start, but for workers of our own and a clock that lets no
  // document rest.
  void live(const std::string& how, std::chrono::hours later) const {
    Catalogue catalogue(layout_.catalogue().string());
    SearchIndex search(layout_.search().string());
    PoolOptions options;
    options.jobs = 2;
    options.program = SOHOA_BINARY_DIR "/tests/pipeline/fatal_worker";
    options.language = how;
    const std::atomic<bool> stop{false};
    WorkerPool pool(options, stop);
    Settings settings;
    settings.watch.settle_seconds = 0.1;
    settings.budget.min_free_gb = 0;
    KeepingLog log;
    CountingProgress progress;
    House house{
        layout_, settings, catalogue, search,
        pool,    log,      progress,  [later] { return std::chrono::system_clock::now() + later; }};
    const auto queue = open_catalogue_queue(layout_.catalogue().string());
    queue->break_leases();
    InboxRunOptions run;
    run.until_empty = true;
    run.owner = "test";
    (void)run_inbox(run, house, *queue, stop,
                    {[](const DocumentOutcome&) {}, [](const InboxNotice&) {}});
  }

  void keep_what_is_known_of_pages() {
    const auto queue = open_catalogue_queue(layout_.catalogue().string());
    for (const QueueRow& row : queue->rows()) {
      const std::vector<QueuePage> pages = queue->pages(row.key);
      if (pages.size() < 3) continue;
      most_attempts_.resize(pages.size());
      for (std::size_t i = 0; i < pages.size(); ++i)
        most_attempts_[i] = std::max(most_attempts_[i], pages[i].attempts);
    }
  }
};

TEST_F(FatalPage, CostsThatPageAndNeitherItsDocumentNorThePagesBesideIt) {
  EXPECT_EQ(deaths_until_the_end("always"), 5);
  const std::string bag = bag_of("a.pdf");
  EXPECT_NE(bag.find("page_ends_program"), std::string::npos);
  EXPECT_EQ(bag.find("\"read_gently\""), std::string::npos);
  ASSERT_EQ(most_attempts_.size(), 3U);
  EXPECT_EQ(most_attempts_[1], 5);
  EXPECT_LE(most_attempts_[0], 1);
  EXPECT_LE(most_attempts_[2], 1);
  EXPECT_EQ(bag_of("b.png").find("\"unreadable\""), std::string::npos);
  EXPECT_TRUE(fs::exists(layout_.root() / "done" / "a.pdf"));
  EXPECT_TRUE(fs::exists(layout_.root() / "done" / "b.png"));
  EXPECT_TRUE(open_catalogue_queue(layout_.catalogue().string())->rows().empty());
}

TEST_F(FatalPage, IsReadInAGentlerWayAfterTheThirdDeath) {
  EXPECT_EQ(deaths_until_the_end("unless-gently"), 3);
  const std::string bag = bag_of("a.pdf");
  EXPECT_NE(bag.find("\"read_gently\""), std::string::npos);
  EXPECT_EQ(bag.find("\"unreadable\""), std::string::npos);
}

}  // namespace
}  // namespace sohoa
