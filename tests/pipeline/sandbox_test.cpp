#include "pipeline/sandbox.h"

#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <fstream>
#include <string>
#include <vector>

#include "tests/pipeline/house_for_test.h"

namespace sohoa {

namespace {

constexpr int kDone = 0;
constexpr int kRefused = 13;
// The end of a process by a signal, told apart from all exit statuses.
constexpr int kForbidden = 1000 + SIGSYS;

int end_of(std::vector<std::string> words) {
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_t child = 0;
  EXPECT_EQ(::posix_spawn(&child, argv[0], nullptr, nullptr, argv.data(), environ), 0);
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  return WIFSIGNALED(status) ? 1000 + WTERMSIG(status) : WEXITSTATUS(status);
}

int in_cage(const std::string& act) {
  return end_of({SOHOA_BINARY_DIR "/tests/pipeline/caged", act});
}

int program_in_cage(const std::string& document, const std::string& act) {
  return end_of({SOHOA_BINARY_DIR "/tests/pipeline/caged_program", "enter", document, act});
}

}  // namespace

class Sandbox : public testing::Test {
 protected:
  void SetUp() override {
#if defined(__SANITIZE_ADDRESS__)
    GTEST_SKIP() << "sanitizers make calls of their own";
#endif
    if (!sandbox_state().system_calls) GTEST_SKIP() << "this kernel has no seccomp";
  }
};

TEST_F(Sandbox, AWorkerMayGoOnWorkingWithWhatItHas) {
  EXPECT_EQ(in_cage("work"), kDone);
}

TEST_F(Sandbox, AWorkerThatOpensASocketIsKilled) {
  EXPECT_EQ(in_cage("socket"), kForbidden);
  EXPECT_EQ(in_cage("local-socket"), kForbidden);
  EXPECT_EQ(in_cage("connect"), kForbidden);
}

TEST_F(Sandbox, AWorkerThatOpensAFileIsKilled) {
  EXPECT_EQ(in_cage("open-passwd"), kForbidden);
  EXPECT_EQ(in_cage("open-itself"), kForbidden);
  EXPECT_EQ(in_cage("write-file"), kForbidden);
  EXPECT_EQ(in_cage("remove-file"), kForbidden);
}

TEST_F(Sandbox, AWorkerThatMakesAProcessOrReachesForAnotherIsKilled) {
  for (const char* act : {"shell", "fork", "ptrace", "kill-parent"})
    EXPECT_EQ(in_cage(act), kForbidden) << act;
}

TEST_F(Sandbox, AWorkerThatMakesCodeLiftsItsLimitsOrReachesForTheKernelIsKilled) {
  for (const char* act : {"code", "limit", "mount", "io-uring"})
    EXPECT_EQ(in_cage(act), kForbidden) << act;
}

TEST_F(Sandbox, AskingWhetherAFileIsThereIsAnsweredWithNo) {
  EXPECT_EQ(in_cage("stat"), kRefused);
}

TEST_F(Sandbox, AProgramReadsItsDocumentAndLibrariesAndNothingElse) {
  if (sandbox_state().landlock == 0) GTEST_SKIP() << "this kernel has no Landlock";
  const EmptyFolder folder;
  const std::string document = (folder.path() / "document").string();
  std::ofstream(document) << "a document";
  EXPECT_EQ(program_in_cage(document, "document"), kDone);
  EXPECT_EQ(program_in_cage(document, "library"), kDone);
  EXPECT_EQ(program_in_cage(document, "passwd"), kRefused);
  EXPECT_EQ(program_in_cage(document, "home"), kRefused);
}

TEST_F(Sandbox, AProgramThatWritesMakesAProcessOrASocketIsKilled) {
  for (const char* act : {"write", "socket", "fork", "shell"})
    EXPECT_EQ(program_in_cage("/dev/null", act), kForbidden) << act;
}

// What it was executed from is gone, and nothing can be put in its place.
TEST_F(Sandbox, AProgramIsExecutedOnceAndCannotBecomeAnother) {
  EXPECT_EQ(program_in_cage("/dev/null", "again"), kRefused);
  EXPECT_EQ(program_in_cage("/dev/null", "another"), kRefused);
}

TEST(SandboxState, WhatIsMissingIsSaidInWords) {
  EXPECT_EQ(describe(SandboxState{true, 7}), "seccomp, Landlock 7");
  EXPECT_EQ(describe(SandboxState{true, 0}), "seccomp, no Landlock");
  EXPECT_FALSE((SandboxState{true, 0}).complete());
  EXPECT_FALSE((SandboxState{false, 3}).complete());
}

}  // namespace sohoa
