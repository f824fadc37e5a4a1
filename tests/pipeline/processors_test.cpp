#include "pipeline/processors.h"

#include <gtest/gtest.h>
#include <sched.h>

#include <fstream>
#include <thread>

#include "tests/pipeline/house_for_test.h"

namespace sohoa {

namespace {

void write(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file.string()) << text << '\n';
}

}  // namespace

TEST(ProcessorQuota, IsTheLeastOfAGroupAndThoseAboveIt) {
  const EmptyFolder mounts;
  write(mounts.path() / "a/b/cpu.max", "150000 100000");
  write(mounts.path() / "a/cpu.max", "400000 100000");
  write(mounts.path() / "a/c/cpu.max", "max 100000");
  EXPECT_EQ(processor_quota(mounts.path(), "0::/a/b\n"), 1.5);
  EXPECT_EQ(processor_quota(mounts.path(), "0::/a/c\n"), 4);
  EXPECT_EQ(processor_quota(mounts.path(), "0::/\n"), 0);
  // A container sees its own group at the top.
  write(mounts.path() / "cpu.max", "200000 100000");
  EXPECT_EQ(processor_quota(mounts.path(), "0::/\n"), 2);
}

TEST(ProcessorQuota, IsFoundInGroupsOfTheFirstVersionToo) {
  const EmptyFolder mounts;
  write(mounts.path() / "cpu/jobs/cpu.cfs_quota_us", "300000");
  write(mounts.path() / "cpu/jobs/cpu.cfs_period_us", "100000");
  write(mounts.path() / "cpu/free/cpu.cfs_quota_us", "-1");
  write(mounts.path() / "cpu/free/cpu.cfs_period_us", "100000");
  EXPECT_EQ(processor_quota(mounts.path(), "5:memory:/x\n3:cpu,cpuacct:/jobs\n0::/\n"), 3);
  EXPECT_EQ(processor_quota(mounts.path(), "3:cpuacct,cpu:/free\n"), 0);
  EXPECT_EQ(processor_quota(mounts.path(), "3:cpuset:/jobs\nno group\n\n"), 0);
}

TEST(UsableProcessors, AreThoseThatThisProgramMayRunOn) {
  int seen = 0;
  std::thread([&seen] {
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(static_cast<unsigned>(::sched_getcpu()), &one);
    ASSERT_EQ(::sched_setaffinity(0, sizeof one, &one), 0);
    seen = usable_processors();
  }).join();
  EXPECT_EQ(seen, 1);
}

}  // namespace sohoa
