// Regions here are compiled with OpenMP, as those of libtesseract are.
#include <dlfcn.h>
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <thread>
#include <vector>

namespace {

TEST(OpenMpInOneThread, EverySectionRunsOnceAlsoOfRegionsWithinRegions) {
  std::vector<int> ran;
  const std::thread::id here = std::this_thread::get_id();
#pragma omp parallel sections num_threads(3)
  {
#pragma omp section
    ran.push_back(1);
#pragma omp section
    {
#pragma omp parallel sections num_threads(2)
        {
#pragma omp section
            ran.push_back(20);
#pragma omp section
    ran.push_back(21);
  }
}
#pragma omp section
{
  EXPECT_EQ(std::this_thread::get_id(), here);
  ran.push_back(3);
}
}  // namespace
EXPECT_EQ(ran, (std::vector<int>{1, 20, 21, 3}));
}

TEST(OpenMpInOneThread, ALoopCountsEveryTurnOnce) {
  std::array<int, 100> turns{};
#pragma omp parallel for num_threads(4)
  for (int i = 0; i < 100; ++i) ++turns[static_cast<std::size_t>(i)];
  for (const int turn : turns) EXPECT_EQ(turn, 1);
}

TEST(OpenMpInOneThread, SeveralThreadsHaveRegionsOfTheirOwn) {
  std::array<int, 4> sums{};
  {
    std::vector<std::jthread> threads;
    for (std::size_t t = 0; t < sums.size(); ++t)
      threads.emplace_back([&sum = sums[t]] {
        for (int i = 0; i < 10000; ++i) {
#pragma omp parallel sections num_threads(2)
          {
#pragma omp section
            sum += 1;
#pragma omp section
            sum += 2;
          }
        }
      });
  }
  for (const int sum : sums) EXPECT_EQ(sum, 30000);
}

std::string file_that_has(const char* symbol) {
  Dl_info info{};
  EXPECT_NE(::dladdr(::dlsym(RTLD_DEFAULT, symbol), &info), 0) << symbol;
  return info.dli_fname == nullptr ? "" : info.dli_fname;
}

// Where the dynamic linker looks first, it looks for libtesseract, too.
TEST(OpenMpInOneThread, LibrariesFindItBeforeThatOfGcc) {
  for (const char* symbol :
       {"GOMP_parallel", "GOMP_parallel_sections", "GOMP_sections_next", "GOMP_sections_end_nowait",
        "omp_get_num_threads", "omp_get_thread_num"})
    EXPECT_NE(file_that_has(symbol).find("ocr_test"), std::string::npos) << symbol;
}

}  // namespace
