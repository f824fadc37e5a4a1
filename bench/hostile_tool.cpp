// Gives page workers files that are made to harm them, whole samples cut off, and
// random damages, and prints what came of it. See bench/hostile.
//   hostile_tool PROGRAM SCRATCH SCANS MUTATIONS SEED
#include <leptonica/allheaders.h>

#include <algorithm>
#include <atomic>
#include <boost/filesystem.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "archive/durable_file.h"
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
  std::string reason;  // code; "read" where the file was taken
  std::string words;
};

class Silent final : public Progress {
 public:
  void document_started(const std::string&) override {}
  void pages_found(int) override {}
  void page_done(const std::string&, int) override {}
  void document_done(unsigned long long) override {}
};

class Trial {
 public:
  Trial(const PoolOptions& options, fs::path scratch)
      : options_(options), pool_(options, stop_), scratch_(std::move(scratch)) {}

  void give(const std::string& name, const std::string& bytes) {
    const fs::path file = scratch_ / ("f" + fs::path(name).extension().string());
    std::ofstream(file.string(), std::ios::binary) << bytes;
    const auto start = std::chrono::steady_clock::now();
    const Outcome outcome = take(file);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    if (seconds.count() > slowest_) {
      slowest_ = seconds.count();
      slowest_name_ = name;
    }
    ++files_;
    ++outcomes_[outcome.reason];
    if (outcome.reason == "worker_died" || outcome.reason == "internal" ||
        outcome.reason == "no_reason")
      std::printf("  look: %s: %s: %s\n", name.c_str(), outcome.reason.c_str(),
                  outcome.words.c_str());
    fs::remove(file);
  }

  void print(const std::string& title) {
    std::printf("%s: %d files, slowest %.1f s (%s), largest left on disk %.1f MB\n", title.c_str(),
                files_, slowest_, slowest_name_.c_str(), static_cast<double>(most_bytes_) / 1e6);
    for (const auto& [reason, count] : outcomes_) std::printf("  %6d %s\n", count, reason.c_str());
    std::fflush(stdout);
    files_ = 0;
    slowest_ = 0;
    outcomes_.clear();
  }

  void end() {
    const WorkerPool::Usage usage = pool_.shut_down();
    std::printf("workers: %.0f CPU seconds, largest %.0f MB resident\n", usage.cpu_seconds,
                static_cast<double>(usage.peak_bytes) / 1e6);
  }

 private:
  Outcome take(const fs::path& file) {
    try {
      const FileDescriptor open_file = open_regular_file(file, "trial");
      const OpenInput input{"f" + std::to_string(++number_), open_file.get()};
      const InputInfo info = pool_.inspect(input);
      if (info.is_archive) return unpack(file);
      std::vector<int> numbers = all_pages(info);
      numbers.resize(std::min(numbers.size(), kMostPages));
      Silent progress;
      const PagesRead read = read_pages("f", input, info, numbers, pool_, progress);
      Outcome outcome = copy(input, info, read);
      for (const PageResult& page : read.pages) {
        if (page.unreadable) outcome = {"page: " + std::string(reason_code(page.why)), ""};
        if (page.read_gently) outcome = {"page read gently", ""};
      }
      return outcome;
    } catch (const Error& error) {
      const std::string code(reason_code(error.reason()));
      return {error.reason() == Reason::none ? "no_reason" : code, error.message()};
    }
  }

  Outcome copy(const OpenInput& input, const InputInfo& info, const PagesRead& read) {
    AccessRequest request;
    request.title = "x";
    request.sha256 = std::string(64, 'a');
    request.created = "2026-01-01T00:00:00Z";
    request.numbers = read.numbers;
    request.pages = read.pages;
    for (const int number : read.numbers)
      request.inputs.push_back(info.pages[static_cast<std::size_t>(number) - 1]);
    const fs::path output = scratch_ / "copy.pdf";
    pool_.write_access_copy(input, request, output.string());
    most_bytes_ = std::max<unsigned long long>(most_bytes_, fs::file_size(output));
    fs::remove(output);
    return {"read", ""};
  }

  Outcome unpack(const fs::path& file) {
    const fs::path folder = scratch_ / "members";
    fs::create_directory(folder);
    Outcome outcome{"unpacked", ""};
    try {
      (void)pool_.unpack(file.string(), folder.string());
    } catch (const Error& error) {
      outcome = {std::string(reason_code(error.reason())), error.message()};
    }
    unsigned long long bytes = 0;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder))
      bytes += fs::file_size(entry.path());
    most_bytes_ = std::max(most_bytes_, bytes);
    fs::remove_all(folder);
    return outcome;
  }

  std::atomic<bool> stop_{false};
  PoolOptions options_;
  WorkerPool pool_;
  fs::path scratch_;
  int number_ = 0;
  int files_ = 0;
  double slowest_ = 0;
  std::string slowest_name_;
  unsigned long long most_bytes_ = 0;
  std::map<std::string, int> outcomes_;
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

void cut_samples(Trial& trial, const fs::path& scans) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(scans))
    files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    const std::string bytes = bytes_of(file);
    for (std::size_t percent = 5; percent < 100; percent += 5)
      trial.give(std::to_string(percent) + "-percent-of-" + file.filename().string(),
                 bytes.substr(0, bytes.size() * percent / 100));
  }
}

void damage(Trial& trial, const std::vector<fs::path>& seeds, int count, unsigned seed) {
  std::mt19937 random(seed);
  for (int i = 0; i < count; ++i) {
    const fs::path& file = seeds[static_cast<std::size_t>(i) % seeds.size()];
    trial.give(std::to_string(i) + "-of-" + file.filename().string(),
               damaged(bytes_of(file), random));
  }
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
  Trial trial(options, scratch);
  for (const HostileFile& file : all_hostile_files()) trial.give(file.name, file.bytes);
  trial.print("bombs and circles");
  damage(trial, small_seeds(scans, scratch), std::atoi(arguments[4]),
         static_cast<unsigned>(std::atoi(arguments[5])));
  trial.print("random damages");
  cut_samples(trial, scans);
  trial.print("cut off at every 5 %");
  trial.end();
  return 0;
}
