#include "archive/durable_file.h"

#include <gtest/gtest.h>

#include <boost/filesystem.hpp>
#include <thread>

namespace sohoa {
namespace {

namespace fs = boost::filesystem;

class DurableFiles : public testing::Test {
 protected:
  DurableFiles() : folder_(fs::temp_directory_path() / fs::unique_path("sohoa-durable-%%%%%%%%")) {
    fs::create_directories(folder_);
  }
  ~DurableFiles() override { fs::remove_all(folder_); }

  const fs::path folder_;
};

TEST_F(DurableFiles, AreNotTakenForTheDeadWhileTheyAreMade) {
  const std::jthread clearing([this](const std::stop_token& done) {
    while (!done.stop_requested()) remove_leftovers(folder_);
  });
  constexpr int kFiles = 3000;
  for (int i = 0; i < kFiles; ++i) {
    const DurableFile file(folder_ / "x", 0600, "test", DurableFile::Summing::none);
    ASSERT_TRUE(fs::exists(file.temporary_path())) << "at file " << i;
  }
}

TEST_F(DurableFiles, LeaveNothingWhenTheyAreAbandoned) {
  { const DurableFile file(folder_ / "x", 0600, "test"); }
  EXPECT_TRUE(fs::is_empty(folder_));
}

}  // namespace
}  // namespace sohoa
