// An archive of its own with a watch folder, for tests of a run over it.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "pipeline/inbox_run.h"
#include "pipeline/verify.h"
#include "tests/pipeline/house_for_test.h"

namespace sohoa {

inline const std::string kLetter = "quyet-dinh-100dpi.png";
inline const std::string kOther = "thong-bao-so.pdf";

class InboxRunTest : public testing::Test {
 protected:
  InboxRunTest() : queue_(open_catalogue_queue(archive_.layout.catalogue().string())) {
    archive_.settings.watch.settle_seconds = 0.2;
    archive_.settings.budget.min_free_gb = 0;
  }

  [[nodiscard]] fs::path inbox() const { return archive_.layout.root() / "inbox"; }
  [[nodiscard]] fs::path done() const { return archive_.layout.root() / "done"; }
  [[nodiscard]] fs::path refused() const { return archive_.layout.root() / "refused"; }

  void drop(const std::string& path, const std::string& name) const {
    fs::create_directories((inbox() / path).parent_path());
    fs::copy_file(sample(name), inbox() / path);
  }

  void put(const std::string& path, const std::string& bytes) const {
    fs::create_directories((inbox() / path).parent_path());
    std::ofstream((inbox() / path).string(), std::ios::binary) << bytes;
  }

  InboxRunEnd run(const InboxRunOptions& options) {
    return run_inbox(options, archive_.house, *queue_, archive_.stop,
                     {[&](const DocumentOutcome& outcome) { outcomes_.push_back(outcome); },
                      [&](const InboxNotice& notice) { notices_.push_back(notice); }});
  }

  InboxRunEnd run_until_empty() {
    InboxRunOptions options;
    options.until_empty = true;
    options.owner = "test";
    return run(options);
  }

  [[nodiscard]] std::vector<std::string> left_in_inbox() const {
    std::vector<std::string> paths;
    for (const InboxFile& file : look_at_inbox(inbox(), {}).files) paths.push_back(file.path);
    return paths;
  }

  [[nodiscard]] const DocumentOutcome& outcome_of(const std::string& path) const {
    static const DocumentOutcome none;
    const auto found =
        std::find_if(outcomes_.begin(), outcomes_.end(),
                     [&](const DocumentOutcome& outcome) { return outcome.path == path; });
    EXPECT_NE(found, outcomes_.end()) << path;
    return found == outcomes_.end() ? none : *found;
  }

  [[nodiscard]] long long damage() const {
    return verify(archive_.layout, {}, {}, archive_.house.clock).damage;
  }

  // For as long as a slow machine may need.
  static void wait_until(const std::function<bool()>& holds) {
    for (int i = 0; i < 600 && !holds(); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }

  static std::string bytes_of(const fs::path& file) {
    std::ifstream in(file.string(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }

  TestArchive archive_;
  std::unique_ptr<Queue> queue_;
  std::vector<DocumentOutcome> outcomes_;
  std::vector<InboxNotice> notices_;
};

using Paths = std::vector<std::string>;

}  // namespace sohoa
