// Ctrl-C and sudden death in the middle of taking files in.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "index/catalogue.h"
#include "tests/cli/child.h"
#include "tests/pipeline/house_for_test.h"

namespace sohoa {

namespace {

const std::vector<std::string> kFiles = {"quyet-dinh-100dpi.png", "quyet-dinh-tinh-uy.pdf",
                                         "nghi-quyet-nhieu-trang.pdf", "chi-thi-g4.tif"};

std::vector<std::string> ingest_command(const std::string& archive) {
  std::vector<std::string> command{"--archive", archive, "ingest", "--json", "--jobs", "1"};
  for (const std::string& file : kFiles) command.push_back(sample(file).string());
  return command;
}

// Stops the program with `signal` after its first document, runs it again, and
// looks for what was lost or done twice.
int stop_and_go_on(int signal) {
  const EmptyFolder folder;
  const std::string archive = (folder.path() / "kho").string();
  EXPECT_EQ(Child({"init", archive}).wait(), 0);
  int status = 0;
  {
    const Child child(ingest_command(archive));
    EXPECT_NE(child.line().find("\"archived\""), std::string::npos);
    child.signal(signal);
    status = child.wait();
  }
  EXPECT_EQ(Child(ingest_command(archive)).wait(), 0);
  EXPECT_EQ(Child({"--archive", archive, "verify"}).wait(), 0);
  const Catalogue catalogue(ArchiveLayout(archive).catalogue().string());
  EXPECT_EQ(catalogue.status().records, static_cast<long long>(kFiles.size()));
  int bags = 0;
  for (fs::recursive_directory_iterator entry(ArchiveLayout(archive).store()), end; entry != end;
       ++entry)
    if (entry->path().extension() == ".tar") ++bags;
  EXPECT_EQ(bags, static_cast<int>(kFiles.size()));
  return status;
}

}  // namespace

TEST(Interrupt, CtrlCEndsWithStatus130AndTheNextRunFinishesWithoutLossOrRepetition) {
  const int status = stop_and_go_on(SIGINT);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 130);
}

TEST(Interrupt, AfterSuddenDeathTheNextRunFinishesWithoutLossOrRepetition) {
  const int status = stop_and_go_on(SIGKILL);
  EXPECT_TRUE(WIFSIGNALED(status));
}

}  // namespace sohoa
