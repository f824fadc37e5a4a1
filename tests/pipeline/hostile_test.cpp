// Bombs, circles and damages through real page workers: each ends with a reason, within
// its limits, and the next document is read as if nothing had been.
#include <gtest/gtest.h>

#include <atomic>
#include <boost/filesystem.hpp>
#include <chrono>
#include <fstream>
#include <set>
#include <string>

#include "archive/durable_file.h"
#include "document/error.h"
#include "pipeline/worker_pool.h"
#include "tests/pipeline/hostile_files.h"
#include "tests/pipeline/house_for_test.h"

namespace sohoa {

namespace {

class Hostile : public testing::Test {
 protected:
  Hostile() : pool_(options(), stop_) {}

  // Looks at the file and, where it has pages, at the first of them.
  Reason reason_of(const HostileFile& given) {
    const fs::path file = folder_.path() / given.name;
    std::ofstream(file.string(), std::ios::binary) << given.bytes;
    const FileDescriptor open_file = open_regular_file(file, "test");
    try {
      const OpenInput input{given.name, open_file.get()};
      const InputInfo info = pool_.inspect(input);
      if (info.is_archive) return unpack(file);
      (void)pool_.read_page(input, 1, info.pages.at(0));
    } catch (const Error& error) {
      return error.reason();
    }
    return Reason::none;
  }

  Reason unpack(const fs::path& file) {
    const fs::path to = folder_.path() / "members";
    fs::create_directory(to);
    Reason reason = Reason::none;
    try {
      for (const UnpackedFile& member : pool_.unpack(file.string(), to.string()))
        if (member.refused != Reason::none) reason = member.refused;
    } catch (const Error& error) {
      EXPECT_TRUE(fs::is_empty(to)) << "what failed is not left behind";
      reason = error.reason();
    }
    fs::remove_all(to);
    return reason;
  }

  void expect_still_working() {
    const FileDescriptor file = open_regular_file(sample("quyet-dinh-100dpi.png"), "test");
    EXPECT_EQ(pool_.inspect({"good", file.get()}).pages.size(), 1U);
    EXPECT_LT(pool_.shut_down().peak_bytes, 1ULL << 30);
  }

 private:
  static PoolOptions options() {
    PoolOptions options;
    options.jobs = 1;
    options.program = SOHOA_BINARY_DIR "/sohoa";
    options.inspect_seconds = 20;
    options.page_seconds = 20;
    return options;
  }

  const EmptyFolder folder_;
  const std::atomic<bool> stop_{false};
  WorkerPool pool_;
};

}  // namespace

TEST_F(Hostile, APictureThatClaimsToBeHugeIsRefused) {
  const std::set<Reason> allowed{Reason::image_too_large, Reason::unreadable_image,
                                 Reason::truncated, Reason::too_many_pages};
  for (const HostileFile& file : huge_pictures()) {
    if (file.drawn_for_long) continue;  // the longer trial waits for it
    const Reason reason = reason_of(file);
    EXPECT_TRUE(allowed.contains(reason)) << file.name << ": " << reason_code(reason);
  }
  expect_still_working();
}

TEST_F(Hostile, APdfThatLeadsInCirclesEndsWithAReasonOrAPage) {
  for (const HostileFile& file : hostile_pdfs()) {
    if (file.drawn_for_long) continue;  // the longer trial waits for it
    const Reason reason = reason_of(file);
    EXPECT_NE(reason, Reason::worker_died) << file.name;
    EXPECT_NE(reason, Reason::internal) << file.name;
  }
  expect_still_working();
}

TEST_F(Hostile, AnArchiveThatInflatesOrLeadsElsewhereIsRefused) {
  for (const HostileFile& file : hostile_archives()) {
    const Reason reason = reason_of(file);
    if (file.name == "3000-members.zip") {
      EXPECT_EQ(reason, Reason::none);
      continue;
    }
    const std::set<Reason> allowed{Reason::archive_too_large, Reason::archive_too_deep,
                                   Reason::unsafe_name};
    EXPECT_TRUE(allowed.contains(reason)) << file.name << ": " << reason_code(reason);
  }
  expect_still_working();
}

}  // namespace sohoa
