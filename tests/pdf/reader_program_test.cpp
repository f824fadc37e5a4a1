#include <gtest/gtest.h>

#include <chrono>

#include "document/error.h"
#include "pdf/program.h"

namespace sohoa {

namespace {

ProgramLimits within(double seconds) {
  ProgramLimits limits;
  limits.wall_seconds = seconds;
  return limits;
}

}  // namespace

TEST(Program, OutputStatusAndErrorsComeBack) {
  const ProgramResult result =
      run_child({"sh", {"-c", "echo out; echo err >&2; exit 3"}, -1, within(20)});
  EXPECT_EQ(result.end, ProgramEnd::exited);
  EXPECT_EQ(result.status, 3);
  EXPECT_EQ(result.output, "out\n");
  EXPECT_EQ(describe(result), "exit status 3: err");
}

TEST(Program, AProgramThatIsNotThereIsAMissingComponent) {
  try {
    (void)run_child({"no-such-program-anywhere", {}, -1, within(1)});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::service_broken);
    EXPECT_EQ(error.reason(), Reason::missing_component);
  }
}

TEST(Program, OneThatHangsIsKilledWithItsChildren) {
  const auto start = std::chrono::steady_clock::now();
  const ProgramResult result = run_child({"sh", {"-c", "sleep 60 & sleep 60"}, -1, within(0.3)});
  EXPECT_EQ(result.end, ProgramEnd::timed_out);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

TEST(Program, OneThatClosesItsOutputAndHangsIsKilledToo) {
  const ProgramResult result =
      run_child({"sh", {"-c", "exec >/dev/null 2>&1; sleep 60"}, -1, within(0.3)});
  EXPECT_EQ(result.end, ProgramEnd::timed_out);
}

TEST(Program, EndlessOutputIsCutOff) {
  ProgramLimits limits = within(20);
  limits.output_bytes = 100'000;
  const ProgramResult result = run_child({"yes", {}, -1, limits});
  EXPECT_EQ(result.end, ProgramEnd::output_too_large);
}

TEST(Program, EndlessComplaintsAreDropped) {
  const ProgramResult result =
      run_child({"sh", {"-c", "yes | head -c 3000000 >&2"}, -1, within(20)});
  EXPECT_EQ(result.end, ProgramEnd::exited);
  EXPECT_LE(result.errors.size(), 2048U);
}

TEST(Program, ArgumentsAreNeverReadByAShell) {
  EXPECT_EQ(run_child({"echo", {"$HOME; `id` *"}, -1, within(20)}).output, "$HOME; `id` *\n");
}

TEST(Program, TheEnvironmentAndOpenFilesAreNotHandedDown) {
  ASSERT_EQ(::setenv("SOHOA_TEST_SECRET", "x", 1), 0);
  const std::string environment = run_child({"env", {}, -1, within(20)}).output;
  EXPECT_EQ(environment.find("SOHOA_TEST_SECRET"), std::string::npos);
  EXPECT_NE(environment.find("PATH="), std::string::npos);
}

TEST(Program, MemoryAndFilesAreLimited) {
  ProgramLimits limits = within(20);
  limits.memory_bytes = std::size_t{64} << 20U;
  EXPECT_EQ(run_child({"sh", {"-c", "ulimit -v; ulimit -c"}, -1, limits}).output, "65536\n0\n");
}

}  // namespace sohoa
