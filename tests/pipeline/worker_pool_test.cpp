#include "pipeline/worker_pool.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "archive/durable_file.h"
#include "document/error.h"
#include "tests/pipeline/house_for_test.h"

namespace sohoa {

namespace {

// A worker program of our own making, to see what the pool does with a bad one.
std::string program(const EmptyFolder& folder, const std::string& script) {
  const fs::path file = folder.path() / "worker";
  std::ofstream(file.string()) << "#!/bin/sh\n" << script << "\n";
  ::chmod(file.c_str(), 0700);
  return file.string();
}

Reason reason_of_inspect(PoolOptions options) {
  const std::atomic<bool> stop{false};
  WorkerPool pool(options, stop);
  const FileDescriptor file(::open("/proc/self/exe", O_RDONLY));
  try {
    (void)pool.inspect({"token", file.get()});
  } catch (const Error& error) {
    return error.reason();
  }
  return Reason::none;
}

}  // namespace

TEST(WorkerPool, AWorkerThatDiesIsReportedAndNotWaitedFor) {
  const EmptyFolder folder;
  PoolOptions options;
  options.jobs = 1;
  options.program = program(folder, "exit 7");
  EXPECT_EQ(reason_of_inspect(options), Reason::worker_died);
}

TEST(WorkerPool, AWorkerOutlivesTheThreadThatFirstAskedForIt) {
  const std::atomic<bool> stop{false};
  PoolOptions options;
  options.jobs = 1;
  options.program = SOHOA_BINARY_DIR "/sohoa";
  WorkerPool pool(options, stop);
  const FileDescriptor file = open_regular_file(sample("quyet-dinh-100dpi.png"), "test");
  std::jthread([&] { (void)pool.inspect({"a", file.get()}); }).join();
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(pool.inspect({"a", file.get()}).pages.size(), 1U);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

TEST(WorkerPool, AWorkerThatHangsIsKilledAtItsDeadline) {
  const EmptyFolder folder;
  PoolOptions options;
  options.jobs = 1;
  options.inspect_seconds = 0.2;
  options.program = program(folder, "exec sleep 600");
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(reason_of_inspect(options), Reason::worker_timeout);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(60));
}

TEST(WorkerPool, AWorkerHasNoMoreMemoryThanItIsGiven) {
  const FileDescriptor file = open_regular_file(sample("quyet-dinh-100dpi.png"), "test");
  const auto reads = [&](unsigned long long memory) {
    const std::atomic<bool> stop{false};
    PoolOptions options;
    options.jobs = 1;
    options.program = SOHOA_BINARY_DIR "/sohoa";
    options.worker_memory = memory;
    WorkerPool pool(options, stop);
    try {
      const OpenInput input{"a", file.get()};
      const InputInfo info = pool.inspect(input);
      return !pool.read_page(input, 1, info.pages.at(0)).layout.blocks.empty();
    } catch (const Error&) {
      return false;
    }
  };
  EXPECT_TRUE(reads(PoolOptions{}.worker_memory));
  EXPECT_FALSE(reads(50'000'000));
}

TEST(WorkerPool, AProgramThatIsNotThereIsAMissingComponent) {
  PoolOptions options;
  options.jobs = 1;
  options.program = "/nonexistent/sohoa";
  EXPECT_EQ(reason_of_inspect(options), Reason::missing_component);
}

TEST(WorkerPool, AReplacedWorkerReadsOnAndTheTextOfAPageStaysTheSame) {
  const std::atomic<bool> stop{false};
  PoolOptions options;
  options.jobs = 1;
  options.pages_a_worker = 1;
  options.program = SOHOA_BINARY_DIR "/sohoa";
  WorkerPool pool(options, stop);
  const FileDescriptor file(::open(sample("quyet-dinh-100dpi.png").c_str(), O_RDONLY));
  const OpenInput input{"letter", file.get()};
  const InputInfo info = pool.inspect(input);
  ASSERT_EQ(info.pages.size(), 1U);
  const std::string first = plain_text(pool.read_page(input, 1, info.pages[0]).layout);
  const std::string again = plain_text(pool.read_page(input, 1, info.pages[0]).layout);
  EXPECT_GT(first.size(), 200U);
  EXPECT_EQ(first, again);
  EXPECT_LT(pool.shut_down().peak_bytes, 400ULL << 20);
}

// Two pages are in hand at a time, or the first waits for the second in vain.
TEST(WorkerPool, MoreWorkersTakePagesWhileThoseThereAreAreAtWork) {
  const std::atomic<bool> stop{false};
  PoolOptions options;
  options.jobs = 1;
  options.program = SOHOA_BINARY_DIR "/sohoa";
  WorkerPool pool(options, stop);
  const FileDescriptor file = open_regular_file(sample("quyet-dinh-100dpi.png"), "test");
  const OpenInput input{"letter", file.get()};
  const InputInfo info = pool.inspect(input);
  std::atomic<int> begun{0};
  const auto read = [&] {
    (void)pool.read_page(input, 1, info.pages.at(0), false, [&] {
      if (++begun == 1) pool.change({2});
      for (int i = 0; i < 600 && begun < 2; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
      EXPECT_EQ(begun, 2);
    });
  };
  {
    const std::jthread first(read);
    const std::jthread second(read);
  }
  EXPECT_EQ(pool.jobs(), 2);
  pool.change({1});
  EXPECT_EQ(pool.jobs(), 1);
  EXPECT_FALSE(pool.read_page(input, 1, info.pages.at(0)).layout.blocks.empty());
}

TEST(WorkerPool, ChangedMemoryHoldsFromTheNextTaskOn) {
  const std::atomic<bool> stop{false};
  PoolOptions options;
  options.jobs = 1;
  options.program = SOHOA_BINARY_DIR "/sohoa";
  WorkerPool pool(options, stop);
  const FileDescriptor file = open_regular_file(sample("quyet-dinh-100dpi.png"), "test");
  EXPECT_EQ(pool.inspect({"a", file.get()}).pages.size(), 1U);
  options.worker_memory = 50'000'000;
  pool.change(options);
  EXPECT_THROW((void)pool.inspect({"a", file.get()}), Error);
  options.worker_memory = PoolOptions{}.worker_memory;
  pool.change(options);
  EXPECT_EQ(pool.inspect({"a", file.get()}).pages.size(), 1U);
}

TEST(WorkerPool, AWorkerThatCannotBeStartedLeavesThePoolAsItWas) {
  const std::atomic<bool> stop{false};
  PoolOptions options;
  options.jobs = 1;
  options.program = "/nonexistent/sohoa";
  WorkerPool pool(options, stop);
  for (int i = 0; i < 3; ++i) EXPECT_THROW((void)pool.inspect({"a", -1}), Error);
}

TEST(WorkerPool, AStopThatWasAskedForEndsCallsAsInterrupted) {
  std::atomic<bool> stop{true};
  PoolOptions options;
  options.jobs = 1;
  options.program = SOHOA_BINARY_DIR "/sohoa";
  WorkerPool pool(options, stop);
  try {
    (void)pool.inspect({"token", -1});
    FAIL() << "the call should not have been answered";
  } catch (const Error& error) {
    EXPECT_EQ(error.reason(), Reason::interrupted);
  }
}

}  // namespace sohoa
