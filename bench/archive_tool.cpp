// What bench/archive needs from inside: archives made without reading pages, bags
// written one by one with their time, and the damage trial in full.
//
//   archive_tool make DIR RECORDS BYTES     an archive with that many records of about BYTES
//   archive_tool write DIR COUNT BYTES      adds bags beside `cp` and sync of their tars:
//                                           a line "<seconds bag> <seconds cp> <bytes>" each
//   archive_tool drop PATH...               takes files out of the system's cache
//   archive_tool damage DIR RECORDS TRIALS SEED
#include <fcntl.h>
#include <unistd.h>

#include <boost/algorithm/string/join.hpp>
#include <boost/filesystem.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "archive/bag.h"
#include "archive/durable_file.h"
#include "archive/hash.h"
#include "document/error.h"
#include "tests/pipeline/damage_trial.h"
#include "tests/pipeline/made_archive.h"

namespace sohoa {

namespace {

using Steady = std::chrono::steady_clock;

double seconds_since(Steady::time_point start) {
  return std::chrono::duration<double>(Steady::now() - start).count();
}

void drop_from_cache(const fs::path& file) {
  const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return;
  ::fdatasync(fd);
  ::posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
  ::close(fd);
}

void drop_all(const fs::path& path) {
  if (fs::is_regular_file(path)) return drop_from_cache(path);
  for (fs::recursive_directory_iterator entry(path), end; entry != end; ++entry)
    if (fs::is_regular_file(entry->path())) drop_from_cache(entry->path());
}

std::string read_whole(const fs::path& file) {
  return read_small_file(file, std::size_t{4} << 30, "bench");
}

// The files lie in the cache and their sums are taken, as after intake; what is compared is one
// record's bag against its tar copied with cp and synced.
void measure_writing(const ArchiveLayout& layout, int count, std::size_t bytes) {
  const fs::path work = layout.work();
  // A record that is there already would only be read again.
  std::random_device fresh;
  for (int i = 0; i < count; ++i) {
    BagContents contents;
    contents.original = work / "original";
    contents.access_pdf = work / "access";
    for (const fs::path& file : {contents.original, contents.access_pdf}) {
      DurableFile out(file, 0600, "bench");
      const std::string data = made_bytes(bytes / 2, fresh());
      out.write(data.data(), data.size());
      out.commit_replacing();
      (void)read_whole(file);
    }
    contents.original_name = "scan.pdf";
    contents.original_checksums = hash_file(contents.original);
    contents.access_checksums = hash_file(contents.access_pdf);
    contents.alto = {std::string(40'000, 'a')};
    contents.layouts = {std::string(60'000, 'l')};
    contents.record_json = "{}";
    contents.premis_xml = "<premis/>";
    contents.bagging_date = "2026-03-04";
    contents.bag_software = "sohoa";
    const RecordId id = record_id(contents.original_checksums.sha256);
    ::sync();
    auto start = Steady::now();
    const BagReceipt receipt = write_bag(layout, {"default", 2026, id, 1}, contents);
    const double bag = seconds_since(start);
    (void)read_whole(receipt.path);
    const fs::path copy = work / "copy.tar";
    ::sync();
    const std::string command = "cp '" + receipt.path.string() + "' '" + copy.string() +
                                "' && sync '" + copy.string() + "'";
    start = Steady::now();
    if (std::system(command.c_str()) != 0) std::exit(1);
    std::printf("%.6f %.6f %llu\n", bag, seconds_since(start), receipt.bytes);
    std::fflush(stdout);
    fs::remove(copy);
  }
}

int run_damage(const fs::path& folder, int records, int trials, unsigned seed) {
  const ArchiveLayout layout(folder / "archive");
  make_archive(layout, {.records = records});
  DamageTrial trial(layout, folder / "copy", seed);
  std::map<std::string, int> done;
  int named = 0;
  int mended = 0;
  for (int i = 0; i < trials; ++i) {
    const TrialResult result = trial.run();
    ++done[damage_name(result.kind)];
    named += result.named ? 1 : 0;
    mended += result.mended ? 1 : 0;
    if (!result.named || !result.mended)
      std::printf("trial %d, %s of %s: %s\n", i, damage_name(result.kind).c_str(),
                  boost::algorithm::join(result.damaged, " and ").c_str(), result.why.c_str());
    if (!result.mended) break;
  }
  for (const auto& [kind, count] : done) std::printf("%-22s %5d\n", kind.c_str(), count);
  std::printf("damaged %d, named %d, mended to the same bytes %d\n", trials, named, mended);
  return named == trials && mended == trials ? 0 : 1;
}

int run(const std::vector<std::string>& arguments) {
  const auto number = [&](std::size_t i) { return std::stoul(arguments.at(i)); };
  const std::string& what = arguments.at(0);
  if (what == "make") {
    MadeArchiveOptions options;
    options.records = static_cast<int>(number(2));
    options.original_bytes = options.access_bytes = number(3) / 2;
    make_archive(ArchiveLayout(arguments.at(1)), options);
  } else if (what == "write") {
    measure_writing(ArchiveLayout(arguments.at(1)), static_cast<int>(number(2)), number(3));
  } else if (what == "drop") {
    for (std::size_t i = 1; i < arguments.size(); ++i) drop_all(arguments[i]);
  } else if (what == "damage") {
    return run_damage(arguments.at(1), static_cast<int>(number(2)), static_cast<int>(number(3)),
                      static_cast<unsigned>(number(4)));
  }
  return 0;
}

}  // namespace

}  // namespace sohoa

int main(int argc, char** argv) {
  try {
    return sohoa::run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    std::fprintf(stderr, "archive_tool: %s\n", error.what());
    return 1;
  }
}
