// What a worker read before must never show in what it reads next.
#include <gtest/gtest.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "archive/durable_file.h"
#include "pipeline/task_json.h"
#include "pipeline/worker_pool.h"
#include "tests/pipeline/house_for_test.h"

namespace sohoa {

namespace {

struct Page {
  FileDescriptor file;
  OpenInput input;
  PageInput how;
};

// All that a reading says, but the time that it took.
std::string all_of(const PageResult& result) {
  nlohmann::json json = to_json(result);
  for (const char* clock : {"decode_seconds", "clean_seconds", "layout_seconds",
                            "recognise_seconds", "correct_seconds"})
    json.erase(clock);
  return json.dump();
}

}  // namespace

// A typed letter, a table and a coloured scan by one worker, each after both others.
TEST(PageOrder, TheOrderOfPagesNeverChangesAReading) {
  const std::atomic<bool> stop{false};
  PoolOptions options;
  options.jobs = 1;
  options.program = SOHOA_BINARY_DIR "/sohoa";
  WorkerPool pool(options, stop);
  std::vector<Page> pages;
  for (const char* name :
       {"quyet-dinh-danh-may-1986.tif", "danh-sach-hoc-vien.tif", "quyet-dinh-100dpi.png"}) {
    Page page{open_regular_file(sample(name), "test"), {name, -1}, {}};
    page.input.file = page.file.get();
    page.how = pool.inspect(page.input).pages.at(0);
    pages.push_back(std::move(page));
  }
  std::vector<std::string> first(pages.size());
  for (const std::size_t at : {0, 1, 2, 1, 0, 2}) {
    const std::string read = all_of(pool.read_page(pages[at].input, 1, pages[at].how));
    if (first[at].empty()) first[at] = read;
    EXPECT_GT(read.size(), 5000U);
    EXPECT_EQ(first[at], read) << pages[at].input.token;
  }
}

}  // namespace sohoa
