// Gives page workers files that are made to harm them, whole samples cut off, and
// random damages, and prints what came of it. See bench/hostile.
//   hostile_tool PROGRAM SCRATCH SCANS MUTATIONS SEED
// Ends with 1 when anything went past its limits of time, memory or output, or has no
// reason. A worker that dies within its cage is an outcome, told with its signal.
#include <leptonica/allheaders.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <boost/filesystem.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "archive/durable_file.h"
#include "archive/unpack.h"
#include "document/error.h"
#include "image/page_image.h"
#include "pipeline/read_pages.h"
#include "pipeline/worker_pool.h"
#include "tests/pipeline/hostile_files.h"

namespace fs = boost::filesystem;

namespace sohoa {
namespace {

constexpr std::size_t kMostPages = 2;  // of a file are read

struct Outcome {
  std::string reason;  // code; "read" or "unpacked" where the file was taken
  std::string words;
};

class Silent final : public Progress {
 public:
  void document_started(const std::string&) override {}
  void pages_found(int) override {}
  void page_done(const std::string&, int) override {}
  void document_done(unsigned long long) override {}
};

// What is held of a file by the program that hands out the tasks.
constexpr double kSupervisorBytes = 1e9;

// The most that a task may write (worker_pool.cpp, archive/unpack.h).
unsigned long long most_copied(unsigned long long file_bytes, std::size_t pages) {
  return 2 * file_bytes + (pages + 1) * (64ULL << 20);
}

unsigned long long most_unpacked(unsigned long long file_bytes) {
  const UnpackLimits limits;
  return std::max(64ULL << 20, static_cast<unsigned long long>(limits.max_ratio) * file_bytes);
}

// What came of all files, from every thread.
class Results {
 public:
  void add(const std::string& name, const Outcome& outcome, double seconds,
           unsigned long long bytes) {
    const std::lock_guard lock(mutex_);
    if (seconds > slowest_) {
      slowest_ = seconds;
      slowest_name_ = name;
    }
    ++files_;
    ++outcomes_[outcome.reason];
    most_bytes_ = std::max(most_bytes_, bytes);
    if (outcome.reason == "worker_died")
      std::printf("  look: %s: %s\n", name.c_str(), outcome.words.c_str());
  }

  void fault(const std::string& name, const std::string& what) {
    const std::lock_guard lock(mutex_);
    ++faults_;
    std::printf("  FAULT: %s: %s\n", name.c_str(), what.c_str());
    std::fflush(stdout);
  }

  void print(const std::string& title) {
    std::printf("%s: %d files, slowest %.1f s (%s), largest left on disk %.1f MB\n", title.c_str(),
                files_, slowest_, slowest_name_.c_str(), static_cast<double>(most_bytes_) / 1e6);
    for (const auto& [reason, count] : outcomes_) std::printf("  %6d %s\n", count, reason.c_str());
    std::fflush(stdout);
    files_ = 0;
    slowest_ = 0;
    most_bytes_ = 0;
    outcomes_.clear();
  }

  [[nodiscard]] int faults() const { return faults_; }

 private:
  std::mutex mutex_;
  int files_ = 0;
  int faults_ = 0;
  double slowest_ = 0;
  std::string slowest_name_;
  unsigned long long most_bytes_ = 0;
  std::map<std::string, int> outcomes_;
};

// One worker, for one thread.
class Trial {
 public:
  Trial(const PoolOptions& options, fs::path scratch, Results& results)
      : options_(options), pool_(options, stop_), scratch_(std::move(scratch)), results_(results) {
    fs::create_directory(scratch_);
  }

  void give(const std::string& name, const std::string& bytes) {
    name_ = name;
    most_bytes_ = 0;
    const fs::path file = scratch_ / ("f" + fs::path(name).extension().string());
    std::ofstream(file.string(), std::ios::binary) << bytes;
    const auto start = std::chrono::steady_clock::now();
    const Outcome outcome = take(file);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    results_.add(name, outcome, seconds.count(), most_bytes_);
    if (outcome.reason == "internal" || outcome.reason == "none")
      fault("no reason (" + outcome.words + ")");
    fs::remove(file);
  }

  void end() {
    const WorkerPool::Usage usage = pool_.shut_down();
    std::printf("worker: %.0f CPU seconds, largest %.0f MB resident\n", usage.cpu_seconds,
                static_cast<double>(usage.peak_bytes) / 1e6);
    name_ = "all of them";
    if (usage.peak_bytes > options_.worker_memory) fault("a worker held more than it may");
  }

 private:
  void fault(const std::string& what) { results_.fault(name_, what); }

  // A limit on time holds for a task that fails, too.
  class Watch {
   public:
    Watch(Trial& trial, const char* task, double seconds)
        : trial_(trial), task_(task), seconds_(seconds) {}
    ~Watch() {
      constexpr double kToKillIt = 5;
      const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begun_;
      if (taken.count() > seconds_ + kToKillIt)
        trial_.fault(std::string(task_) + " took " + std::to_string(taken.count()) + " s");
    }
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

   private:
    Trial& trial_;
    const char* task_;
    double seconds_;
    std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  };

  Outcome take(const fs::path& file) {
    try {
      const FileDescriptor open_file = open_regular_file(file, "trial");
      const OpenInput input{"f" + std::to_string(++number_), open_file.get()};
      const InputInfo info = inspect(input);
      if (info.is_archive) return unpack(file);
      const PagesRead read = this->read(input, info);
      Outcome outcome = copy(input, info, read, fs::file_size(file));
      for (const PageResult& page : read.pages) {
        if (page.unreadable) outcome = {"page: " + std::string(reason_code(page.why)), ""};
        if (page.read_gently) outcome = {"page read gently", ""};
      }
      return outcome;
    } catch (const Error& error) {
      return {std::string(reason_code(error.reason())), error.message()};
    }
  }

  InputInfo inspect(const OpenInput& input) {
    const Watch watch(*this, "inspecting", options_.inspect_seconds);
    return pool_.inspect(input);
  }

  PagesRead read(const OpenInput& input, const InputInfo& info) {
    std::vector<int> numbers = all_pages(info);
    if (numbers.size() > kMostPages) numbers.erase(numbers.begin() + kMostPages, numbers.end());
    // Each may be tried again in a gentler way.
    const Watch watch(*this, "reading",
                      2 * options_.page_seconds * static_cast<double>(numbers.size()));
    Silent progress;
    return read_pages("f", input, info, numbers, pool_, progress);
  }

  Outcome copy(const OpenInput& input, const InputInfo& info, const PagesRead& read,
               unsigned long long file_bytes) {
    AccessRequest request;
    request.title = "x";
    request.sha256 = std::string(64, 'a');
    request.created = "2026-01-01T00:00:00Z";
    request.numbers = read.numbers;
    request.pages = read.pages;
    for (const int number : read.numbers)
      request.inputs.push_back(info.pages[static_cast<std::size_t>(number) - 1]);
    const fs::path output = scratch_ / "copy.pdf";
    const std::size_t pages = request.pages.size();
    {
      const Watch watch(*this, "copying",
                        options_.access_seconds + 0.5 * static_cast<double>(pages));
      pool_.write_access_copy(input, request, output.string());
    }
    const unsigned long long bytes = fs::file_size(output);
    fs::remove(output);
    if (bytes > most_copied(file_bytes, pages)) fault("its copy has too many bytes");
    most_bytes_ = std::max(most_bytes_, bytes);
    return {"read", ""};
  }

  Outcome unpack(const fs::path& file) {
    const fs::path folder = scratch_ / "members";
    fs::create_directory(folder);
    Outcome outcome{"unpacked", ""};
    try {
      const Watch watch(*this, "unpacking", options_.unpack_seconds);
      (void)pool_.unpack(file.string(), folder.string());
    } catch (const Error& error) {
      outcome = {std::string(reason_code(error.reason())), error.message()};
      if (!fs::is_empty(folder)) fault("what could not be unpacked left something behind");
    }
    unsigned long long bytes = 0;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder))
      bytes += fs::file_size(entry.path());
    if (bytes > most_unpacked(fs::file_size(file))) fault("it was unpacked to too many bytes");
    most_bytes_ = std::max(most_bytes_, bytes);
    fs::remove_all(folder);
    return outcome;
  }

  std::atomic<bool> stop_{false};
  PoolOptions options_;
  WorkerPool pool_;
  fs::path scratch_;
  Results& results_;
  std::string name_;  // of the file in hand
  unsigned long long most_bytes_ = 0;
  int number_ = 0;
};

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file.string(), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// One to eight damages: a bit, a byte, a number made large, a stretch lost or repeated.
std::string damaged(std::string bytes, std::mt19937& random) {
  const auto below = [&](std::size_t n) { return n == 0 ? 0 : random() % n; };
  const std::size_t rounds = 1 + below(8);
  for (std::size_t i = 0; i < rounds && !bytes.empty(); ++i) {
    // Heads are where sizes and offsets stand.
    const std::size_t at =
        below(below(2) == 0 ? std::min<std::size_t>(512, bytes.size()) : bytes.size());
    const std::size_t length = std::min<std::size_t>(1 + below(64), bytes.size() - at);
    switch (below(5)) {
      case 0:
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8)));
        break;
      case 1:
        bytes[at] = static_cast<char>(random());
        break;
      case 2:
        bytes.replace(at, std::min<std::size_t>(4, length), "\xFF\xFF\xFF\x7F");
        break;
      case 3:
        bytes.erase(at, length);
        break;
      default:
        bytes.insert(at, bytes.substr(at, length));
    }
  }
  return bytes;
}

// A few lines of a letter in each format, small enough to be read two thousand times.
std::vector<fs::path> small_seeds(const fs::path& scans, const fs::path& folder) {
  const std::vector<std::pair<const char*, int>> formats{
      {"s.png", IFF_PNG},        {"s.jpg", IFF_JFIF_JPEG}, {"g4.tif", IFF_TIFF_G4},
      {"lzw.tif", IFF_TIFF_LZW}, {"s.bmp", IFF_BMP},       {"s.jp2", IFF_JP2},
      {"s.webp", IFF_WEBP},      {"s.pdf", IFF_LPDF}};
  const PixPtr page(pixRead((scans / "quyet-dinh-100dpi.png").c_str()));
  Box* part = boxCreate(100, 60, 420, 140);
  const PixPtr lines(pixClipRectangle(page.get(), part, nullptr));
  boxDestroy(&part);
  const PixPtr bilevel(pixConvertTo1(lines.get(), 128));
  std::vector<fs::path> seeds{scans / "thong-bao-so.pdf", scans / "lo-quet.zip"};
  for (const auto& [name, format] : formats) {
    seeds.push_back(folder / name);
    pixWrite(seeds.back().c_str(), format == IFF_TIFF_G4 ? bilevel.get() : lines.get(), format);
  }
  return seeds;
}

// So many files, each made when its turn comes.
struct Part {
  const char* title;
  std::size_t count;
  std::function<HostileFile(std::size_t)> make;
};

Part bombs() {
  const std::vector<HostileFile> files = all_hostile_files();
  return {"bombs and circles", files.size(), [files](std::size_t i) { return files[i]; }};
}

Part random_damages(const std::vector<fs::path>& seeds, std::size_t count, unsigned seed) {
  return {"random damages", count, [seeds, seed](std::size_t i) {
            const fs::path& file = seeds[i % seeds.size()];
            std::mt19937 random(seed + static_cast<unsigned>(i));
            return HostileFile{std::to_string(i) + "-of-" + file.filename().string(),
                               damaged(bytes_of(file), random)};
          }};
}

Part cut_samples(const fs::path& scans) {
  constexpr std::size_t kCuts = 19;  // at 5 %, 10 %… 95 %
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(scans))
    files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return {"cut off at every 5 %", kCuts * files.size(), [files](std::size_t i) {
            const fs::path& file = files[i / kCuts];
            const std::size_t percent = 5 * (i % kCuts + 1);
            const std::string bytes = bytes_of(file);
            return HostileFile{std::to_string(percent) + "-percent-of-" + file.filename().string(),
                               bytes.substr(0, bytes.size() * percent / 100)};
          }};
}

void run(const Part& part, std::vector<std::unique_ptr<Trial>>& trials, Results& results) {
  std::atomic<std::size_t> next{0};
  {
    std::vector<std::jthread> threads;
    for (const std::unique_ptr<Trial>& trial : trials)
      threads.emplace_back([&] {
        for (std::size_t i = next++; i < part.count; i = next++) {
          const HostileFile file = part.make(i);
          trial->give(file.name, file.bytes);
        }
      });
  }
  results.print(part.title);
}

// What it took to make the bombs is none of what they take to be handled.
void forget_peak_of_memory() {
  std::ofstream("/proc/self/clear_refs") << 5;
}

void check_own_memory(Results& results) {
  rusage own{};
  ::getrusage(RUSAGE_SELF, &own);
  const double bytes = static_cast<double>(own.ru_maxrss) * 1024;
  std::printf("supervisor: largest %.0f MB resident\n", bytes / 1e6);
  if (bytes > kSupervisorBytes) results.fault("all of them", "the supervisor held too much");
}

}  // namespace
}  // namespace sohoa

int main(int count, char** arguments) {
  using namespace sohoa;
  if (count != 6) return 2;
  PoolOptions options;
  options.jobs = 1;
  options.program = arguments[1];
  const fs::path scratch = arguments[2];
  const fs::path scans = arguments[3];
  Results results;
  std::vector<std::unique_ptr<Trial>> trials;
  for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i)
    trials.push_back(
        std::make_unique<Trial>(options, scratch / ("worker" + std::to_string(i)), results));
  const Part first = bombs();
  forget_peak_of_memory();
  run(first, trials, results);
  run(random_damages(small_seeds(scans, scratch), std::strtoul(arguments[4], nullptr, 10),
                     static_cast<unsigned>(std::strtoul(arguments[5], nullptr, 10))),
      trials, results);
  run(cut_samples(scans), trials, results);
  for (const std::unique_ptr<Trial>& trial : trials) trial->end();
  check_own_memory(results);
  std::printf("past their limits or without a reason: %d\n", results.faults());
  return results.faults() == 0 ? 0 : 1;
}
